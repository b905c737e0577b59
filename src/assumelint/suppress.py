"""`# assumelint: ignore[rule-id] reason`, on the line of a finding or the line above.

Where the finding lies inside a heredoc or a block scalar, in which no comment can stand, the comment belongs
to the line on which that begins. The metadata of a template can do the same. An ignore that has nothing to
suppress is a finding itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from assumelint.cause import Cause
from assumelint.model import Extraction, Finding, Problem, Waiver
from assumelint.rule import all_rules
from assumelint.suggest import did_you_mean
from assumelint.text import Span
from assumelint.text.comments import Comment, Comments

_DIRECTIVE = re.compile(r"assumelint:[ \t]*ignore\b(?:\[([^\]\n]*)\])?")
_ID = re.compile(r"[^\s,]+")


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


def suppress(
    findings: list[Finding], extraction: Extraction, running: Collection[str]
) -> tuple[list[Finding], list[Problem]]:
    """The findings that no ignore of the code covers, and a problem for each ignore that covers none.

    An ignore of a rule that is not among the `running` ones proves nothing and is left alone.
    """
    ignores = _by_file(extraction)
    kept, used = [], set()
    for finding in findings:
        covering = [ignore for ignore in ignores.get(finding.span.file, ()) if ignore.covers(finding)]
        used.update(covering)
        if not covering:
            kept.append(finding)
    unused = [ignore for group in ignores.values() for ignore in group if ignore not in used]
    problems = [_problem(ignore) for ignore in unused if _tells(ignore, running)]
    return kept, problems


def _by_file(extraction: Extraction) -> dict[str, list[Ignore]]:
    """The ignores of each file, each once."""
    found = dict.fromkeys(_ignores(extraction.comments, extraction.waivers))
    grouped: dict[str, list[Ignore]] = {}
    for ignore in found:
        grouped.setdefault(ignore.span.file, []).append(ignore)
    return dict(sorted(grouped.items()))


def _ignores(comments: Iterable[Comments], waivers: Iterable[Waiver]) -> Iterator[Ignore]:
    for group in comments:
        yield from _in_comments(group)
    for waiver in waivers:
        yield Ignore(waiver.rule, waiver.span, 1, sys.maxsize, waiver.role)


def _in_comments(group: Comments) -> Iterator[Ignore]:
    """The ignores in the comments of a file. One that stands alone holds for the next line with something else."""
    directives = [
        (comment, found) for comment in group.comments if (found := _DIRECTIVE.search(comment.text)) is not None
    ]
    alone = {comment.span.line for comment, _ in directives if comment.alone}
    for comment, found in directives:
        target = comment.span.line
        while target in alone:
            target += 1
        last = max([target, *(end for start, end in group.strings if start == target)])
        for rule_id, start, end in _ids(found):
            yield Ignore(rule_id, _span(comment, start, end), target, last)


def _ids(found: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The ids with their offsets in the comment, or one empty id for the whole directive."""
    ids = list(_ID.finditer(found.string, *found.span(1))) if found[1] else []
    for rule_id in ids:
        yield rule_id.group(), *rule_id.span()
    if not ids:
        yield "", *found.span()


def _span(comment: Comment, start: int, end: int) -> Span:
    line, column = comment.span.line, comment.span.column
    return Span(comment.span.file, line, column + start, line, column + end)


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
