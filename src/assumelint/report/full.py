"""The full format for people: each finding with its source code, similar to the messages of rustc."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from assumelint.report.once import shown_once
from assumelint.report.style import SEVERITY_COLOUR, inert, paint, safe
from assumelint.report.tally import tally

if TYPE_CHECKING:
    from assumelint.model import Finding
    from assumelint.report import Report
    from assumelint.report.cells import Row
    from assumelint.text import Span
    from assumelint.text.code import Code


class _Mark(NamedTuple):
    """A range to underline, with its label."""

    span: Span
    label: str
    primary: bool


class _Pen(NamedTuple):
    """How to draw: the width of the line numbers, and the colours."""

    gutter: int
    severity: str
    colour: bool

    def bar(self, number: str = "", sign: str = "|") -> str:
        """Return the left margin of a line."""
        return paint(f"{number:>{self.gutter}} {sign}", "blue", self.colour)

    def underline(self, mark: _Mark, shown: Row) -> str:
        """Return the line with the underline for a line of code."""
        tick, tint = ("^", SEVERITY_COLOUR[self.severity]) if mark.primary else ("-", "blue")
        label = f" {safe(mark.label)}" if mark.label else ""
        return f"{self.bar()} {' ' * shown.indent}{paint(tick * shown.length + label, tint, self.colour)}"


def render(report: Report, *, colour: bool) -> str:
    """Return the findings separated by blank lines, followed by the closing line."""
    blocks = [
        "".join(f"{inert(line.rstrip())}\n" for line in _block(finding, report.code, colour))
        for finding in shown_once(report.findings)
    ]
    return "\n".join([*blocks, f"{tally(report.findings, report.coverage)}\n"])


def _block(finding: Finding, code: Code, colour: bool) -> Iterator[str]:
    marks = [
        _Mark(finding.span, finding.label, primary=True),
        *(_Mark(label.span, label.message, primary=False) for label in finding.related),
    ]
    pen = _Pen(max(len(str(mark.span.line)) for mark in marks), finding.severity.value, colour)
    heading = paint(f"{pen.severity}[{finding.rule}]", SEVERITY_COLOUR[pen.severity], colour)
    yield heading + paint(f": {safe(finding.message)}", "bold", colour)
    for file in dict.fromkeys(mark.span.file for mark in marks):
        yield from _frame([mark for mark in marks if mark.span.file == file], code.lines(file) or [], pen)
    yield from _remarks(finding, pen)


def _frame(marks: list[_Mark], lines: list[str], pen: _Pen) -> Iterator[str]:
    """Yield the lines of one file that have marks, each mark underlined below its line."""
    first = marks[0]
    if not first.primary:
        yield pen.bar()
    arrow = paint("-->" if first.primary else ":::", "blue", pen.colour)
    yield f"{' ' * pen.gutter}{arrow} {safe(first.span.file)}:{first.span.line}:{first.span.column}"
    if first.primary:
        yield pen.bar()
    previous = 0
    marks = sorted(marks, key=lambda mark: (mark.span.line, not mark.primary, mark.span.column))
    for number, group in groupby(marks, key=lambda mark: mark.span.line):
        if number > len(lines):
            continue
        if 0 < previous < number - 1:
            yield paint("...", "blue", pen.colour)
        yield from _line(lines[number - 1], number, group, pen)
        previous = number


def _line(line: str, number: int, marks: Iterable[_Mark], pen: _Pen) -> Iterator[str]:
    from assumelint.report.cells import row  # loads Unicode tables, which a run without findings does not need

    above = None
    for mark in marks:
        end = mark.span.end_column - 1 if mark.span.end_line == number else len(line)
        shown = row(line, mark.span.column - 1, end)
        if shown.text != above:
            yield f"{pen.bar(str(number))} {shown.text}"
        yield pen.underline(mark, shown)
        above = shown.text


def _remarks(finding: Finding, pen: _Pen) -> Iterator[str]:
    remarks = {"role": finding.role, "token": _witness(finding), "fix": finding.help, "docs": finding.url}
    longest = max(len(name) for name, text in remarks.items() if text or name == "fix")
    for name, text in remarks.items():
        for index, line in enumerate(text.splitlines()):
            head = f"{pen.bar(sign='=')} {paint(f'{name:{longest}}', 'bold', pen.colour)}"
            yield f"{head if not index else ' ' * (pen.gutter + 3 + longest)}  {safe(line)}"


def _witness(finding: Finding) -> str:
    """Return the token that would be accepted, with its subject first."""
    claims = dict(finding.witness or {})
    subject = claims.pop("sub", None)
    if subject is None and not claims:
        return ""
    others = ", ".join(f"{claim} {value}" for claim, value in claims.items())
    if subject is None:
        return f"{others} would be let in"
    return f"{subject} would be let in" + (f"\nwith {others}" if others else "")
