"""The concise format, one line per finding: `file:line:col: severity[rule] message`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assumelint.report.style import SEVERITY_COLOUR, inert, paint, safe
from assumelint.report.tally import tally

if TYPE_CHECKING:
    from assumelint.model import Finding
    from assumelint.text.code import Code


def render(findings: Sequence[Finding], code: Code, *, colour: bool) -> str:
    """Return the findings, followed by their number."""
    return "".join(f"{inert(line(finding, colour=colour))}\n" for finding in findings) + f"{tally(findings)}\n"


def line(finding: Finding, *, colour: bool = False) -> str:
    """Return one finding on one line."""
    severity = finding.severity.value
    place = f"{safe(finding.span.file)}:{finding.span.line}:{finding.span.column}"
    return f"{place}: {paint(f'{severity}[{finding.rule}]', SEVERITY_COLOUR[severity], colour)} {safe(finding.message)}"
