"""The findings as JSON, for programs. The shape is a contract: `version` changes when it does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assumelint.report.style import inert_json
from assumelint.report.tally import counts

if TYPE_CHECKING:
    from assumelint.model import Finding, Fix
    from assumelint.text.code import Code


def render(findings: Sequence[Finding], code: Code, *, colour: bool) -> str:
    """`{"version": 1, "findings": […], "summary": {…}}`."""
    document = {
        "version": 1,
        "findings": [as_plain(finding) for finding in findings],
        "summary": {**counts(findings), "total": len(findings)},
    }
    return inert_json(json.dumps(document, indent=2)) + "\n"


def as_plain(finding: Finding) -> dict[str, object]:
    """One finding as `json.dumps` takes it."""
    span = finding.span
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "role": finding.role,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "related": [
            {
                "file": label.span.file,
                "line": label.span.line,
                "column": label.span.column,
                "message": label.message,
            }
            for label in finding.related
        ],
        "witness": finding.witness,
        "help": finding.help,
        "fix": None if finding.fix is None else _fix(finding.fix),
        "url": finding.url,
        "fingerprint": finding.fingerprint,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "applicability": fix.applicability.value,
        "edits": [
            {
                "file": edit.span.file,
                "line": edit.span.line,
                "column": edit.span.column,
                "end_line": edit.span.end_line,
                "end_column": edit.span.end_column,
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }
