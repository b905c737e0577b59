"""Deciding one token: what STS answers to AssumeRoleWithWebIdentity.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Iterable

from assumelint.issuers.index import CHECKED_BY_STS
from assumelint.language.outcome import Outcome, all_of, any_of, outcome
from assumelint.model import Statement, TrustPolicy
from assumelint.sts.conditions import judge
from assumelint.sts.decision import Check, Decision, Effect, ErrorCode, StatementResult, Verdict, What
from assumelint.sts.elements import check_action, check_principal
from assumelint.sts.keys import Keys, read_keys
from assumelint.sts.operand import Variables, variables_of
from assumelint.sts.reason import Reason
from assumelint.sts.request import Request
from assumelint.sts.session import required_actions


def decide(policy: TrustPolicy, request: Request) -> Decision:
    """The verdict of a trust policy on a request, with every statement and every check.

    The token itself is taken as valid: see `assumelint.sts.token` for that. Explicit Deny wins over Allow, and what
    nothing allows is denied. A token that carries session tags needs `sts:TagSession` as well.
    """
    keys, variables = read_keys(request), variables_of(policy.version)
    actions = required_actions(request.claims)
    control = _control(policy, request)
    results = tuple(_judge(statement, request, keys, variables, actions, control) for statement in policy.statements)
    allowed = {action: _some(results, Effect.ALLOW, action, policy.complete) for action in actions}
    denied = any_of(_some(results, Effect.DENY, action, policy.complete) for action in actions)
    verdict = _verdict(all_of(allowed.values()), denied)
    return Decision(
        verdict=verdict,
        error=ErrorCode.ACCESS_DENIED if verdict in (Verdict.DENIED_IMPLICIT, Verdict.DENIED_EXPLICIT) else None,
        statements=results,
        missing=tuple(action for action, found in allowed.items() if found is Outcome.NO),
    )


def _some(results: Iterable[StatementResult], effect: Effect, action: str, complete: bool) -> Outcome:
    """Whether a statement of this effect covers an action; one that is not known may."""
    found = [
        all_of([covered, Outcome.UNKNOWN]) if result.effect is Effect.UNKNOWN else covered
        for result in results
        if result.effect in (effect, Effect.UNKNOWN)
        for name, covered in result.covers
        if name == action
    ]
    return any_of(found if complete else [*found, Outcome.UNKNOWN])


def _verdict(allowed: Outcome, denied: Outcome) -> Verdict:
    if denied is Outcome.YES:
        return Verdict.DENIED_EXPLICIT
    if allowed is Outcome.NO:
        return Verdict.DENIED_IMPLICIT
    return Verdict.ALLOWED if (allowed, denied) == (Outcome.YES, Outcome.NO) else Verdict.DEPENDS


def _judge(
    statement: Statement,
    request: Request,
    keys: Keys,
    variables: Variables,
    actions: tuple[str, ...],
    control: tuple[str, Outcome] | None,
) -> StatementResult:
    effect = _effect(statement)
    shared = [check_principal(statement, request.provider), *_conditions(statement, keys, variables)]
    if control is not None and effect is Effect.ALLOW:
        key, evaluated = control
        shared.append(Check(What.CONTROL, evaluated, Reason.CONTROL, (key,), None, statement.span, key))
    if not (statement.complete and statement.conditions_complete):
        shared.append(Check(What.REST, Outcome.UNKNOWN, Reason.HOLE, (), None, statement.span))
    wanted = [check_action(statement, action) for action in actions]
    rest = all_of(check.outcome for check in shared)
    return StatementResult(
        statement,
        effect,
        (shared[0], *wanted, *shared[1:]),
        tuple((action, all_of([rest, check.outcome])) for action, check in zip(actions, wanted, strict=True)),
    )


def _effect(statement: Statement) -> Effect:
    if statement.effect is None:
        return Effect.NONE
    if statement.effect.literal is None:
        return Effect.UNKNOWN
    return {"Allow": Effect.ALLOW, "Deny": Effect.DENY}.get(statement.effect.literal, Effect.NONE)


def _conditions(statement: Statement, keys: Keys, variables: Variables) -> Iterable[Check]:
    for condition in statement.conditions:
        judged = judge(condition, keys, variables)
        yield Check(
            What.CONDITION,
            judged.outcome,
            judged.reason,
            tuple(str(value) for value in condition.values.items),
            None if judged.actual is None else judged.actual.items,
            condition.span,
            str(condition.key),
            condition,
        )


def _control(policy: TrustPolicy, request: Request) -> tuple[str, Outcome] | None:
    """A key that STS itself wants to see evaluated, and whether the policy does; None where it wants none."""
    key = CHECKED_BY_STS.get(request.issuer)
    if key is None:
        return None
    seen = [condition.key for statement in policy.statements for condition in statement.conditions]
    if any((text.literal or "").lower() == key for text in seen):
        return None
    known = policy.complete and all(text.literal is not None for text in seen)
    known = known and all(statement.conditions_complete for statement in policy.statements)
    return key, outcome(False) if known else Outcome.UNKNOWN
