"""What an audience in a policy or a provider's client ids means to one issuer."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.issuers.model import AudienceKind, AudienceVerdict, Confidence, Issuer, Match, SubjectKind
from assumelint.issuers.near import edits
from assumelint.language.intersection import intersect
from assumelint.language.patterns import Reading, automaton_of, read_pattern
from assumelint.language.templates import grammar_of, render, template_parts
from assumelint.text import Text

# A form that begins with less than this could be anything: it proves no swap of subject and audience.
_TELLING = 4
_MOST_EDITS = 2
_SHORT = 10  # in a value this short, another letter makes another name
_STS = "sts.amazonaws.com"


def judge_audience(match: Match, value: Text, *, wildcards: bool = False) -> AudienceVerdict:
    """What a value of `aud` is. With `wildcards`, `*` and `?` in it stand for other characters (a Like operator)."""
    issuer, audiences = match.issuer, match.issuer.audiences
    right = tuple(_filled(match))
    usual = right[0] if right and "{" not in right[0] else ""
    if value.holes:
        return AudienceVerdict(AudienceKind.UNKNOWN, usual, certain=False)
    certain = match.certain and match.known and audiences.confidence is Confidence.DOCUMENTED
    if _fits(right, value, issuer, wildcards=wildcards):
        return AudienceVerdict(AudienceKind.AWS, certain=certain)
    text = value.literal or ""
    meant = _closest(text, right)
    if meant or text in _fill_all(match, audiences.mistakes):
        # A free audience may be a near copy of the vendor's example on purpose, but hardly one of AWS's own name.
        on_purpose = audiences.free and meant not in ("", _STS)
        return AudienceVerdict(AudienceKind.MISTAKE, meant or usual, certain and not on_purpose)
    if audiences.default and _fits((audiences.default,), value, issuer, wildcards=wildcards):
        return AudienceVerdict(AudienceKind.DEFAULT, usual, certain=False)
    if is_subject(issuer, value):
        return AudienceVerdict(AudienceKind.SUBJECT, usual, certain)
    if not audiences.free and right:
        return AudienceVerdict(AudienceKind.IMPOSSIBLE, usual, certain)
    if text in _fill_all(match, audiences.unlikely):
        return AudienceVerdict(AudienceKind.MISTAKE, usual, certain=False)
    return AudienceVerdict(AudienceKind.FREE, usual, certain=False)


def expected_audience(match: Match) -> str:
    """The audience that this issuer usually sends to AWS, "" where that is for the customer to say."""
    right = next(_filled(match), "")
    return "" if "{" in right else right


def is_subject(issuer: Issuer, value: Text) -> bool:
    """Whether a value can only be meant as a subject of this issuer: it begins as one and fits a form."""
    telling = tuple(
        form.template for form in issuer.subjects if form.kind is not SubjectKind.CUSTOM and _telling(form.template)
    )
    begins = any(value.flat.startswith(template_parts(template)[0][0]) for template in telling)
    return begins and _fits(telling, value, issuer, wildcards=True)


def is_audience(match: Match, value: Text) -> bool:
    """Whether a value is the audience of this issuer for AWS, or a slip for it: what has no place under `sub`."""
    right = tuple(_filled(match))
    text = value.literal
    return text is not None and (text in right or text in match.issuer.audiences.mistakes or text == _STS)


def _telling(template: str) -> bool:
    literal, _ = template_parts(template)[0]
    return len(literal) >= _TELLING


def _filled(match: Match) -> Iterator[str]:
    yield from _fill_all(match, match.issuer.audiences.values)


def _fill_all(match: Match, templates: tuple[str, ...]) -> tuple[str, ...]:
    """Templates with what the host path tells: the organization, the account."""
    known = {name: text.literal for name, text in match.fields.items()}
    values = {name: literal for name, literal in known.items() if literal is not None}
    return tuple(render(template, values) for template in templates)


def _fits(templates: tuple[str, ...], value: Text, issuer: Issuer, *, wildcards: bool) -> bool:
    pattern = read_pattern(value, Reading(wildcards=wildcards, variables=False))
    product = intersect(grammar_of(templates, issuer.fields), (automaton_of((pattern,), {}),))
    return product is None or not product.empty


def _closest(text: str, right: tuple[str, ...]) -> str:
    """The right value that is a case, a blank, a slash, https:// or a letter or two away; "" for none."""
    bare = _bare(text)
    for value in right:
        limit = _MOST_EDITS if len(value) > _SHORT else 0
        if "{" not in value and edits(bare, _bare(value), limit) <= limit:
            return value
    return ""


def _bare(text: str) -> str:
    return text.strip().lower().removeprefix("https://").rstrip("/")
