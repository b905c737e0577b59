"""The closing line: how many findings there are, and what was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assumelint.called import Called
from assumelint.severity import Severity

if TYPE_CHECKING:
    from assumelint.coverage import Coverage
    from assumelint.model import Finding


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """Return the number of findings of each severity, the most severe first."""
    counted = Counter(finding.severity for finding in findings)
    return {severity.value: counted[severity] for severity in Severity}


def tally(findings: Sequence[Finding], coverage: Coverage) -> str:
    """Return `1 error, 2 warnings. 14 roles, 6 of them trust a web identity.`."""
    parts = [number_of(number, severity) for severity, number in counts(findings).items() if number]
    return f"{', '.join(parts) or 'No findings'}. {looked_at(coverage)}"


def looked_at(coverage: Coverage) -> str:
    """Return what was looked at, as a sentence: `14 roles, 6 of them trust a web identity; 1 module not followed.`."""
    total = coverage.roles + coverage.documents
    if not total:
        subjects = "No role or trust policy was found"
    else:
        kinds = [(coverage.roles, "role"), (coverage.documents, "trust policy without a role")]
        named = " and ".join(number_of(number, noun) for number, noun in kinds if number)
        subjects = f"{named}, {_trusting(coverage, total)}"
    return f"{'; '.join((subjects, *_exceptions(coverage)))}."


def number_of(number: int, noun: str) -> str:
    """Return `1 role` or `2 roles`."""
    if number == 1:
        return f"1 {noun}"
    head, space, rest = noun.partition(" without ")
    plural = f"{head[:-1]}ies" if head.endswith("y") else f"{head}s"
    return f"{number} {plural}{space}{rest}"


def _trusting(coverage: Coverage, total: int) -> str:
    number = coverage.web_identity
    if not number and coverage.unjudged:
        return "none of them known to trust a web identity" if total > 1 else "not known to trust a web identity"
    if total == 1:
        return "which trusts a web identity" if number else "which trusts no web identity"
    if not number:
        return "none of them trusts a web identity"
    return f"{number} of them trust{'s' * (number == 1)} a web identity"


def _exceptions(coverage: Coverage) -> Iterator[str]:
    """Yield what is special about some of the roles, and what was not looked at."""
    if coverage.supposed:
        verb = "exists" if coverage.supposed == 1 else "exist"
        yield f"{number_of(coverage.supposed, 'role')} {verb} only under a condition"
    if coverage.unjudged:
        yield f"{number_of(len(coverage.unjudged), 'role')} not judged"
    for kind in Called:
        if number := coverage.not_followed(kind):
            yield f"{number_of(number, kind.value)} not followed"
