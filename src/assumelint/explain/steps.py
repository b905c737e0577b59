"""What to do about a decision: what stands in the way, and in the end what to change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from assumelint.aws import SET_SOURCE_IDENTITY, TAG_SESSION
from assumelint.explain.remedy import remedy
from assumelint.explain.words import quoted, what, why, why_of_token
from assumelint.language.outcome import Outcome
from assumelint.sts.decision import Check, Decision, Effect, StatementResult, Verdict, What
from assumelint.sts.reason import Reason
from assumelint.sts.request import Request
from assumelint.sts.token import TokenCheck, TokenFault
from assumelint.text import Span

_SIDES_TOLD = (Reason.DIFFERS, Reason.CASE_DIFFERS, Reason.WILDCARD_IS_LITERAL)
_NEEDED_FOR = {TAG_SESSION: "it carries session tags", SET_SOURCE_IDENTITY: "it sets a source identity"}


class Step(Struct, frozen=True):
    """One piece of advice: what is wrong, what to change, and the clause to write at `span` where there is one."""

    text: str
    change: str = ""
    clause: str = ""
    span: Span | None = None

    def __str__(self) -> str:
        return ": ".join(filter(None, (". ".join(filter(None, (self.text, self.change))), self.clause)))


# https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
_NOT_THE_POLICY = Step(
    "This policy allows what the record shows of the call, yet AWS denied it",
    "Compare the deployed policy with this one, then look for session tags without sts:TagSession, a resource control "
    "policy, a VPC endpoint policy",
)


def advise(
    decision: Decision, request: Request, token: Sequence[TokenCheck] = (), *, refused: bool = False
) -> tuple[Step, ...]:
    """The advice on a decision; none where the call is allowed, unless AWS is known to have `refused` it."""
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
            return (_NOT_THE_POLICY,) if refused else ()


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
        yield Step("No statement allows anything", f"Add one with Effect Allow for {request.provider}")
        return
    for check in nearest.checks:
        if check.outcome is Outcome.NO:
            change, clause = remedy(check, nearest.statement, request)
            yield Step(f"{what(check)}: {_observed(check)}", change, clause, check.span)


def _observed(check: Check) -> str:
    if check.what is What.ACTION and check.name in _NEEDED_FOR:
        return f"the token needs this action as well, because {_NEEDED_FOR[check.name]}"
    if check.what is What.CONDITION and check.reason in _SIDES_TOLD:
        return f"the policy has {quoted(check.expected)}, the token {quoted(check.actual)}; {why(check)}"
    return why(check)


def _denies(result: StatementResult) -> bool:
    return result.effect is Effect.DENY and result.outcome is Outcome.YES


def _about_deny(result: StatementResult) -> Step:
    conditions = [what(check).removeprefix("condition ") for check in result.checks if check.what is What.CONDITION]
    name = "" if result.statement.sid is None else f' "{result.statement.sid}"'
    reason = f"it applies where {' and '.join(conditions)} hold" if conditions else "it has no condition"
    return Step(
        f"The Deny statement{name} wins over every Allow: {reason}", "Narrow or remove it", span=result.statement.span
    )


def _about_unknown(decision: Decision) -> Iterator[Step]:
    for result in decision.statements:
        if result.outcome is not Outcome.UNKNOWN:
            continue
        for check in result.checks:
            if check.outcome is not Outcome.UNKNOWN:
                continue
            if check.reason is Reason.NOT_GIVEN:
                yield Step(
                    f"It is not known what the request has for {check.name}", f"Say it with {_option(check.name)}"
                )
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
    actual, observed = quoted(check.actual), f"token {check.name}: {why_of_token(check)}"
    match check.fault:
        case TokenFault.ISSUER:
            return Step(
                f"The token comes from {actual}, the provider is for {quoted(check.expected)}: {why_of_token(check)}",
                f"Create an identity provider with the URL {actual} in the role's account, and name it in the policy",
            )
        case TokenFault.ACCOUNT:
            change = f"Create an identity provider for https://{request.issuer} in the role's account, and name it"
        case TokenFault.AUDIENCE:
            change = f"Add {actual} to the client ids (audiences) of {request.provider}"
        case TokenFault.EXPIRED:
            change = "Ask for a new token right before the call"
        case TokenFault.ROLE:
            change = f"Have the issuer put {quoted(check.expected)} into the claim"
        case _:
            change = "Have the issuer write another token"
    return Step(observed, change)
