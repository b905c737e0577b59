"""How many findings there are, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assumelint.severity import Severity

if TYPE_CHECKING:
    from assumelint.model import Finding


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """The number of findings of each severity, the worst first."""
    counted = Counter(finding.severity for finding in findings)
    return {severity.value: counted[severity] for severity in Severity}


def tally(findings: Sequence[Finding]) -> str:
    """`No findings.`, or `3 findings: 1 error, 2 warnings.`."""
    if not findings:
        return "No findings."
    parts = [f"{number} {severity}{'s' * (number > 1)}" for severity, number in counts(findings).items() if number]
    return f"{len(findings)} finding{'s' * (len(findings) > 1)}: {', '.join(parts)}."
