"""The decision of STS, with every check that leads to it."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from assumelint.language.outcome import Outcome
from assumelint.model import Condition, Statement
from assumelint.sts.reason import Reason
from assumelint.text import Span


class Verdict(Enum):
    """The result of the call.

    `DEPENDS`: it depends on code that is not known or on facts that the request does not give.
    """

    ALLOWED = "allowed"
    DENIED_IMPLICIT = "denied_implicit"
    DENIED_EXPLICIT = "denied_explicit"
    INVALID_TOKEN = "invalid_token"
    DEPENDS = "depends"


class ErrorCode(Enum):
    """The error code that the caller receives.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
    """

    ACCESS_DENIED = "AccessDenied"
    INVALID_TOKEN = "InvalidIdentityToken"
    EXPIRED_TOKEN = "ExpiredTokenException"


class Effect(Enum):
    """The effect of a statement.

    `UNKNOWN`: the code does not determine it; `NONE`: it is not an effect that IAM knows.
    """

    ALLOW = "Allow"
    DENY = "Deny"
    UNKNOWN = "unknown"
    NONE = "none"


class What(Enum):
    """The part of a statement that a check is about."""

    PRINCIPAL = "principal"
    ACTION = "action"
    CONDITION = "condition"
    CONTROL = "control"
    REST = "rest"  # parts of the statement that the code does not determine


class Check(Struct, frozen=True):
    """One requirement. `expected` is the policy's value, `actual` the request's (None: absent).

    `name` is the action that a check on actions requires, or the key that a control requires.
    `condition` is the condition that a check evaluates.
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
    """One statement and its checks.

    `covers` pairs each action that the call needs with whether the statement applies to it.
    """

    statement: Statement
    effect: Effect
    checks: tuple[Check, ...]
    covers: tuple[tuple[str, Outcome], ...]

    @property
    def outcome(self) -> Outcome:
        """Whether the statement applies to any action of the call."""
        outcomes = [outcome for _, outcome in self.covers]
        return next((wanted for wanted in (Outcome.YES, Outcome.UNKNOWN) if wanted in outcomes), Outcome.NO)


class Decision(Struct, frozen=True):
    """The decision on one call. `missing` are the actions that no statement allows."""

    verdict: Verdict
    error: ErrorCode | None
    statements: tuple[StatementResult, ...]
    missing: tuple[str, ...] = ()
