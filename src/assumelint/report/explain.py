"""The answer of `assumelint explain`, as JSON or as a checklist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assumelint.explain.answer import Answer
from assumelint.explain.words import what, what_of_token, why, why_of_token
from assumelint.language.outcome import Outcome
from assumelint.report.style import inert, paint, safe
from assumelint.sts.decision import Check, Effect, StatementResult, Verdict, What
from assumelint.sts.reason import Reason
from assumelint.sts.token import TokenCheck
from assumelint.text import Span
from assumelint.text.document import Plain

_HEADLINE = {
    Verdict.ALLOWED: ("green", "allowed"),
    Verdict.DENIED_IMPLICIT: ("red", "denied: no statement allows it"),
    Verdict.DENIED_EXPLICIT: ("red", "denied: a Deny statement applies"),
    Verdict.INVALID_TOKEN: ("red", "refused before the policy: the token is not valid for this provider"),
    Verdict.DEPENDS: ("yellow", "not decided: it depends on what is not known"),
}
_APPLIES = {Outcome.YES: "applies", Outcome.NO: "does not apply", Outcome.UNKNOWN: "may apply"}
_MARKS = {Outcome.YES: ("✓", "+", "green"), Outcome.NO: ("✗", "x", "red"), Outcome.UNKNOWN: ("?", "?", "yellow")}


def as_plain(answer: Answer) -> dict[str, Plain]:
    """Return the answer as `json.dumps` takes it. `matched` is null if a check cannot be decided."""
    return {
        "decision": answer.verdict.value,
        "error": None if answer.error is None else answer.error.value,
        "provider": answer.request.provider,
        "token": [_token_check(check) for check in answer.token],
        "statements": [_statement(result) for result in answer.decision.statements],
        "advice": [str(step) for step in answer.advice],
    }


def _statement(result: StatementResult) -> dict[str, Plain]:
    statement = result.statement
    return {
        "sid": None if statement.sid is None else str(statement.sid),
        "effect": None if statement.effect is None else str(statement.effect),
        "matched": result.outcome.known,
        "checks": [_check(check) for check in result.checks],
    }


def _check(check: Check) -> dict[str, Plain]:
    return {
        "what": what(check),
        "matched": check.outcome.known,
        "expected": _values(check.expected),
        "actual": _values(check.actual),
        "why": why(check),
        "reason": check.reason.value,
    }


def _token_check(check: TokenCheck) -> dict[str, Plain]:
    return {
        "what": what_of_token(check),
        "matched": check.passed,
        "expected": _values(check.expected),
        "actual": _values(check.actual),
        "why": why_of_token(check),
        "reason": check.fault.value,
    }


def _values(values: Sequence[str] | None) -> Plain:
    """Return one value as a string and several as a list, as in a policy; null if there are none."""
    if values is None:
        return None
    return values[0] if len(values) == 1 else list(values)


def render(answer: Answer, *, colour: bool = False, ascii_only: bool = False) -> str:
    """Return the answer as a checklist that ends with the advice."""
    return "".join(f"{inert(line)}\n" for line in _Checklist(colour, ascii_only).lines(answer))


class _Checklist:
    """The checklist, with its marks and colours."""

    def __init__(self, colour: bool, ascii_only: bool) -> None:
        self.colour = colour
        self.ascii_only = ascii_only

    def lines(self, answer: Answer) -> Iterator[str]:
        hue, headline = _HEADLINE[answer.verdict]
        error = "" if answer.error is None else f" ({answer.error.value})"
        yield paint(headline, hue, self.colour) + error
        yield f"  provider {safe(answer.request.provider)}"
        yield from self.token(answer.token)
        for number, result in enumerate(answer.decision.statements, 1):
            yield ""
            yield from self.statement(number, result)
        if answer.advice:
            yield ""
        for step in answer.advice:
            yield f"  {'->' if self.ascii_only else '→'} {_place(step.span)}{safe(step.text)}"
            yield from (f"       {safe(line)}" for line in filter(None, (step.change, *step.clause.splitlines())))

    def token(self, checks: Sequence[TokenCheck]) -> Iterator[str]:
        """Yield the passed checks on one line, then each failed one."""
        passed = dict.fromkeys(safe(check.name) for check in checks if check.passed)
        if passed:
            yield f"  {self.mark(Outcome.YES)} token {', '.join(passed)}"
        for check in checks:
            if not check.passed:
                yield f"  {self.mark(Outcome.NO)} {safe(what_of_token(check))}"
                yield from _sides("expected", check.expected, "token", check.actual)
                yield f"          {'why':8} {safe(why_of_token(check))}"

    def statement(self, number: int, result: StatementResult) -> Iterator[str]:
        statement, applies = result.statement, result.outcome
        name = "" if statement.sid is None else f' "{safe(str(statement.sid))}"'
        effect = "no effect" if statement.effect is None else safe(str(statement.effect))
        place = _place(statement.span, "")
        yield f"  {self.statement_mark(result)} statement {number}{name}, {effect}, {_APPLIES[applies]} ({place})"
        for check in result.checks:
            yield f"      {self.mark(check.outcome)} {safe(what(check))}"
            settled = check.outcome is Outcome.YES
            if check.what is What.CONDITION:
                yield from _sides(
                    "policy", check.expected, "token", check.actual, given=check.reason is not Reason.NOT_GIVEN
                )
            elif not settled and check.what in (What.PRINCIPAL, What.ACTION):
                yield from _sides("policy", check.expected, "call", check.actual)
            if not settled or (check.what is What.CONDITION and not check.actual):
                yield f"          {'why':8} {safe(why(check))}"

    def statement_mark(self, result: StatementResult) -> str:
        """Return the mark of a statement.

        A Deny that applies has the mark of a failure, one that does not apply a dash.
        """
        if result.effect is Effect.DENY and result.outcome is not Outcome.UNKNOWN:
            return self.mark(Outcome.NO) if result.outcome is Outcome.YES else "-"
        return self.mark(result.outcome)

    def mark(self, outcome: Outcome) -> str:
        sign, plain, hue = _MARKS[outcome]
        return paint(plain if self.ascii_only else sign, hue, self.colour)


def _sides(
    left: str, expected: Sequence[str], right: str, actual: Sequence[str] | None, *, given: bool = True
) -> Iterator[str]:
    if expected:
        yield f"          {left:8} {' | '.join(map(safe, expected))}"
    absent = "(absent)" if given else "(not known)"
    yield f"          {right:8} {absent if actual is None else ' | '.join(map(safe, actual)) or '(empty)'}"


def _place(span: Span | None, end: str = " ") -> str:
    return "" if span is None or not span.file else f"{safe(span.file)}:{span.line}{end}"
