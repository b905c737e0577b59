"""Values that no token has, conditions that no token meets together, and keys that are never present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from assumelint.issuers.audience import is_audience
from assumelint.issuers.model import Claim, Confidence, Match, Presence
from assumelint.language.intersection import MOST_CONDITIONS
from assumelint.language.key import Owner
from assumelint.language.patterns import Pattern, Reading, read_pattern
from assumelint.reach.clauses import Clause
from assumelint.reach.grammar import ClaimGrammar
from assumelint.reach.model import Absence, Cause, Conflict, Impossible, Unmet
from assumelint.reach.solve import Solver
from assumelint.reach.types import is_of_another_type
from assumelint.sts.absence import never_there
from assumelint.text import Hole, HoleKind, Likely, Text


def impossible_values(solver: Solver, match: Match, clauses: Sequence[Clause]) -> tuple[Impossible, ...]:
    """Return the values in one claim's conditions that no token of the issuer has."""
    found: list[Impossible] = []
    for clause in clauses:
        if clause.known is None or clause.known.many or not clause.asks:
            continue
        grammar = solver.grammar(match, clause.known)
        dead = dict(_dead_values(solver, grammar, clause))
        alone = len(dead) == len(clause.patterns) and clause.condition.values.complete
        alone = alone and not _passes_absent(clause, clause.known)
        found += (_impossible(solver, match, clause, grammar, index, alone, certain) for index, certain in dead.items())
    return tuple(found)


def _passes_absent(clause: Clause, known: Claim) -> bool:
    """Whether a token without the claim passes, where there are such tokens."""
    return known.presence is not Presence.ALWAYS and clause.when_absent is not False


def _dead_values(solver: Solver, grammar: ClaimGrammar, clause: Clause) -> Iterator[tuple[int, bool]]:
    """Yield the index of each value that matches nothing, with whether this is certain."""
    for index, pattern in enumerate(clause.patterns):
        if _dead(solver, grammar, pattern):
            yield index, grammar.certain
        elif clause.claim == "sub" and grammar.complete and _dead_by_name(solver, grammar, clause, index):
            yield index, False


def _dead(solver: Solver, grammar: ClaimGrammar, pattern: Pattern, *, named: bool = False) -> bool:
    product = solver.fitting(grammar.automaton, (pattern,), named=named)
    return product is not None and product.empty


def _dead_by_name(solver: Solver, grammar: ClaimGrammar, clause: Clause, index: int) -> bool:
    """Return whether a value matches nothing, assuming that its holes hold plain names, as their own names suggest."""
    holes = clause.condition.values.items[index].holes
    if not holes or not all(_holds_a_name(hole) for hole in holes):
        return False
    return _dead(solver, grammar, clause.patterns[index], named=True)


def _holds_a_name(hole: Hole) -> bool:
    return hole.likely is Likely.NAME or hole.kind is HoleKind.KUBERNETES_NAME


def _impossible(
    solver: Solver, match: Match, clause: Clause, grammar: ClaimGrammar, index: int, alone: bool, certain: bool
) -> Impossible:
    from assumelint.reach.nearest import mend, nearest_form

    value = clause.condition.values.items[index]
    cause = _cause(solver, match, clause, grammar, value)
    mended = ""
    if cause is Cause.NO_FORM and clause.claim == "sub":
        mended = mend(solver, match, grammar, value)
    return Impossible(
        condition=clause.condition,
        value=value,
        claim=clause.claim,
        cause=cause,
        nearest=nearest_form(match.issuer, str(value)) if clause.claim == "sub" else grammar.templates[0],
        mended=mended,
        alone=alone,
        certain=certain,
    )


