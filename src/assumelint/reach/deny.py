"""The Deny statements of a policy, as conditions that an accepted token must not meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as combinations_of

from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY
from assumelint.issuers.model import Match
from assumelint.language.outcome import Outcome
from assumelint.model import Statement, TrustPolicy
from assumelint.reach.clauses import Clause, clauses_of

# A Deny is avoided by failing any one of its conditions. Combinations beyond this number are not followed.
_MOST_WAYS = 16


def ways_out(policy: TrustPolicy, provider: str, match: Match, *, variables: bool) -> Iterator[tuple[Clause, ...]]:
    """Yield each way to avoid the Deny statements that apply to the provider: one failing condition for each of them.

    Yields nothing if a Deny has no condition, and one empty way if there is no Deny.
    """
    denying = [
        [clause.opposite for clause in clauses_of(statement, match, variables=variables)]
        for statement in policy.statements
        if _denies(statement, provider)
    ]
    count = 1
    for clauses in denying:
        count *= len(clauses)
    if count > _MOST_WAYS:
        yield ()
        return
    yield from combinations_of(*denying)


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
