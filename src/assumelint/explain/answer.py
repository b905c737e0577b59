"""The answer to one question of `assumelint explain`: the token, then the policy, then the advice."""

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
    """How the call ends, and all that led there. `decision` is the policy's part, judged even where the token fails."""

    verdict: Verdict
    error: ErrorCode | None
    request: Request
    token: tuple[TokenCheck, ...]
    decision: Decision
    advice: tuple[Step, ...]


def answer(policy: TrustPolicy, request: Request, token: Iterable[TokenCheck] = (), *, refused: bool = False) -> Answer:
    """Decide a request. A token that fails a check never reaches the policy; `refused`: AWS did deny the call."""
    checks = tuple(token)
    decision = decide(policy, request)
    errors = [check.error for check in checks if check.error is not None]
    if errors:
        return Answer(Verdict.INVALID_TOKEN, errors[0], request, checks, decision, advise(decision, request, checks))
    return Answer(
        decision.verdict, decision.error, request, checks, decision, advise(decision, request, refused=refused)
    )
