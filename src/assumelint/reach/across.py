"""Conditions on the subject and on another claim that no token meets together, as both name the same thing.

A token of GitHub with the claim `repository` = `acme/app` has a subject of that repository. So the fields that a
condition on another claim determines are determined in the subject as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from assumelint.issuers.hosts import expression
from assumelint.issuers.model import Match, Presence
from assumelint.language.operators import Comparison
from assumelint.language.templates import Field, grammar_of, template_fields
from assumelint.reach.clauses import Clause
from assumelint.reach.grammar import fill
from assumelint.reach.model import Conflict
from assumelint.reach.solve import Solver

_MOST_VALUES = 10
_MOST_FIELDS = 2  # a value of a form with more fields may be read in several ways


def contradictions(solver: Solver, match: Match, claims: Mapping[str, tuple[Clause, ...]]) -> Iterator[Conflict]:
    """Yield each claim whose conditions leave only subjects that the conditions on the subject exclude."""
    known, asked = match.issuer.claim("sub"), claims.get("sub", ())
    if known is None or not match.issuer.subjects or not any(clause.narrows for clause in asked):
        return
    grammar = solver.grammar(match, known)
    if not (grammar.complete and grammar.certain and solver.possible(grammar.automaton, asked)):
        return
    for name, clauses in claims.items():
        pinned = None if name == "sub" else _pinned(match, clauses)
        if pinned is None:
            continue
        (clause, values) = pinned
        if not any(_agrees(solver, match, asked, fields) for fields in values):
            both = (clause.condition, *(each.condition for each in asked if each.narrows))
            yield Conflict(f"sub and {name}", both, across=True)


def _pinned(match: Match, clauses: Sequence[Clause]) -> tuple[Clause, list[dict[str, str]]] | None:
    """Return a condition that every token must meet, with the fields that each of its values determines, or None."""
    known = clauses[0].known
    if known is None or known.many:
        return None
    if known.presence is not Presence.ALWAYS and all(clause.when_absent is not False for clause in clauses):
        return None
    for clause in clauses:
        values = clause.condition.values.items
        if not clause.narrows or not values or len(values) > _MOST_VALUES:
            continue
        fields = [_fields_of(match, known.forms, clause, index) for index in range(len(values))]
        found = [each for each in fields if each is not None]
        if len(found) == len(values):
            return clause, found
    return None


def _fields_of(match: Match, forms: Sequence[str], clause: Clause, index: int) -> dict[str, str] | None:
    """Return the fields of a value without wildcards, None if it fits no form or several."""
    literal = clause.condition.values.items[index].literal
    exact = clause.operator is not None and clause.operator.compare is not Comparison.STRING_IGNORE_CASE
    if literal is None or not exact or any(character in literal for character in "*?${}"):
        return None
    fields = tuple(match.issuer.fields.values())
    simple = [form for form in forms if len(template_fields(form)) <= _MOST_FIELDS]
    fitting = [found for form in simple if (found := expression(form, fields).fullmatch(literal)) is not None]
    return fitting[0].groupdict() if len(fitting) == 1 else None


def _agrees(solver: Solver, match: Match, asked: Sequence[Clause], pinned: Mapping[str, str]) -> bool:
    """Return whether the conditions on the subject accept one in which these fields have these values."""
    fields = {name: _fixed(field, pinned.get(name)) for name, field in match.issuer.fields.items()}
    templates = tuple(fill(form.template, match) for form in match.issuer.subjects)
    return solver.possible(grammar_of(templates, fields), asked)


def _fixed(field: Field, value: str | None) -> Field:
    return field if value is None else replace(field, choices=(value,), joined_by="")
