"""Writes `docs/rules.md` from the docstrings of the rules: `python scripts/make_rules.py` (`--check` only compares)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from assumelint.rule import by_group

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
INTRODUCTION = """\
# Rules

An **error** can never work, or AWS refuses it, or strangers get in. A **warning** works, but is wider or more fragile
than it needs to be. A **note** is worth knowing. Where less is certain than a rule says, its finding is milder.

`assumelint rule ID` prints each of these texts. `# <- here` marks what a finding points at. An example shows the part
of a policy that matters; what it leaves out is right.
This page is made from the rules by `scripts/make_rules.py`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    groups = by_group()
    yield INTRODUCTION
    yield "| Rule | Severity | |\n|---|---|---|"
    for rules in groups.values():
        for rule in rules:
            yield f"| [{rule.id}](#{rule.id}) | {rule.severity.value} | {_cell(rule.summary)} |"
    for group, rules in groups.items():
        yield f"\n## {group.value}\n\n`--select {group.id}`"
        for rule in rules:
            yield f"\n### {rule.id}\n\n*{rule.severity.value}*: {rule.doc}"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the page, or with `--check` say whether it is fresh."""
    text = page()
    if "--check" in sys.argv[1:]:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        print(f"{PAGE.name} is {'fresh' if fresh else 'stale: run scripts/make_rules.py'}")
        return 0 if fresh else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
