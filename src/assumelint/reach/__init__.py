"""Which tokens of an issuer a statement accepts: none at all, a stranger's too, how many more than one.

The claims of an issuer have a grammar, the conditions of a policy are patterns over those claims; every question
here is one about their intersection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assumelint.issuers.model import Match
from assumelint.model import Statement, TrustPolicy
from assumelint.reach.breadth import breadth_of
from assumelint.reach.clauses import Clause, by_claim, clauses_of
from assumelint.reach.dead import conflict, impossible_values, satisfiable, unmet
from assumelint.reach.deny import ways_out
from assumelint.reach.model import Breadth, Conflict, Freedom, Impossible, Reach, Unmet, Witness
from assumelint.reach.solve import Solver
from assumelint.reach.witness import filled, lets_in, provider_of, shown
from assumelint.sts.operand import Variables, variables_of

Claims = Mapping[str, tuple[Clause, ...]]


def reach(policy: TrustPolicy, statement: Statement, match: Match) -> Reach:
    """What one Allow statement, less the Deny statements of its policy, accepts of one issuer's tokens.

    Only conditions are looked at: that principal and action fit is for the caller to know.
    """
    solver = Solver.of(policy)
    variables = variables_of(policy.version) is not Variables.OFF
    clauses = clauses_of(statement, match, variables=variables)
    claims = by_claim(clauses)
    impossible = tuple(each for own in claims.values() for each in impossible_values(solver, match, own))
    conflicts = tuple(each for own in claims.values() if (each := conflict(solver, match, own)) is not None)
    never = tuple(unmet(match, clauses))
    dead = _is_dead(impossible, conflicts, never)
    if dead:
        return Reach(True, impossible, conflicts, never)
    escapes = tuple(ways_out(policy, str(filled(provider_of(statement, match))), match, variables=variables))
    open_ways = [way for way in escapes if _passable(solver, match, (*clauses, *way))]
    breadth = breadth_of(solver, match, by_claim((*clauses, *open_ways[0])) if len(open_ways) == 1 else claims)
    witness = None
    if _may_be_open(match, breadth):
        witness = _witness(solver, policy, statement, match, clauses, open_ways)
    return Reach(
        dead=False,
        impossible=impossible,
        conflicts=conflicts,
        unmet=never,
        denied=match.certain and not open_ways and _passable(solver, match, clauses),
        witness=witness,
        breadth=breadth,
    )


def _is_dead(impossible: Sequence[Impossible], conflicts: Sequence[Conflict], never: Sequence[Unmet]) -> bool:
    return (
        any(each.certain and each.alone for each in impossible)
        or any(each.certain for each in conflicts)
        or any(each.certain for each in never)
    )


def _may_be_open(match: Match, breadth: Sequence[Breadth]) -> bool:
    """A quick look first: where every accepted form has a fixed tenant, there is no stranger to look for."""
    fields = match.issuer.fields
    return not breadth or any(
        all(freedom is not Freedom.FIXED for name, freedom in part.fields.items() if fields[name].tenant)
        for part in breadth
    )


def _passable(solver: Solver, match: Match, clauses: Sequence[Clause]) -> bool:
    """Whether some token may meet all of these."""
    return all(satisfiable(solver, match, own) for own in by_claim(clauses).values())


def _witness(
    solver: Solver,
    policy: TrustPolicy,
    statement: Statement,
    match: Match,
    clauses: Sequence[Clause],
    ways: Sequence[Sequence[Clause]],
) -> Witness | None:
    """A stranger's token that is let in, proved by deciding it."""
    from assumelint.reach.open import strangers, subjects_known  # many statements are closed to strangers

    tried: set[object] = set()
    for way in ways:
        together = (*clauses, *way)
        for stranger in strangers(solver, match, together, by_claim(together)):
            if stranger.token in tried:
                continue
            tried.add(stranger.token)
            if not lets_in(policy, statement, match, stranger.claims, stranger.session_name):
                continue
            field, tenant = _tenant(match, stranger.fields)
            return Witness(
                claims={name: shown(value) for name, value in stranger.claims.items()},
                field=field,
                tenant=tenant,
                conditions=tuple(clause.condition for clause in stranger.clauses if not clause.flipped),
                certain=policy.complete and subjects_known(match),
            )
    return None


def _tenant(match: Match, fields: Mapping[str, str]) -> tuple[str, str]:
    """The first field that names the stranger, and their name."""
    for name, text in fields.items():
        if name in match.issuer.fields and match.issuer.fields[name].tenant:
            return name, shown(text)
    return "", ""
