"""The Deny statements of a policy, as conditions that an accepted token must not meet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product as combinations_of
from math import prod

from msgspec import Struct

from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY
from assumelint.issuers.model import Match
from assumelint.language.outcome import Outcome
from assumelint.model import Statement, TrustPolicy
from assumelint.reach.clauses import Clause, clauses_of
from assumelint.reach.dead import unmet
from assumelint.reach.model import Denial

# A Deny is avoided by failing any one of its conditions. Combinations beyond this number are not followed.
_MOST_WAYS = 16


class Escapes(Struct, frozen=True):
    """How tokens get around the Deny statements. `ways` are the possible ways out, `denial` says why there is none."""

    ways: tuple[tuple[Clause, ...], ...]
    denial: Denial | None = None


def escapes(
    policy: TrustPolicy, provider: str, match: Match, passable: Callable[[tuple[Clause, ...]], bool], *, variables: bool
) -> Escapes:
    """Return the ways around the Deny statements that apply to the provider, among those that are `passable`.

    A way out fails one condition of each Deny. A Deny without a condition leaves none.
    """
    denying = [each for each in policy.statements if _denies(each, provider)]
    clauses = [_opposites(each, match, variables=variables) for each in denying]
    open_ways, doubtful = _passed(clauses, match, passable)
    if open_ways:
        return Escapes(open_ways)
    alone = (each for each, own in zip(denying, clauses, strict=True) if not _passed([own], match, passable)[0])
    blamed = next(alone, None)
    return Escapes((), Denial((blamed,) if blamed is not None else tuple(denying), certain=not doubtful))


def _opposites(statement: Statement, match: Match, *, variables: bool) -> tuple[Clause, ...]:
    return tuple(clause.opposite for clause in clauses_of(statement, match, variables=variables))


def _passed(
    denying: Sequence[tuple[Clause, ...]], match: Match, passable: Callable[[tuple[Clause, ...]], bool]
) -> tuple[tuple[tuple[Clause, ...], ...], bool]:
    """Return the ways that tokens can take, and whether others are only believed to be closed."""
    if prod(map(len, denying)) > _MOST_WAYS:
        return ((),), False
    taken, doubtful = [], False
    for way in combinations_of(*denying):
        closed = list(unmet(match, way))
        if any(each.certain for each in closed) or not passable(way):
            continue
        if closed:
            doubtful = True
        else:
            taken.append(way)
    return tuple(taken), doubtful


def _denies(statement: Statement, provider: str) -> bool:
    """Return whether a statement certainly denies this provider's tokens if its conditions hold."""
    from assumelint.sts.elements import check_action, check_principal

    if statement.effect is None or statement.effect.literal != "Deny":
        return False
    if not (statement.complete and statement.conditions_complete):
        return False
    return check_principal(statement, provider).outcome is Outcome.YES and (
        check_action(statement, ASSUME_ROLE_WITH_WEB_IDENTITY).outcome is Outcome.YES
    )