def _cause(solver: Solver, match: Match, clause: Clause, grammar: ClaimGrammar, value: Text) -> Cause:
    if clause.claim == "sub" and is_audience(match, value):
        return Cause.SWAPPED
    takes = clause.operator is not None and clause.operator.takes_wildcards
    if (
        not takes
        and ("*" in value.flat or "?" in value.flat)
        and not _dead(solver, grammar, read_pattern(value, Reading(wildcards=True, variables=False)))
    ):
        return Cause.WILDCARD_UNDER_EQUALS
    variables = Reading(wildcards=takes, variables=True, host=match.host.literal or "")
    if "${" in value.flat and not _dead(solver, grammar, read_pattern(value, variables)):
        return Cause.LITERAL_VARIABLE
    return Cause.NO_FORM


def conflict(solver: Solver, match: Match, clauses: Sequence[Clause]) -> Conflict | None:
    """Return the fewest conditions on one claim that no token meets together, though it could meet each alone."""
    known = clauses[0].known
    if known is None or known.many:
        return None
    grammar = solver.grammar(match, known)
    if satisfiable(solver, match, clauses) or any(not satisfiable(solver, match, (clause,)) for clause in clauses):
        return None
    pairs = combinations(clauses, 2) if len(clauses) <= MOST_CONDITIONS else ()
    blamed = next((pair for pair in pairs if not satisfiable(solver, match, pair)), tuple(clauses))
    certain = grammar.certain or not grammar.complete
    return Conflict(clauses[0].claim, tuple(clause.condition for clause in blamed), certain)


def satisfiable(solver: Solver, match: Match, clauses: Sequence[Clause]) -> bool:
    """Return whether some token meets all these conditions on one claim; True if this cannot be decided."""
    known = clauses[0].known
    if known is None:
        return True
    absent = known.presence is not Presence.ALWAYS and all(clause.when_absent is not False for clause in clauses)
    present = known.presence is not Presence.NEVER and all(clause.when_present is not False for clause in clauses)
    return absent or (present and _has_value(solver, match, known, clauses))


def _has_value(solver: Solver, match: Match, known: Claim, clauses: Sequence[Clause]) -> bool:
    return known.many or solver.possible(solver.grammar(match, known).automaton, clauses)


def unmet(match: Match, clauses: Sequence[Clause]) -> Iterator[Unmet]:
    """Yield the conditions that never hold because their key is never present, or always."""
    sure = match.certain
    for clause in clauses:
        if clause.owner is Owner.NOBODY and clause.when_absent is False:
            yield Unmet(clause.condition, clause.claim, Absence.NOBODYS)
        elif clause.owner is Owner.OTHER and clause.when_absent is False:
            yield Unmet(clause.condition, clause.claim, Absence.OTHER_ISSUER, sure)
        elif clause.owner is Owner.AWS and clause.when_absent is False:
            yield from _unmet_of_the_call(clause)
        elif clause.owner is Owner.OWN and clause.known is None and clause.when_absent is False:
            yield Unmet(clause.condition, clause.claim, Absence.UNMAPPED, sure and _mapping_known(match))
        elif clause.owner is Owner.OWN and clause.known is not None:
            yield from _unmet_known(clause, clause.known, sure and _mapping_known(match))
            if clause.claim == "sub" and is_of_another_type(match, clause):
                yield Unmet(clause.condition, clause.claim, Absence.TYPE, sure)


def _unmet_of_the_call(clause: Clause) -> Iterator[Unmet]:
    certain = never_there(clause.claim)
    if certain is not None:
        yield Unmet(clause.condition, clause.claim, Absence.NEVER_SENT, certain)


def _mapping_known(match: Match) -> bool:
    """Return whether the issuer's keys are known. An issuer that AWS does not list has the standard ones only."""
    return match.issuer.confidence is Confidence.DOCUMENTED or not match.known


def _unmet_known(clause: Clause, known: Claim, sure: bool) -> Iterator[Unmet]:
    if known.presence is Presence.NEVER and clause.when_absent is False:
        yield Unmet(clause.condition, clause.claim, Absence.NEVER_SENT, sure)
    elif known.presence is Presence.ALWAYS and clause.when_present is False:
        yield Unmet(clause.condition, clause.claim, Absence.NULL, sure)
