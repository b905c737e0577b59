"""The findings as a Markdown table for the summary page of a GitHub Actions job.

GitHub accepts 1 MiB per step and discards a larger summary entirely
(https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assumelint.report.style import safe
from assumelint.report.tally import tally

if TYPE_CHECKING:
    from assumelint.coverage import Coverage
    from assumelint.model import Finding

MAX_BYTES = 900_000
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&$:])")


def append(findings: Sequence[Finding], coverage: Coverage, environment: Mapping[str, str]) -> None:
    """Append the table to the job's summary when running in GitHub Actions. Raises `OSError`."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if environment.get("GITHUB_ACTIONS") != "true" or not path:
        return
    written = os.path.getsize(path) if os.path.exists(path) else 0
    with open(path, "a", encoding="utf-8", newline="\n") as stream:
        stream.write(render(findings, coverage, MAX_BYTES - written))


def render(findings: Sequence[Finding], coverage: Coverage, room: int = MAX_BYTES) -> str:
    """Return the table, with as many rows as fit into `room` bytes."""
    head = f"### assumelint\n\n{tally(findings, coverage)}\n"
    if not findings:
        return head
    head += "\n| | Rule | Place | Finding | Role |\n|---|---|---|---|---|\n"
    kept: list[str] = []
    room -= len(head.encode()) + 100
    rows = list(_rows(findings))
    for row in rows:
        room -= len(row.encode())
        if room < 0:
            break
        kept.append(row)
    left = len(rows) - len(kept)
    return head + "".join(kept) + (f"\n{left} more in the log of this step.\n" if left else "")


def _rows(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in sorted(findings, key=lambda finding: finding.severity.rank):
        place = f"{finding.span.file}:{finding.span.line}"
        cells = [finding.severity.value, f"[{finding.rule}]({finding.url})"]
        cells += [_escaped(text) for text in (place, finding.message, finding.role)]
        yield f"| {' | '.join(cells)} |\n"


def _escaped(text: str) -> str:
    """Return the text with all characters escaped that are special in Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", safe(text)).replace("\\<", "&lt;").replace("\\&", "&amp;")
