"""Findings that say the same of many places, shown once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assumelint.model import Finding


def shown_once(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings with one for all that a rule says `once`: the first, with the number of the others."""
    given = list(findings)
    places = Counter(finding.rule for finding in given if finding.once)
    shown: list[Finding] = []
    for finding in given:
        others = places[finding.rule] - 1 if finding.once else 0
        if others > 0:
            from msgspec.structs import replace

            more = f"(and {others} more like it: --output-format json lists them)"
            shown.append(replace(finding, message=f"{finding.message} {more}"))
            places[finding.rule] = 0
        elif others == 0:
            shown.append(finding)
    return shown
