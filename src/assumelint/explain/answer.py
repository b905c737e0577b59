"""The answer to a question of `assumelint explain`: checks of the token, decision on the policy, advice."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from assumelint.explain.steps import Step, advise
from assumelint.model import TrustPolicy
from assumelint.sts.decide import decide
from assumelint.sts.decision import Decision, ErrorCode, Verdict
from assumelint.sts.request import Request
from assumelint.sts.token import TokenCheck


class Answer(Struct, frozen=True):
    """The result of a call and its reasons.

    `decision` is about the policy, and present even if the token is invalid.
    """

    verdict: Verdict
    error: ErrorCode | None
    request: Request
    token: tuple[TokenCheck, ...]
    decision: Decision
    advice: tuple[Step, ...]


def answer(policy: TrustPolicy, request: Request, token: Iterable[TokenCheck] = (), *, refused: bool = False) -> Answer:
    """Decide a request.

    A token that fails a check never reaches the policy. `refused`: AWS is known to have denied the call.
    """
    checks = tuple(token)
    decision = decide(policy, request)
    errors = [check.error for check in checks if check.error is not None]
    if errors:
        return Answer(Verdict.INVALID_TOKEN, errors[0], request, checks, decision, advise(decision, request, checks))
    return Answer(
        decision.verdict, decision.error, request, checks, decision, advise(decision, request, refused=refused)
    )
