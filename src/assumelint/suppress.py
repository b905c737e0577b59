"""`# assumelint: ignore[rule-id] reason`, on the line of a finding or the line above.

For a finding inside a heredoc or a block scalar, which cannot contain comments, the comment belongs to the line on
which that begins. The metadata of a template can suppress rules too. An ignore that suppresses nothing is itself
reported.
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
    """One suppressed rule, and where the ignore is written.

    It applies to lines `first` to `last` of its file, for any role or only for `role`. An empty `rule` means that the
    ignore names no rule.
    """

    rule: str
    span: Span
    first: int
    last: int
    role: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Return whether it applies to this finding in its file."""
        return (
            self.rule == finding.rule
            and self.first <= finding.span.line <= self.last
            and self.role in (None, finding.role)
        )


def suppress(
    findings: list[Finding], extraction: Extraction, running: Collection[str]
) -> tuple[list[Finding], list[Problem]]:
    """Return the findings that no ignore covers, and a problem for each ignore that covers none.

    An ignore of a rule that is not among the `running` ones, or of what was not looked at, may still be needed, and is
    not reported.
    """
    ignores = _by_file(extraction)
    kept, used = [], set()
    for finding in findings:
        covering = [ignore for ignore in ignores.get(finding.span.file, ()) if ignore.covers(finding)]
        used.update(covering)
        if not covering:
            kept.append(finding)
    unused = [ignore for group in ignores.values() for ignore in group if ignore not in used]
    unread = extraction.unchecked | _not_judged(extraction)
    problems = [_problem(ignore) for ignore in unused if _tells(ignore, running, unread)]
    return kept, problems


def _not_judged(extraction: Extraction) -> frozenset[str]:
    """Return the files with a role whose policy is not known, or with a call of a module that was not read."""
    unknown = (role.span.file for role in extraction.roles if role.node is None)
    return frozenset((*unknown, *(call.span.file for call in extraction.unfollowed)))


def _by_file(extraction: Extraction) -> dict[str, list[Ignore]]:
    """Return the ignores of each file without duplicates."""
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
    """Yield the ignores in the comments of a file. One on a line of its own applies to the next line with code."""
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
    """Yield the ids with their offsets in the comment, or one empty id for the whole comment."""
    ids = list(_ID.finditer(found.string, *found.span(1))) if found[1] else []
    for rule_id in ids:
        yield rule_id.group(), *rule_id.span()
    if not ids:
        yield "", *found.span()


def _span(comment: Comment, start: int, end: int) -> Span:
    line, column = comment.span.line, comment.span.column
    return Span(comment.span.file, line, column + start, line, column + end)


def _tells(ignore: Ignore, running: Collection[str], unread: Collection[str]) -> bool:
    """Return whether it is certain that an ignore is of no use."""
    if ignore.rule not in all_rules():
        return True
    return ignore.rule in running and ignore.span.file not in unread


def _problem(ignore: Ignore) -> Problem:
    if not ignore.rule:
        message, help_ = "this ignore names no rule", "# assumelint: ignore[rule-id] reason"
    elif ignore.rule not in all_rules():
        message, help_ = f'no rule is called "{ignore.rule}"{did_you_mean(ignore.rule, all_rules())}', ""
    else:
        message, help_ = f"nothing here to ignore for {ignore.rule}", "delete this ignore"
    return Problem(Cause.UNUSED_IGNORE, ignore.span, message, help_, role=ignore.role or "")
