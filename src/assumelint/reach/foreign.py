"""A value of one claim that the conditions accept and that leaves open whose token it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache

from assumelint.issuers.model import Claim, Issuer, Match, SubjectKind
from assumelint.language.automaton import Automaton
from assumelint.language.patterns import symbols
from assumelint.language.product import Product
from assumelint.language.templates import ANY_TEXT, Field, grammar_of, render, template_fields
from assumelint.reach.clauses import Clause
from assumelint.reach.example import Found, covers_tenant, find_stranger, mark
from assumelint.reach.grammar import fill
from assumelint.reach.solve import Solver
from assumelint.reach.witness import as_literal, shown

_KINDS = ((SubjectKind.DEFAULT,), (SubjectKind.IMMUTABLE,), (SubjectKind.CUSTOM,))


class Stop(Enum):
    """Why there is no value."""

    DOUBT = "doubt"  # unknown parts may name a tenant, or the question is too large
    PINNED = "pinned"  # each value names a tenant
    NOTHING = "nothing"  # no value fits


def shapes(match: Match, known: Claim) -> tuple[str, ...]:
    """All shapes of a claim that the catalogue has, whether or not it may have others."""
    if known.name == "sub":
        return tuple(form.template for form in match.issuer.subjects)
    return match.issuer.audiences.values if known.name == "aud" and not known.forms else known.forms


def foreign_value(
    solver: Solver, match: Match, known: Claim, clauses: Sequence[Clause], fields: Mapping[str, str]
) -> Found | None:
    """A value of one claim that its conditions accept and that goes with the fields already chosen."""
    chosen = {name: text for name, text in fields.items() if shown(text) == text and "{" not in text}
    for templates in _groups(match, known):
        for settled in (chosen, {}) if chosen else ({},):
            filled = tuple(render(fill(template, match), settled) for template in templates)
            found, stop = _search(solver, filled, match, clauses)
            if found is not None or stop is Stop.DOUBT:
                return found
            if stop is Stop.PINNED and known.name == "aud":
                return None  # it names the tenant: that is enough, though it may be chosen freely
            if settled and any(set(template_fields(template)) & set(settled) for template in templates):
                break  # another value would contradict the claims chosen before
    return None


def _groups(match: Match, known: Claim) -> Iterator[tuple[str, ...]]:
    """The shapes of a claim to try, the usual ones first."""
    if known.name == "sub" and match.issuer.subjects:
        for kinds in _KINDS:
            templates = tuple(form.template for form in match.issuer.subjects if form.kind in kinds)
            if templates:
                yield templates
        return
    templates = shapes(match, known)
    if templates:
        yield templates
    if not templates or (known.name == "aud" and match.issuer.audiences.free):
        yield ("{anything}",)


def _search(
    solver: Solver, templates: tuple[str, ...], match: Match, clauses: Sequence[Clause]
) -> tuple[Found | None, Stop]:
    """A value of one of these shapes that pins no tenant, or why there is none."""
    grammar = grammar_of(templates, _fields(match.issuer))
    product = solver.narrowest(grammar, clauses, whole=True)
    if product is None:
        return None, Stop.DOUBT
    if product.empty:
        return None, Stop.DOUBT if _hangs_on_holes(solver, grammar, clauses) else Stop.NOTHING
    found, stop = _pick(product, match.issuer, len(templates))
    return found and _named(found, clauses), stop


@lru_cache(maxsize=256)
def _pick(product: Product, issuer: Issuer, forms: int) -> tuple[Found | None, Stop]:
    """Each way past the Deny statements asks for the same few products."""
    if covers_tenant(product, issuer.fields):
        return None, Stop.DOUBT
    for reading in product.readings:
        for index in range(forms):
            found = find_stranger(reading, 1 << index, _fields(issuer))
            if found is not None:
                return found, Stop.NOTHING
    return None, Stop.PINNED


def _fields(issuer: Issuer) -> dict[str, Field]:
    return {**issuer.fields, ANY_TEXT.name: ANY_TEXT}


def _hangs_on_holes(solver: Solver, grammar: Automaton, clauses: Sequence[Clause]) -> bool:
    """Whether it takes unlikely values of the unknown parts to fit: then nobody can say what they leave open."""
    if not any(pattern.holes for clause in clauses for pattern in clause.patterns):
        return False
    return solver.possible(grammar, clauses)


def _named(found: Found, clauses: Sequence[Clause]) -> Found:
    """The same with each unknown literal named."""
    bits = symbols([each for clause in clauses for each in clause.patterns])
    names = str.maketrans({mark(bit): as_literal(name) for name, bit in bits.items()})
    fields = {name: value.translate(names) for name, value in found.fields.items()}
    return Found(found.text.translate(names), fields)
