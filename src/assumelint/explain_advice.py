"""What to do about a decision: what stands in the way, and in the end what to change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assumelint.explain_mend import mend
from assumelint.explain_words import quoted, what, why, why_of_token
from assumelint.sts.decision import Check, Decision, Effect, StatementResult, Verdict, What
from assumelint.sts.outcome import Outcome, Reason
from assumelint.sts.request import Request
from assumelint.sts.session import SET_SOURCE_IDENTITY, TAG_SESSION
from assumelint.sts.token import TokenCheck, TokenFault
from assumelint.text import Span

_NEEDED_FOR = {TAG_SESSION: "it carries session tags", SET_SOURCE_IDENTITY: "it sets a source identity"}


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of advice. `clause` is what to write at `span`, where there is something to write."""

    text: str
    clause: str = ""
    span: Span | None = None

    def __str__(self) -> str:
        return f"{self.text}: {self.clause}" if self.clause else self.text


def advise(decision: Decision, request: Request, token: Sequence[TokenCheck] = ()) -> tuple[Step, ...]:
    """The advice on a decision; none where the call is allowed."""
    failed = [check for check in token if not check.passed]
    if failed:
        return tuple(_about_token(check, request) for check in failed)
    match decision.verdict:
        case Verdict.DENIED_EXPLICIT:
            return tuple(_about_deny(result) for result in decision.statements if _denies(result))
        case Verdict.DENIED_IMPLICIT:
            return tuple(_about_denial(decision, request))
        case Verdict.DEPENDS:
            return tuple(dict.fromkeys(_about_unknown(decision)))
        case _:
            return ()


def closest(decision: Decision) -> StatementResult | None:
    """The Allow statement that comes nearest to allowing the call: right provider, right action, fewest faults."""

    def distance(result: StatementResult) -> tuple[bool, bool, int]:
        failed = {check.what for check in result.checks if check.outcome is not Outcome.YES}
        count = sum(check.outcome is not Outcome.YES for check in result.checks)
        return What.PRINCIPAL in failed, What.ACTION in failed, count

    return min((result for result in decision.statements if result.effect is Effect.ALLOW), key=distance, default=None)


def _about_denial(decision: Decision, request: Request) -> Iterator[Step]:
    nearest = closest(decision)
    if nearest is None:
        yield Step(f"No statement allows anything: add one with Effect Allow for {request.provider}")
        return
    for check in nearest.checks:
        if check.outcome is Outcome.NO:
            text, clause = mend(check, nearest.statement, request)
            yield Step(f"{what(check)}: {_observed(check)}. {text}", clause, check.span)


def _observed(check: Check) -> str:
    if check.what is What.ACTION and check.name in _NEEDED_FOR:
        return f"the token needs this action as well, because {_NEEDED_FOR[check.name]}"
    if check.what is What.CONDITION and check.reason in (
        Reason.DIFFERS,
        Reason.CASE_DIFFERS,
        Reason.WILDCARD_IS_LITERAL,
    ):
        return f"the token has {quoted(check.actual)}, the policy {quoted(check.expected)}; {why(check)}"
    return why(check)


def _denies(result: StatementResult) -> bool:
    return result.effect is Effect.DENY and result.outcome is Outcome.YES


def _about_deny(result: StatementResult) -> Step:
    conditions = [what(check).removeprefix("condition ") for check in result.checks if check.what is What.CONDITION]
    reason = f"all its conditions hold ({', '.join(conditions)})" if conditions else "it has no condition"
    name = f' "{result.statement.sid}"' if result.statement.sid is not None else ""
    return Step(
        f"A Deny statement wins over every Allow; narrow or remove{name or ' it'}, {reason}", span=result.statement.span
    )


def _about_unknown(decision: Decision) -> Iterator[Step]:
    for result in decision.statements:
        if result.outcome is not Outcome.UNKNOWN:
            continue
        for check in result.checks:
            if check.outcome is not Outcome.UNKNOWN:
                continue
            if check.reason is Reason.NOT_GIVEN:
                yield Step(f"Say what the request has for {check.name}: {_option(check.name)}")
            else:
                yield Step(f"{what(check)} hangs on a value that the code does not tell", span=check.span)


def _option(key: str) -> str:
    match key.lower():
        case "sts:rolesessionname":
            return "--session-name NAME"
        case "sts:roleauthorizedbyidp":
            return "--role-arn ARN"
        case name if name.startswith(("aws:", "sts:")):
            return f"--context {key}=VALUE"
        case _:
            return "--claims FILE, with all claims of the token"


def _about_token(check: TokenCheck, request: Request) -> Step:
    actual = quoted(check.actual)
    match check.fault:
        case TokenFault.ISSUER:
            return Step(
                f"{why_of_token(check)}; the role's account needs an identity provider with the URL {actual}, and the "
                "policy must name it"
            )
        case TokenFault.ACCOUNT:
            return Step(f"Create an identity provider for https://{request.issuer} in the role's account, and name it")
        case TokenFault.AUDIENCE:
            return Step(f"Add {actual} to the client ids (audiences) of the provider {request.provider}")
        case TokenFault.EXPIRED:
            return Step(f"The token {why_of_token(check)}: ask for a new one right before the call")
        case TokenFault.ROLE:
            return Step(f"The token names the roles it is for: add {quoted(check.expected)} to its claim {check.name}")
        case TokenFault.ALGORITHM:
            return Step(f"The token is signed with {actual}: {why_of_token(check)}")
        case _:
            return Step(why_of_token(check))
