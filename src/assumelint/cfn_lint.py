"""The rules inside cfn-lint: `cfn-lint --append-rules assumelint.cfn_lint template.yaml`.

Each rule has a number of its own, and the letter of its severity: E for an error, W for a warning, I for a note
(shown with `--include-checks I`). Ignores work both ways: cfn-lint's (`Metadata: cfn-lint: config: ignore_checks`,
`--ignore-checks`) by number, and those of assumelint by the
name of the rule. The configuration of assumelint holds, too.

cfn-lint collects the classes it finds in this module; nothing else imports it. It is an extra
(`assumelint[cfn-lint]`): a release that the plugin does not take is refused by `cfn_lint_release`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assumelint.cfn_lint_ids import NUMBERS, identifier
from assumelint.cfn_lint_release import CloudFormationLintRule, RuleMatch
from assumelint.config import find_config
from assumelint.lint import lint
from assumelint.model import Extraction, Finding, Severity
from assumelint.rule import Rule, all_rules
from assumelint.sources import cloudformation
from assumelint.sources.inputs import Inputs
from assumelint.sources.registry.comments import comments
from assumelint.sources.registry.discover import tree_root
from assumelint.text import Span
from assumelint.text.code import Code
from assumelint.text.tree import Tree

__all__: list[str] = []


class _Lint:
    """The findings of one template: asked for by every rule, made once."""

    def __init__(self) -> None:
        self._template: object = None
        self._findings: list[tuple[Finding, list[str | int]]] = []

    def findings(self, template: Any) -> list[tuple[Finding, list[str | int]]]:
        """The findings in the file of a cfn-lint `Template`, each with the path of its resource."""
        if template is not self._template:
            self._template = template
            self._findings = list(_findings(template))
        return self._findings


def _findings(template: Any) -> Iterator[tuple[Finding, list[str | int]]]:
    filename = template.filename
    if not filename or not Path(filename).is_file():  # a template on standard input
        return
    cwd = Path.cwd()
    path = Path(filename)
    tree = Tree(tree_root(path, cwd), cwd)
    extraction = cloudformation.extract([path], tree, Inputs(_parameters(template)))
    extraction += Extraction(comments=tuple(comments(tree)))
    shown = tree.display(path)
    for finding in lint(extraction, find_config(cwd, None), Code((tree,))):
        if finding.span.file == shown:
            yield finding, _path(finding, extraction)


def _parameters(template: Any) -> dict[str, str]:
    """The values that cfn-lint was given (`--parameters`, a parameter file), where it was given one set of them."""
    sets = getattr(template, "parameters", None) or []
    if len(sets) != 1:
        return {}
    values = getattr(sets[0], "parameters", None) or {}
    return {str(name): str(value) for name, value in values.items() if not isinstance(value, list | dict)}


def _path(finding: Finding, extraction: Extraction) -> list[str | int]:
    """The path of the resource that a finding belongs to: cfn-lint's ignores in `Metadata` go by it."""
    if finding.role:
        return ["Resources", finding.role]
    declared = [(role.span, role.address) for role in extraction.roles]
    declared += [(provider.span, provider.address) for provider in extraction.providers]
    before = [(span, address) for span, address in declared if _starts_before(span, finding.span)]
    return ["Resources", max(before)[1]] if before else []


def _starts_before(span: Span, other: Span) -> bool:
    return span.file == other.file and (span.line, span.column) <= (other.line, other.column)


_LINT = _Lint()


def _match(self: Any, template: Any) -> list[Any]:
    return [
        RuleMatch(path, _message(finding), location=_location(finding.span))
        for finding, path in _LINT.findings(template)
        if finding.rule == self.rule and finding.severity is self.kind
    ]


def _message(finding: Finding) -> str:
    advice = " ".join(line.strip() for line in finding.help.splitlines())
    return f"{finding.message} ({finding.rule})" + (f". Fix: {advice}" if advice else "")


def _location(span: Span) -> tuple[int, int, int, int]:
    return span.line - 1, span.column - 1, span.end_line - 1, span.end_column - 1


def _class(rule: Rule, severity: Severity) -> type:
    name = identifier(rule.id, severity)
    members = {
        "id": name,
        "shortdesc": rule.summary,
        "description": rule.doc.partition("\n\n")[2].partition("\n\nBad:")[0].replace("\n", " ") or rule.summary,
        "source_url": f"https://github.com/assumelint/assumelint/blob/main/docs/rules.md#{rule.id}",
        "tags": ["iam", "oidc", "assumelint"],
        "rule": rule.id,
        "kind": severity,
        "match": _match,
        "__module__": __name__,
    }
    return type(name, (CloudFormationLintRule,), members)


def _classes() -> dict[str, type]:
    rules = all_rules()
    return {
        made.__name__: made
        for rule_id in NUMBERS
        if rule_id in rules
        for severity in Severity
        for made in (_class(rules[rule_id], severity),)
    }


globals().update(_classes())
