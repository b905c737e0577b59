"""A usual trust policy for an issuer, with the examples of its fields filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY, provider_arn
from assumelint.issuers.model import Issuer
from assumelint.language.templates import render

_ANY = "*"
_ELSEWHERE = "id.example.com"  # the host of an issuer that has none of its own


def sample_policy(issuer: Issuer) -> dict[str, object]:
    """Return a correct trust policy for this issuer. What only the reader knows stands in `<…>`."""
    values = sample_values(issuer)
    host = sample_host(issuer)
    conditions: dict[str, dict[str, str | list[str]]] = {}
    for claim, required in _required(issuer, values).items():
        key = claim if ":" in claim else f"{host}:{claim}"
        conditions.setdefault(_operator(issuer, claim, required), {})[key] = (
            required[0] if len(required) == 1 else required
        )
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": host if issuer.builtin else provider_arn(host)},
                "Action": ASSUME_ROLE_WITH_WEB_IDENTITY,
                "Condition": conditions,
            }
        ],
    }


def sample_host(issuer: Issuer) -> str:
    """Return an example of the issuer's host path."""
    return render(issuer.hosts[0], _examples(issuer)) if issuer.hosts else _ELSEWHERE


def sample_values(issuer: Issuer) -> dict[str, str]:
    """Return a value for each field: a wildcard where the next run has another, else the field's example."""
    return _examples(issuer) | {name: _ANY for name, field in issuer.fields.items() if field.per_run}


def _examples(issuer: Issuer) -> dict[str, str]:
    return {name: field.example for name, field in issuer.fields.items()}


def _required(issuer: Issuer, values: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the values that the policy asks for, by claim (or by whole key, if that is none of the issuer's)."""
    templates = issuer.sample or dict(_usual(issuer))
    return {claim: [render(each, values) for each in forms] for claim, forms in templates.items()}


def _usual(issuer: Issuer) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "aud", issuer.audiences.values[:1] or ("<audience>",)
    if issuer.sessions:
        yield "sts:RoleSessionName", issuer.sessions[:1]
    else:
        yield "sub", _subjects(issuer) or ("<subject>",)


def _subjects(issuer: Issuer) -> tuple[str, ...]:
    """Return the first form, and the same form with immutable ids: a repository has one of them."""
    first = issuer.subjects[0].id if issuer.subjects else ""
    return tuple(form.template for form in issuer.subjects if form.id in (first, f"{first}-immutable"))


def _operator(issuer: Issuer, claim: str, required: list[str]) -> str:
    known = issuer.claim(claim)
    operator = "StringLike" if any(_ANY in value for value in required) else "StringEquals"
    return f"ForAnyValue:{operator}" if known is not None and known.many else operator
