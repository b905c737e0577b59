"""`check` and `explain` on the same policy: neither says that all is lost where the other sees a token get in.

What `check` calls dead, no token of the issuer's grammar may pass; where every token is denied, `check` has something
to say. The policies are put together from slips that people make.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assumelint.aws import provider_arn
from assumelint.issuers import identify
from assumelint.issuers.model import Claim, Issuer, Presence
from assumelint.language.templates import Field, template_parts
from assumelint.model import Form
from assumelint.policy import read_policy
from assumelint.reach import reach
from assumelint.reach.model import Absence
from assumelint.sources.read.json import parse_json
from assumelint.sts.decide import decide
from assumelint.sts.decision import Verdict
from assumelint.sts.request import Request, claim_keys
from assumelint.text import Span, Text

Judge = Callable[..., list[Any]]
HERE = Span("trust.json", 1, 1, 1, 1)
HOSTS = (
    "token.actions.githubusercontent.com",
    "gitlab.com",
    "agent.buildkite.com",
    "oidc.eks.eu-west-1.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90",
)
OPERATORS = (
    *("StringEquals", "StringLike", "StringEqualsIgnoreCase", "StringNotEquals", "StringNotLike"),
    *("StringEqualsIfExists", "StringLikeIfExists", "ForAllValues:StringEquals", "ForAnyValue:StringLike"),
    *("ForAnyValue:StringNotEquals", "Null"),
)
# A key with a slip, by what it is made of: the host, the first word of it, the claim.
KEYS = (
    *("{host}:{claim}",) * 6,
    *("https://{host}:{claim}", "{host}/{claim}", "{host}/:{claim}", "{word}:{claim}", "{claim}", ":{claim}"),
    *("oidc-provider/{host}:{claim}", "arn:aws:iam::123456789012:oidc-provider/{host}:{claim}"),
    *("gitlab.example.com:{claim}", "accounts.google.com:{claim}", "{host}:", "{host}", "{HOST}:{CLAIM}"),
    *("saml:{claim}", "s3:prefix", "sts:ExternalId", "aws:username", "{host}:iss", "{host}:azp", "{host}:nothing"),
)
# One token each of forms whose fields hold the first value, the second…
FILLINGS = {"owner": ("acme", "evil"), "repo": ("app", "web"), "branch": ("main", "dev")}
ROUNDS = 2
quick = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


def filled(template: str, of: Issuer, number: int) -> str:
    return "".join(literal or value_of(of.fields[name], of, number) for literal, name in template_parts(template))


def value_of(field: Field, of: Issuer, number: int) -> str:
    if field.choices:
        return filled(field.choices[number % len(field.choices)], of, number)
    values = FILLINGS.get(field.name, (field.example,))
    return values[number % len(values)]


def tokens_of(of: Issuer, host: str) -> list[dict[str, str]]:
    """Tokens of every form of subject and audience, with and without the claims that not all tokens have."""
    match = identify(Text.of(host, HERE))
    audiences = [filled(each, match.issuer, 0) for each in of.audiences.values] or ["sts.amazonaws.com"]
    always = {claim.source: example(of, claim) for claim in of.claims.values() if claim.presence is Presence.ALWAYS}
    often = {claim.source: example(of, claim) for claim in of.claims.values() if claim.presence is Presence.OPTIONAL}
    return [
        {**always, **optional, "sub": filled(form.template, of, number), "aud": audience}
        for form in of.subjects
        for number in range(ROUNDS)
        for audience in (*audiences, "sts.amazonaws.com")
        for optional in ({}, often)
    ]


def example(of: Issuer, claim: Claim) -> str:
    return filled(claim.forms[0], of, 0) if claim.forms else "7"


def slips(of: Issuer, host: str) -> st.SearchStrategy[tuple[str, str, Sequence[str]]]:
    """An operator, a key and its values, with slips in some of them."""
    claims = st.sampled_from(["sub", "sub", "aud", "aud", *of.claims])
    return st.tuples(st.sampled_from(OPERATORS), st.sampled_from(KEYS), claims).flatmap(
        lambda drawn: st.tuples(
            st.just(drawn[0]),
            st.just(
                drawn[1].format(
                    host=host, word=host.split(".")[0], claim=drawn[2], HOST=host.upper(), CLAIM=drawn[2].upper()
                )
            ),
            st.lists(values(of, drawn[0], drawn[2]), min_size=1, max_size=2, unique=True),
        )
    )


def values(of: Issuer, operator: str, claim: str) -> st.SearchStrategy[str]:
    if operator == "Null":
        return st.sampled_from(["true", "false"])
    subjects = [filled(form.template, of, number) for form in of.subjects for number in range(ROUNDS)]
    audiences = [*(filled(each, of, 0) for each in of.audiences.values), "sts.amazonaws.com", "sts.amazon.com"]
    if claim == "sub":
        right = st.sampled_from(subjects)
        wild = st.tuples(right, st.integers(3, 20)).map(lambda drawn: drawn[0][: drawn[1]] + "*")
        return st.one_of(right, wild, st.sampled_from(["*", "sts.amazonaws.com", "repo:acme/app", "acme/app"]))
    if claim == "aud":
        return st.sampled_from([*audiences, "sts.*", subjects[0]])
    return st.sampled_from([example(of, of.claims[claim]), "9", "*"])


def document(host: str, conditions: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, Any]:
    condition: dict[str, dict[str, Any]] = {}
    for operator, key, listed in conditions:
        condition.setdefault(operator, {})[key] = listed
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider_arn(host)},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def allowed(policy: Mapping[str, Any], host: str, tokens: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The tokens that explain lets in."""
    read = read_policy(parse_json(Text.of(json.dumps(policy), HERE)), Form.JSON)
    assert read is not None
    mapping = claim_keys(identify(Text.of(host, HERE)).issuer.claims.values())
    return [
        token
        for token in tokens
        if decide(read, Request(provider_arn(host), token, mapping, "session")).verdict is Verdict.ALLOWED
    ]


@pytest.mark.parametrize("host", HOSTS)
@quick
@given(data=st.data())
def test_check_and_explain_agree_on_what_is_dead(judge_policy: Judge, host: str, data: st.DataObject) -> None:
    match = identify(Text.of(host, HERE))
    policy = document(host, data.draw(st.lists(slips(match.issuer, host), min_size=1, max_size=3)))
    let_in = allowed(policy, host, tokens_of(match.issuer, host))
    read = read_policy(parse_json(Text.of(json.dumps(policy), HERE)), Form.JSON)
    assert read is not None
    found = reach(read, read.statements[0], match)
    findings = judge_policy(policy)
    told = [(each.rule, each.judgement.hit.label) for each in findings if each.severity.value == "error"]
    if let_in:
        assert not found.dead, let_in[0]
        assert not [rule for rule, label in told if "every call ends in AccessDenied" in label], let_in[0]
    elif found.dead and not any(each.reason is Absence.NULL for each in found.unmet):
        # No rule speaks of `Null` "true" on a claim that every token has.
        assert findings, "every token is denied, and check says nothing"
