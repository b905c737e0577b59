"""Which of an issuer's tokens a statement accepts: whether any at all, whether a stranger's, and which fields are free.

The claims of an issuer have a grammar, and the conditions of a policy are patterns over those claims. Every question
here is answered from their intersection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assumelint.issuers.model import Match
from assumelint.model import Statement, TrustPolicy
from assumelint.reach.across import contradictions
from assumelint.reach.breadth import breadth_of
from assumelint.reach.clauses import Clause, by_claim, clauses_of
from assumelint.reach.dead import conflict, impossible_values, satisfiable, unmet
from assumelint.reach.deny import escapes
from assumelint.reach.model import Breadth, Conflict, Freedom, Impossible, Reach, Unmet, Witness
from assumelint.reach.solve import Solver
from assumelint.reach.witness import filled, lets_in, provider_of, shown
from assumelint.sts.operand import Variables, variables_of

Claims = Mapping[str, tuple[Clause, ...]]


def reach(policy: TrustPolicy, statement: Statement, match: Match) -> Reach:
    """Return which of one issuer's tokens an Allow statement accepts, given the Deny statements of its policy.

    Only conditions are evaluated. The caller must check that principal and action fit.
    """
    solver = Solver.of(policy)
    variables = variables_of(policy.version) is not Variables.OFF
    clauses = clauses_of(statement, match, variables=variables)
    claims = by_claim(clauses)
    impossible = tuple(each for own in claims.values() for each in impossible_values(solver, match, own))
    conflicts = tuple(each for own in claims.values() if (each := conflict(solver, match, own)) is not None)
    conflicts = conflicts or tuple(contradictions(solver, match, claims))
    never = tuple(unmet(match, clauses))
    dead = _is_dead(impossible, conflicts, never)
    if dead:
        return Reach(True, impossible, conflicts, never)
    provider = str(filled(provider_of(statement, match)))
    found = escapes(
        policy, provider, match, lambda way: _passable(solver, match, (*clauses, *way)), variables=variables
    )
    open_ways = found.ways
    breadth = breadth_of(solver, match, by_claim((*clauses, *open_ways[0])) if len(open_ways) == 1 else claims)
    witness = None
    if _may_be_open(match, breadth):
        witness = _witness(solver, policy, statement, match, clauses, open_ways)
    return Reach(
        dead=False,
        impossible=impossible,
        conflicts=conflicts,
        unmet=never,
        denial=found.denial if match.certain and _passable(solver, match, clauses) else None,
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
    """Return False if every accepted form has a fixed tenant: then the search for a stranger's token can be skipped."""
    fields = match.issuer.fields
    return not breadth or any(
        all(freedom is not Freedom.FIXED for name, freedom in part.fields.items() if fields[name].tenant)
        for part in breadth
    )


def _passable(solver: Solver, match: Match, clauses: Sequence[Clause]) -> bool:
    """Return whether some token may meet all of these conditions."""
    return all(satisfiable(solver, match, own) for own in by_claim(clauses).values())


def _witness(
    solver: Solver,
    policy: TrustPolicy,
    statement: Statement,
    match: Match,
    clauses: Sequence[Clause],
    ways: Sequence[Sequence[Clause]],
) -> Witness | None:
    """Return a stranger's token that the policy accepts, verified by evaluating the policy, or None."""
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
    """Return the first field that names the stranger, with the stranger's name."""
    for name, text in fields.items():
        if name in match.issuer.fields and match.issuer.fields[name].tenant:
            return name, shown(text)
    return "", ""
