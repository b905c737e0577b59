"""`# assumelint: ignore[rule-id] reason`, on the line of a finding or the line above.

Where the finding lies inside a heredoc or a block scalar, in which no comment can stand, the comment belongs
to the line on which that begins. An ignore that has nothing to suppress is a finding itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from assumelint.cause import Cause
from assumelint.model import Finding, Problem
from assumelint.rule import all_rules
from assumelint.suggest import did_you_mean
from assumelint.suppress.comments import comment_ignores
from assumelint.suppress.metadata import metadata_ignores
from assumelint.text import Span
from assumelint.text.code import Code


class Ignore(Struct, frozen=True):
    """One rule that is not to be reported, and where that is written.

    It holds from line `first` to `last` of its file, for any role or only for `role`. An empty `rule`: none is named.
    """

    rule: str
    span: Span
    first: int
    last: int
    role: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether it is meant for this finding of its file."""
        return (
            self.rule == finding.rule
            and self.first <= finding.span.line <= self.last
            and self.role in (None, finding.role)
        )


def suppress(findings: list[Finding], code: Code, running: Collection[str]) -> tuple[list[Finding], list[Problem]]:
    """The findings that no ignore covers, and a problem for each ignore that covers none.

    An ignore of a rule that is not among the `running` ones proves nothing and is left alone.
    """
    ignores = {file: tuple(_ignores(file, code)) for file in code.files()}
    kept, used = [], set()
    for finding in findings:
        covering = [ignore for ignore in ignores.get(finding.span.file, ()) if ignore.covers(finding)]
        used.update(covering)
        if not covering:
            kept.append(finding)
    unused = [ignore for group in ignores.values() for ignore in group if ignore not in used]
    problems = [_problem(ignore) for ignore in unused if _tells(ignore, running)]
    return kept, problems


def _ignores(file: str, code: Code) -> Iterator[Ignore]:
    text = code.text(file)
    if text is None or "assumelint" not in text:
        return
    for rule, span, first, last in comment_ignores(file, text):
        yield Ignore(rule, span, first, last)
    for rule, span, role in metadata_ignores(file, text):
        yield Ignore(rule, span, 1, text.count("\n") + 1, role)


def _tells(ignore: Ignore, running: Collection[str]) -> bool:
    return ignore.rule in running or ignore.rule not in all_rules()


def _problem(ignore: Ignore) -> Problem:
    if not ignore.rule:
        message, help_ = "this ignore names no rule", "# assumelint: ignore[rule-id] reason"
    elif ignore.rule not in all_rules():
        message, help_ = f'no rule is called "{ignore.rule}"{did_you_mean(ignore.rule, all_rules())}', ""
    else:
        message, help_ = f"nothing here to ignore for {ignore.rule}", "delete this ignore"
    return Problem(Cause.UNUSED_IGNORE, ignore.span, message, help_, role=ignore.role or "")
