"""What makes a finding the same one tomorrow: its rule, file, role and clause, and no line number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from assumelint.model import Finding
from assumelint.text.code import Code


def fingerprints(findings: Iterable[Finding], code: Code) -> Iterator[str]:
    """A fingerprint for each finding, in order; of several that are alike, the later ones are numbered."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        clause = code.slice(finding.span)
        parts = (
            finding.rule,
            code.identity(finding.span.file),
            finding.role,
            finding.message if clause is None else " ".join(clause.split()),
        )
        number = f"#{seen[parts]}" if seen[parts] else ""
        seen[parts] += 1
        yield _digest("\0".join((*parts, number)))


def _digest(text: str) -> str:
    import hashlib  # loads OpenSSL, which a run without a finding need not

    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:32]
