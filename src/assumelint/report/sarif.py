"""SARIF 2.1.0 for GitHub code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and, for the parts that GitHub supports,
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from assumelint import HOME, RULES_URL, __version__
from assumelint.report.style import inert_json
from assumelint.rule import Rule, all_rules

if TYPE_CHECKING:
    from assumelint.model import Finding, Label
    from assumelint.report import Report
    from assumelint.text import Span
    from assumelint.text.code import Code

MAX_RESULTS = 25_000  # GitHub refuses a file with more results in one run


def render(report: Report, *, colour: bool) -> str:
    """Return one run with all rules and the findings. If there are too many, the most severe ones are kept."""
    rules, findings = all_rules(), report.findings
    kept = findings
    if len(findings) > MAX_RESULTS:
        kept = sorted(findings, key=lambda finding: finding.severity.rank)[:MAX_RESULTS]
    index = {rule_id: position for position, rule_id in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "assumelint",
                "informationUri": HOME,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
        "results": [_result(finding, index, report.code) for finding in kept],
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return inert_json(json.dumps(document, indent=2)) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.id.title().replace("-", ""),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary + "."},
        "help": {"text": rule.doc, "markdown": rule.doc},
        "helpUri": f"{RULES_URL}#{rule.id}",
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": ["security", "iam", "oidc"], "precision": "high"},
    }


def _result(finding: Finding, index: dict[str, int], code: Code) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": finding.severity.value,
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": _place(finding.span, code)}],
        "partialFingerprints": {"assumelint/v1": finding.fingerprint},
    }
    if finding.role:
        result["locations"] = [
            {
                "physicalLocation": _place(finding.span, code),
                "logicalLocations": [{"fullyQualifiedName": finding.role, "kind": "resource"}],
            }
        ]
    if finding.related:
        result["relatedLocations"] = [_related(label, number, code) for number, label in enumerate(finding.related, 1)]
    if finding.witness is not None:
        result["properties"] = {"witness": finding.witness}
    return result


def _message(finding: Finding) -> str:
    return finding.message + (f"\n\nFix: {finding.help}" if finding.help else "")


def _related(label: Label, number: int, code: Code) -> dict[str, object]:
    return {"id": number, "physicalLocation": _place(label.span, code), "message": {"text": label.message}}


def _place(span: Span, code: Code) -> dict[str, object]:
    return {
        "artifactLocation": {"uri": quote(code.identity(span.file)), "uriBaseId": "SRCROOT"},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }
