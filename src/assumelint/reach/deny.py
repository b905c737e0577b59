"""The Deny statements of a policy, as conditions that the accepted tokens must not meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as combinations_of

from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY
from assumelint.issuers.model import Match
from assumelint.language.outcome import Outcome
from assumelint.model import Statement, TrustPolicy
from assumelint.reach.clauses import Clause, clauses_of

# Each Deny can be escaped by any one of its conditions; beyond this the ways out are not followed.
_MOST_WAYS = 16


def ways_out(policy: TrustPolicy, provider: str, match: Match, *, variables: bool) -> Iterator[tuple[Clause, ...]]:
    """Each way past the Deny statements that apply to the provider: one condition of each that must not hold.

    No way at all where a Deny has no condition. Just one, with nothing to escape, where there is no Deny.
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
    """Whether a statement surely is a Deny on this provider's tokens, save for its conditions."""
    from assumelint.sts.elements import check_action, check_principal

    if statement.effect is None or statement.effect.literal != "Deny":
        return False
    if not (statement.complete and statement.conditions_complete):
        return False
    return check_principal(statement, provider).outcome is Outcome.YES and (
        check_action(statement, ASSUME_ROLE_WITH_WEB_IDENTITY).outcome is Outcome.YES
    )
