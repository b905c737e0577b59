"""The answer of STS, with every check on the way to it."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from assumelint.language.outcome import Outcome
from assumelint.model import Condition, Statement
from assumelint.sts.reason import Reason
from assumelint.text import Span


class Verdict(Enum):
    """How the call ends. `DEPENDS`: on a part of the code that is not known, or on what the request does not tell."""

    ALLOWED = "allowed"
    DENIED_IMPLICIT = "denied_implicit"
    DENIED_EXPLICIT = "denied_explicit"
    INVALID_TOKEN = "invalid_token"
    DEPENDS = "depends"


class ErrorCode(Enum):
    """What the caller reads.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
    """

    ACCESS_DENIED = "AccessDenied"
    INVALID_TOKEN = "InvalidIdentityToken"
    EXPIRED_TOKEN = "ExpiredTokenException"


class Effect(Enum):
    """What a statement does where it applies. `UNKNOWN`: the code does not tell; `NONE`: no effect that IAM knows."""

    ALLOW = "Allow"
    DENY = "Deny"
    UNKNOWN = "unknown"
    NONE = "none"


class What(Enum):
    """What a check looks at."""

    PRINCIPAL = "principal"
    ACTION = "action"
    CONDITION = "condition"
    CONTROL = "control"
    REST = "rest"  # parts of the statement that the code does not tell


class Check(Struct, frozen=True):
    """One thing that must hold. `expected` is the policy's side, `actual` the request's (None: absent).

    `name` is the action that a check on actions asks for, or the key that a control wants to see.
    `condition` is what a check on a condition evaluates.
    """

    what: What
    outcome: Outcome
    reason: Reason
    expected: tuple[str, ...]
    actual: tuple[str, ...] | None
    span: Span
    name: str = ""
    condition: Condition | None = None

    @property
    def operator(self) -> str:
        """The operator of the condition, "" for other checks."""
        return "" if self.condition is None else str(self.condition.operator)


class StatementResult(Struct, frozen=True):
    """One statement, check by check. `covers` says of each action that the call needs whether the statement applies."""

    statement: Statement
    effect: Effect
    checks: tuple[Check, ...]
    covers: tuple[tuple[str, Outcome], ...]

    @property
    def outcome(self) -> Outcome:
        """Whether the statement applies to the call, for any of its actions."""
        outcomes = [outcome for _, outcome in self.covers]
        return next((wanted for wanted in (Outcome.YES, Outcome.UNKNOWN) if wanted in outcomes), Outcome.NO)


class Decision(Struct, frozen=True):
    """The verdict on one call. `missing` are the actions that no statement allows."""

    verdict: Verdict
    error: ErrorCode | None
    statements: tuple[StatementResult, ...]
    missing: tuple[str, ...] = ()
