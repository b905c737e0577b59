"""Annotations on a pull request by GitHub's workflow commands, and all findings in the log.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions. GitHub keeps ten annotations of each
level per step and drops the rest silently, so the most severe come first and the log gives the number of the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assumelint.report import concise
from assumelint.report.style import inert, safe
from assumelint.severity import Severity

if TYPE_CHECKING:
    from assumelint.model import Finding
    from assumelint.report import Report

PER_LEVEL = 10
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, *, colour: bool) -> str:
    """Return the concise report, followed by the annotations."""
    return concise.render(report, colour=colour) + "".join(f"{line}\n" for line in _annotations(report.findings))


def _annotations(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the first annotations of each level, and a line with the number of the others."""
    left = 0
    for severity in Severity:
        level = _LEVELS[severity]
        commands = dict.fromkeys(_command(finding, level) for finding in findings if finding.severity is severity)
        yield from list(commands)[:PER_LEVEL]
        left += max(0, len(commands) - PER_LEVEL)
    if left:
        yield f"{left} more finding{'s' * (left > 1)} not annotated: GitHub shows {PER_LEVEL} of a level for each step."


def _command(finding: Finding, level: str) -> str:
    span = finding.span
    place = {"file": _path(span.file), "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:  # GitHub supports columns only within one line
        place |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{level} title={_property(f'assumelint ({finding.rule})')},{properties}::{_data(_message(finding))}"


def _message(finding: Finding) -> str:
    remarks = [finding.message]
    if finding.help:
        remarks.append(f"Fix: {finding.help}")
    return "\n".join([*remarks, finding.url])


def _path(file: str) -> str:
    """Return the path relative to the workspace, as GitHub expects it."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    return os.path.relpath(file, workspace).replace(os.sep, "/") if workspace else file


def _data(text: str) -> str:
    return "%0A".join(inert(safe(line)).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return inert(safe(text)).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
