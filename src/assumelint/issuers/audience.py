"""What an audience in a policy or in a provider's client ids means for an issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.aws import PROVIDER_RESOURCE
from assumelint.issuers.model import AudienceKind, AudienceVerdict, Confidence, Issuer, Match, SubjectKind
from assumelint.issuers.near import edits
from assumelint.language.intersection import intersect
from assumelint.language.patterns import Reading, automaton_of, read_pattern
from assumelint.language.templates import grammar_of, render, template_parts
from assumelint.text import HoleKind, Text

# A form with a shorter literal prefix fits too much to prove that subject and audience are swapped.
_TELLING = 4
_MOST_EDITS = 2
_SHORT = 10  # in a value this short, one changed letter makes a different name
_STS = "sts.amazonaws.com"
_SCHEME = re.compile(r"^https?:/*")

# How StringEquals and StringLike read a value that has no policy variables.
EXACT = Reading(wildcards=False, variables=False)
_PATTERN = Reading(wildcards=True, variables=False)


def judge_audience(match: Match, value: Text, reading: Reading = EXACT) -> AudienceVerdict:
    """Classify a value of `aud`, read as its operator does."""
    issuer, audiences = match.issuer, match.issuer.audiences
    right = tuple(_filled(match))
    usual = right[0] if right and "{" not in right[0] else ""
    if _is_provider_arn(value):
        return AudienceVerdict(AudienceKind.MISTAKE, usual, certain=False)
    if value.holes:
        return AudienceVerdict(AudienceKind.UNKNOWN, usual, certain=False)
    certain = match.certain and match.known and audiences.confidence is Confidence.DOCUMENTED
    if _fits(right, value, issuer, reading):
        return AudienceVerdict(AudienceKind.AWS, certain=certain)
    text = value.literal or ""
    if not text.strip():
        return AudienceVerdict(AudienceKind.MISTAKE, usual, certain=True)
    meant = _closest(text, right)
    if meant or _fits(_fill_all(match, audiences.mistakes), value, issuer):
        # A customer may choose an audience close to the vendor's example on purpose, but hardly one close to AWS's own.
        on_purpose = audiences.free and meant not in ("", _STS)
        return AudienceVerdict(AudienceKind.MISTAKE, meant or usual, certain and not on_purpose)
    if audiences.default and _fits((audiences.default,), value, issuer, reading):
        return AudienceVerdict(AudienceKind.DEFAULT, usual, certain=False)
    if is_subject(issuer, value):
        return AudienceVerdict(AudienceKind.SUBJECT, usual, certain)
    if not audiences.free and right:
        return AudienceVerdict(AudienceKind.IMPOSSIBLE, usual, certain)
    if _fits(_fill_all(match, audiences.unlikely), value, issuer) or _is_issuer(match, text):
        return AudienceVerdict(AudienceKind.MISTAKE, usual, certain=False)
    kind = AudienceKind.CONFIGURED if audiences.preset and match.certain else AudienceKind.FREE
    return AudienceVerdict(kind, usual, certain=False)


def _is_provider_arn(value: Text) -> bool:
    """Return whether a value is the ARN of a provider, or a hole that certainly holds one."""
    if value.is_hole:
        return value.holes[0].kind is HoleKind.PROVIDER_ARN
    return value.flat.startswith("arn:") and f":{PROVIDER_RESOURCE}" in value.flat


def _is_issuer(match: Match, text: str) -> bool:
    """Return whether a value is the URL of a known issuer, where the audience of its tokens is usually another."""
    if not match.known or not match.certain or not match.issuer.audiences.values:
        return False
    host = str(match.host).lower()
    return _bare(text) in (host.rstrip("/"), host.partition("/")[0])


def expected_audience(match: Match) -> str:
    """Return the audience that this issuer usually sends to AWS, or "" if the customer chooses it."""
    right = next(_filled(match), "")
    return "" if "{" in right else right


def is_subject(issuer: Issuer, value: Text) -> bool:
    """Return whether a value can only be a subject of this issuer: it begins like a subject form and fits one."""
    telling = tuple(
        form.template for form in issuer.subjects if form.kind is not SubjectKind.CUSTOM and _telling(form.template)
    )
    begins = any(value.flat.startswith(template_parts(template)[0][0]) for template in telling)
    return begins and _fits(telling, value, issuer, _PATTERN)


def is_audience(match: Match, value: Text) -> bool:
    """Return whether a value is this issuer's audience for AWS or a known mistake for it: it is wrong under `sub`."""
    right = tuple(_filled(match))
    text = value.literal
    return text is not None and (text in right or text in match.issuer.audiences.mistakes or text == _STS)


def _telling(template: str) -> bool:
    literal, _ = template_parts(template)[0]
    return len(literal) >= _TELLING


def _filled(match: Match) -> Iterator[str]:
    yield from _fill_all(match, match.issuer.audiences.values)


def _fill_all(match: Match, templates: tuple[str, ...]) -> tuple[str, ...]:
    """Return the templates with the fields filled in that the host path determines (the organization, the account)."""
    known = {name: text.literal for name, text in match.fields.items()}
    values = {name: literal for name, literal in known.items() if literal is not None}
    return tuple(render(template, values) for template in templates)


def _fits(templates: tuple[str, ...], value: Text, issuer: Issuer, reading: Reading = EXACT) -> bool:
    pattern = read_pattern(value, reading)
    product = intersect(grammar_of(templates, issuer.fields), (automaton_of((pattern,), {}),))
    return product is None or not product.empty


def _closest(text: str, right: tuple[str, ...]) -> str:
    """Return the correct value that differs only in case, blanks, a slash, https:// or one or two letters, or ""."""
    bare = _bare(text)
    for value in right:
        limit = _MOST_EDITS if len(value) > _SHORT else 0
        if "{" not in value and edits(bare, _bare(value), limit) <= limit:
            return value
    return ""


def _bare(text: str) -> str:
    return _SCHEME.sub("", text.strip().lower()).rstrip("/")
