"""From an extraction to findings: runs every rule on every subject, then drops what the user does not want reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from assumelint import RULES_URL
from assumelint.config import Config
from assumelint.fingerprint import fingerprints
from assumelint.globs import matches, matches_address
from assumelint.judge import Judgement, judge
from assumelint.model import Extraction, Finding
from assumelint.proof import proved
from assumelint.rule import Rule, all_rules
from assumelint.suppress import suppress
from assumelint.text.code import Code
from assumelint.views import Project


def lint(extraction: Extraction, config: Config | None = None, code: Code | None = None) -> list[Finding]:
    """Return the findings, sorted by position. A fault that several instances share is one finding.

    `code` holds the files that the extraction came from.
    """
    config, code = config or Config(Path.cwd()), code or Code()
    rules = selected(config)
    project = Project.of(extraction, code.remote(), config.issuers, code.begins_after)
    # All rules run, even ignored ones: a rule that others give way to has that effect even if it is ignored.
    judgements = proved(project, code, judge(project, all_rules().values()))
    found = [_finding(judgement) for judgement in judgements if judgement.rule.id in rules]
    found = merged(finding for finding in found if not _exempt_role(finding, config))
    kept, unused = suppress(found, extraction, rules.keys())
    kept += map(_finding, judge(Project.of(Extraction(problems=tuple(unused))), rules.values()))
    kept = [finding for finding in kept if not _exempt_path(finding, config, code)]
    kept.sort(key=lambda finding: (finding.span, finding.rule, finding.message))
    return [replace(finding, fingerprint=mark) for finding, mark in zip(kept, fingerprints(kept, code), strict=True)]


def selected(config: Config) -> dict[str, Rule]:
    """Return the rules that the configuration selects, by id."""
    return {
        rule_id: rule
        for rule_id, rule in all_rules().items()
        if (config.select is None or rule_id in config.select) and rule_id not in config.ignore
    }


def _finding(judgement: Judgement) -> Finding:
    rule, hit = judgement.rule, judgement.hit
    return Finding(
        rule=rule.id,
        severity=judgement.severity,
        message=hit.message,
        span=hit.span,
        role=judgement.address,
        label=hit.label,
        related=hit.related,
        witness=hit.witness,
        help=hit.help,
        fix=hit.fix,
        url=f"{RULES_URL}#{rule.id}",
        variant=judgement.variant,
        once=hit.once,
    )


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Merge findings that several instances share.

    The most severe one is kept, and its message counts the other roles.
    """
    groups: dict[object, list[Finding]] = {}
    nth: Counter[object] = Counter()
    # Of two equal findings, only one may have a fix, as the work to verify fixes is limited.
    for finding in {replace(finding, fix=None): finding for finding in findings}.values():
        # A role may have several faults of one kind at one place: the first of each role are merged, and so on.
        at = (finding.rule, finding.span)
        instance = (finding.role, finding.variant)
        groups.setdefault((at, nth[at, instance]), []).append(finding)
        nth[at, instance] += 1
    return [_representative(group) for group in groups.values()]


def _representative(group: list[Finding]) -> Finding:
    worst = min(group, key=lambda finding: (finding.severity.rank, bool(finding.variant)))
    if any(finding.fix != worst.fix for finding in group):
        worst = replace(worst, fix=None)  # a fix for one instance may break another
    if worst.variant:
        worst = replace(worst, message=f"{worst.message} (where {worst.variant})")
    others = len({finding.role for finding in group}) - 1
    if not others:
        return worst
    return replace(worst, message=f"{worst.message} (and {others} more role{'s' * (others > 1)})")


def _exempt_role(finding: Finding, config: Config) -> bool:
    return any(
        (exemption.rules is None or finding.rule in exemption.rules)
        and matches_address(exemption.pattern, finding.role)
        for exemption in config.role_exemptions
    )


def _exempt_path(finding: Finding, config: Config, code: Code) -> bool:
    relative = code.relative(finding.span.file, config.folder)
    return any(
        (exemption.rules is None or finding.rule in exemption.rules) and matches(exemption.pattern, relative)
        for exemption in config.path_exemptions
    )
