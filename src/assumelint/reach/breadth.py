"""What the accepted tokens may choose: for each form of the subject, which fields are free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec.structs import replace

from assumelint.issuers.model import Match
from assumelint.language.automaton import Automaton
from assumelint.language.intersection import MOST_NODES
from assumelint.language.product import Product, Step, completable
from assumelint.language.templates import CHAINED, grammar_of, template_fields
from assumelint.model import Condition
from assumelint.reach.clauses import Clause
from assumelint.reach.grammar import claim_grammar, fill
from assumelint.reach.model import Breadth, Freedom
from assumelint.reach.solve import narrowest
from assumelint.text import Text

Fields: TypeAlias = dict[str, Freedom]
_MOST_WORK = 2 * MOST_NODES  # values beyond this are not looked at
_ORDER = (Freedom.FIXED, Freedom.PARTLY, Freedom.FREE)


def breadth_of(match: Match, claims: Mapping[str, Sequence[Clause]]) -> tuple[Breadth, ...]:
    """What is free in each form of the subject that some value accepts, the other claims counted in."""
    forms = match.issuer.subjects
    if not forms or match.issuer.claim("sub") is None:
        return ()
    templates = tuple(fill(form.template, match) for form in forms)
    grammar, settled = grammar_of(templates, match.issuer.fields), _settled(match, claims)
    found: list[Breadth] = []
    work = 0
    for clauses, condition, value in _one_by_one(claims.get("sub", ())):
        readings = _readings(grammar, clauses)
        work += sum(reading.size for reading in readings)
        if work > _MOST_WORK:
            break
        for index, template in enumerate(templates):
            accepting = [reading for reading in readings if reading.accepted >> index & 1]
            if accepting:
                fields = _least(_freedoms(reading, 1 << index, _names(template, match)) for reading in accepting)
                limited = {
                    name: min(freedom, settled.get(name, freedom), key=_ORDER.index) for name, freedom in fields.items()
                }
                found.append(Breadth(forms[index].id, forms[index].kind, limited, condition, value))
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


def _readings(grammar: Automaton, clauses: Sequence[Clause]) -> tuple[Product, ...]:
    product = narrowest(grammar, clauses)
    return () if product is None else product.readings


def _freedoms(product: Product, form: int, names: Iterable[str]) -> Fields:
    """How free each field is in the strings of one form (a bit)."""
    found = dict.fromkeys(names, Freedom.FIXED)
    for name, freedom in _sightings(product, form):
        found[name] = max(found.get(name, freedom), freedom, key=_ORDER.index)
    for name, freedom in found.items():
        if freedom is Freedom.PARTLY and _wholly_free(product, form, name):
            found[name] = Freedom.FREE
    return found


def _sightings(product: Product, form: int) -> Iterator[tuple[str, Freedom]]:
    """Each field that a form comes through, once or often, and whether it is fixed there."""
    for steps in product.steps:
        for step in steps:
            if step.field and not step.field.startswith(CHAINED) and product.forms[step.target] & form:
                yield step.field, Freedom.PARTLY if step.wild else Freedom.FIXED
    for node in product.tails:
        if product.forms[node] & form:
            for name, forms in fields_ahead(product.grammar, product.places[node]).items():
                if forms & form:
                    yield name, Freedom.PARTLY if name == product.inside[node] else Freedom.FREE


def _wholly_free(product: Product, form: int, name: str) -> bool:
    """Whether some way through a field takes characters that are all left open, any number of them.

    A field of a few choices has no room for any number: there, open characters are enough.
    """
    few = name not in _endless_fields(product.grammar)
    waiting = [
        step.target
        for node, steps in enumerate(product.steps)
        if product.inside[node] != name
        for step in steps
        if _leaves_open(product, step, form, name)
    ]
    seen = {(node, _loops(product, node, name)) for node in waiting}
    queue = list(seen)
    while queue:
        node, looped = queue.pop()
        if (looped or few) and _can_leave(product, node, form, name):
            return True
        for step in product.steps[node]:
            if _leaves_open(product, step, form, name):
                state = (step.target, looped or _loops(product, step.target, name))
                if state not in seen:
                    seen.add(state)
                    queue.append(state)
    return False


def _leaves_open(product: Product, step: Step, form: int, name: str) -> bool:
    return step.wild and step.field == name and bool(product.forms[step.target] & form)


def _loops(product: Product, node: int, name: str) -> bool:
    return node in product.tails or any(
        step.target == node and step.wild and step.field == name for step in product.steps[node]
    )


def _can_leave(product: Product, node: int, form: int, name: str) -> bool:
    if product.ends[node] & form:
        return True
    return any(step.field != name and product.forms[step.target] & form for step in product.steps[node])


@lru_cache(maxsize=256)
def _endless_fields(grammar: Automaton) -> frozenset[str]:
    return frozenset(arc.field for state, arcs in enumerate(grammar.arcs) for arc in arcs if arc.target == state)


@lru_cache(maxsize=4096)
def fields_ahead(grammar: Automaton, state: int) -> dict[str, int]:
    """The fields that may still follow a state of a grammar, with the forms (bits) that they follow in."""
    forms, found = completable(grammar), dict[str, int]()
    seen, waiting = {state}, [state]
    while waiting:
        for arc in grammar.arcs[waiting.pop()]:
            if arc.field and not arc.field.startswith(CHAINED):
                found[arc.field] = found.get(arc.field, 0) | forms[arc.target]
            if arc.target not in seen:
                seen.add(arc.target)
                waiting.append(arc.target)
    return found


def _least(found: Iterable[Fields]) -> Fields:
    """The lowest freedom of each field."""
    result: Fields = {}
    for fields in found:
        for name, freedom in fields.items():
            result[name] = min(result.get(name, freedom), freedom, key=_ORDER.index)
    return result


def _names(template: str, match: Match) -> tuple[str, ...]:
    """The fields of a template that are names themselves, not made of further fields."""
    fields = match.issuer.fields
    return tuple(
        name
        for name in template_fields(template)
        if not fields[name].joined_by and not any(template_fields(choice) for choice in fields[name].choices)
    )


def _settled(match: Match, claims: Mapping[str, Sequence[Clause]]) -> Fields:
    """The fields of the subject that conditions on other claims settle."""
    found: Fields = {}
    for name, clauses in claims.items():
        known = clauses[0].known
        if name == "sub" or known is None or all(clause.when_absent is not False for clause in clauses):
            continue
        grammar = claim_grammar(match, known)
        for field, freedom in _widest_of(_readings(grammar.automaton, clauses), grammar.templates, match).items():
            implied = match.issuer.fields[field].implies if freedom is Freedom.FIXED else ()
            for settled in (field, *implied):
                found[settled] = min(found.get(settled, freedom), freedom, key=_ORDER.index)
    return found


def _widest_of(readings: Sequence[Product], templates: Sequence[str], match: Match) -> Fields:
    """The freedom that each field has at most, in fields that every accepted form of a claim names."""
    per_form = [
        _least(_freedoms(reading, 1 << index, template_fields(template)) for reading in readings)
        for index, template in enumerate(templates)
        if any(reading.accepted >> index & 1 for reading in readings)
    ]
    shared = set.intersection(*(set(fields) for fields in per_form)) & set(match.issuer.fields) if per_form else set()
    return {name: max((fields[name] for fields in per_form), key=_ORDER.index) for name in sorted(shared)}
