"""The findings as JSON for programs. The format is a contract: a change of it changes `version`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assumelint.called import Called
from assumelint.coverage import Coverage, reason
from assumelint.report.style import inert_json
from assumelint.report.tally import counts

if TYPE_CHECKING:
    from assumelint.model import Finding, Fix, Unfollowed
    from assumelint.report import Report


def render(report: Report, *, colour: bool) -> str:
    """Return `{"version": 1, "findings": […], "summary": {…}, "not_judged": […], "not_followed": […]}`."""
    findings = report.findings
    document = {
        "version": 1,
        "findings": [as_plain(finding) for finding in findings],
        "summary": {**counts(findings), "total": len(findings), **summary(report.coverage)},
        **gaps(report.coverage),
    }
    return inert_json(json.dumps(document, indent=2)) + "\n"


def summary(coverage: Coverage) -> dict[str, int]:
    """Return how much was looked at."""
    return {
        "roles": coverage.roles,
        "documents": coverage.documents,
        "web_identity_roles": coverage.web_identity,
        "supposed_roles": coverage.supposed,
        "providers": coverage.providers,
        "roles_not_judged": len(coverage.unjudged),
        "modules_not_followed": coverage.not_followed(Called.MODULE),
        "stacks_not_followed": coverage.not_followed(Called.NESTED_STACK),
    }


def gaps(coverage: Coverage) -> dict[str, list[dict[str, object]]]:
    """Return the roles that were not judged and the modules that were not followed, each with the reason."""
    return {
        "not_judged": [
            {"role": role.address, "file": role.span.file, "line": role.span.line, "reason": reason(role)}
            for role in coverage.unjudged
        ],
        "not_followed": [_unfollowed(each) for each in coverage.unfollowed],
    }


def _unfollowed(each: Unfollowed) -> dict[str, object]:
    return {
        each.kind.value.replace(" ", "_"): each.source,
        "file": each.span.file,
        "line": each.span.line,
        "reason": each.reason,
    }


def as_plain(finding: Finding) -> dict[str, object]:
    """Return one finding as `json.dumps` takes it."""
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
