"""What the accepted tokens may choose: for each form of the subject, which fields are free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from assumelint.issuers.model import Match
from assumelint.language.automaton import Automaton
from assumelint.language.templates import grammar_of, template_fields
from assumelint.model import Condition
from assumelint.reach.clauses import Clause
from assumelint.reach.freedom import ORDER, Fields, Survey, lowest
from assumelint.reach.grammar import fill
from assumelint.reach.model import Breadth, Freedom
from assumelint.reach.solve import Solver
from assumelint.text import Text


def breadth_of(solver: Solver, match: Match, claims: Mapping[str, Sequence[Clause]]) -> tuple[Breadth, ...]:
    """What is free in each form of the subject that some value accepts, the other claims counted in."""
    forms = match.issuer.subjects
    if not forms or match.issuer.claim("sub") is None:
        return ()
    templates = tuple(fill(form.template, match) for form in forms)
    grammar, settled = grammar_of(templates, match.issuer.fields), _settled(solver, match, claims)
    found: list[Breadth] = []
    for clauses, condition, value in _one_by_one(claims.get("sub", ())):
        surveys = _surveys(solver, grammar, clauses)
        for index, form in enumerate(forms):
            fields = _fields(surveys, index, templates[index], match)
            if fields is not None:
                limited = lowest((fields, {name: freedom for name, freedom in settled.items() if name in fields}))
                found.append(Breadth(form.id, form.kind, limited, condition, value))
    return tuple(found)


def _one_by_one(
    clauses: Sequence[Clause],
) -> Iterator[tuple[tuple[Clause, ...], Condition | None, Text | None]]:
    """The conditions with one value at a time, where just one of them lists values."""
    asking = [clause for clause in clauses if clause.asks]
    if len(asking) != 1:
        yield tuple(clauses), asking[0].condition if asking else None, None
        return
    (asked,) = asking
    rest = tuple(clause for clause in clauses if clause is not asked)
    for value, pattern in zip(asked.condition.values.items, asked.patterns, strict=True):
        yield (replace(asked, patterns=(pattern,)), *rest), asked.condition, value


def _surveys(solver: Solver, grammar: Automaton, clauses: Sequence[Clause]) -> tuple[Survey, ...]:
    product = solver.narrowest(grammar, clauses)
    return () if product is None else tuple(map(Survey.of, product.readings))


def _fields(surveys: Sequence[Survey], index: int, template: str, match: Match) -> Fields | None:
    """How free each field of a form is at least; None where the form is not accepted."""
    accepting = [survey for survey in surveys if survey.accepted >> index & 1]
    if not accepting:
        return None
    names = _names(template, match)
    return lowest(survey.freedoms(1 << index, names) for survey in accepting)


def _names(template: str, match: Match) -> tuple[str, ...]:
    """The fields of a template that are names themselves, not made of further fields."""
    fields = match.issuer.fields
    return tuple(
        name
        for name in template_fields(template)
        if not fields[name].joined_by and not any(template_fields(choice) for choice in fields[name].choices)
    )


def _settled(solver: Solver, match: Match, claims: Mapping[str, Sequence[Clause]]) -> Fields:
    """The fields of the subject that conditions on other claims settle."""
    found: Fields = {}
    for name, clauses in claims.items():
        known = clauses[0].known
        if name == "sub" or known is None or all(clause.when_absent is not False for clause in clauses):
            continue
        grammar = solver.grammar(match, known)
        surveys = _surveys(solver, grammar.automaton, clauses)
        for field, freedom in _widest_of(surveys, grammar.templates, match).items():
            implied = match.issuer.fields[field].implies if freedom is Freedom.FIXED else ()
            for settled in (field, *implied):
                found[settled] = min(found.get(settled, freedom), freedom, key=ORDER.index)
    return found


def _widest_of(surveys: Sequence[Survey], templates: Sequence[str], match: Match) -> Fields:
    """The freedom that each field has at most, in fields that every accepted form of a claim names."""
    accepted = 0
    for survey in surveys:
        accepted |= survey.accepted
    per_form = [
        lowest(survey.freedoms(1 << index, template_fields(template)) for survey in surveys)
        for index, template in enumerate(templates)
        if accepted >> index & 1
    ]
    shared = set.intersection(*(set(fields) for fields in per_form)) & set(match.issuer.fields) if per_form else set()
    return {name: max((fields[name] for fields in per_form), key=ORDER.index) for name in sorted(shared)}
