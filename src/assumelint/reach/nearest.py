"""The one edit that makes a subject fit, and the form that it comes closest to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assumelint.aws import TRUST_POLICY_MOST
from assumelint.issuers.model import Issuer, Match, Slip, SubjectForm, SubjectKind
from assumelint.language.patterns import Reading, read_pattern
from assumelint.language.templates import template_parts
from assumelint.reach.grammar import ClaimGrammar, fill
from assumelint.reach.solve import Solver
from assumelint.text import HOLE_MARK, Text

_WORD = re.compile(r"[A-Za-z0-9]+")


def mend(solver: Solver, match: Match, grammar: ClaimGrammar, value: Text) -> str:
    """The value after one edit, "" where none makes it fit. A hole stands in it as `${reference}`.

    It may hold wildcards that the value has not: it is meant for StringLike then.
    """
    if len(value) > TRUST_POLICY_MOST:
        return ""
    for edited in _edits(match, value):
        if _fits(solver, grammar, edited):
            return str(edited)
    return ""


def _edits(match: Match, value: Text) -> Iterator[Text]:
    flat = value.flat
    stripped = len(flat) - len(flat.lstrip())
    if flat.strip() != flat:
        yield value.cut(stripped, len(flat.rstrip()))
    fixes = [*match.issuer.fixes, *(Slip(form.template, form.template) for form in match.issuer.subjects)]
    for fix in fixes:
        found = _slip(fill(fix.written, match), match.issuer).fullmatch(flat)
        if found is not None:
            yield _filled(fill(fix.meant, match), found, value)
    yield _joined([value, _literal(":*", value)], value)


@lru_cache(maxsize=512)
def _slip(template: str, issuer: Issuer) -> re.Pattern[str]:
    """What a slip looks like: the words in any case, the fields with holes and wildcards in them too."""
    seen: set[str] = set()
    parts: list[str] = []
    for literal, name in template_parts(template):
        if not name:
            parts.append(re.escape(literal))
            continue
        characters = _class(issuer.fields[name].characters)
        parts.append(f"({characters}+)" if name in seen else f"(?P<{name}>{characters}+)")
        seen.add(name)
    return re.compile("".join(parts), re.DOTALL | re.IGNORECASE)


def _class(spec: str) -> str:
    body = spec.removeprefix("^").replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    if spec.startswith("^"):
        return f"[^{body.replace('*', '').replace('?', '')}]" if body.replace("*", "").replace("?", "") else "."
    return f"[*?{HOLE_MARK}{body}]"


def _filled(template: str, found: re.Match[str], value: Text) -> Text:
    parts = [
        value.cut(found.start(name), found.end(name)) if name else _literal(literal, value)
        for literal, name in template_parts(template)
    ]
    return _joined(parts, value)


def _literal(text: str, value: Text) -> Text:
    return Text.of(text, value.span)


def _joined(parts: list[Text], value: Text) -> Text:
    return Text(tuple(part for text in parts for part in text.parts), value.span)


def _fits(solver: Solver, grammar: ClaimGrammar, value: Text) -> bool:
    pattern = read_pattern(value, Reading(wildcards=True, variables=False))
    product = solver.fitting(grammar.automaton, (pattern,))
    return product is not None and not product.empty


def nearest_form(issuer: Issuer, value: str) -> str:
    """The template of the form that shares most words with a value, the commonest form first."""
    words = set(_WORD.findall(value.lower()))
    usual = [form for form in issuer.subjects if form.kind is SubjectKind.DEFAULT] or list(issuer.subjects)
    return max(usual, key=lambda form: _likeness(form, words)).template if usual else ""


def _likeness(form: SubjectForm, words: set[str]) -> int:
    own = {word.lower() for literal, _ in template_parts(form.template) for word in _WORD.findall(literal)}
    return len(own & words)
