"""The concise format, one line per finding: `file:line:col: severity[rule] message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assumelint.report.once import shown_once
from assumelint.report.style import SEVERITY_COLOUR, inert, paint, safe
from assumelint.report.tally import tally

if TYPE_CHECKING:
    from assumelint.model import Finding
    from assumelint.report import Report


def render(report: Report, *, colour: bool) -> str:
    """Return the findings, followed by the closing line."""
    lines = [inert(line(finding, colour=colour)) for finding in shown_once(report.findings)]
    return "".join(f"{text}\n" for text in (*lines, tally(report.findings, report.coverage)))


def line(finding: Finding, *, colour: bool = False) -> str:
    """Return one finding on one line."""
    severity = finding.severity.value
    place = f"{safe(finding.span.file)}:{finding.span.line}:{finding.span.column}"
    return f"{place}: {paint(f'{severity}[{finding.rule}]', SEVERITY_COLOUR[severity], colour)} {safe(finding.message)}"
