"""Writes `docs/cfn-lint.md` from the rules' numbers: `python scripts/make_cfn_lint.py` (`--check` only compares)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from assumelint.cfn_lint_ids import NUMBERS, identifier
from assumelint.cfn_lint_release import TAKEN
from assumelint.rule import all_rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cfn-lint.md"
INTRODUCTION = """\
# Inside cfn-lint

Where cfn-lint runs already, the rules can run with it:

```console
$ pip install 'assumelint[cfn-lint]'
$ cfn-lint --append-rules assumelint.cfn_lint -- template.yaml
```

or, for good, in `.cfnlintrc`:

```yaml
append_rules:
  - assumelint.cfn_lint
```

The extra brings a release of cfn-lint that the plugin takes: {taken}. Beside any other the plugin says so, and
cfn-lint stops. Without the plugin, assumelint needs no cfn-lint to read CloudFormation.

As a pre-commit hook, cfn-lint needs assumelint beside it:

```yaml
  - repo: https://github.com/aws-cloudformation/cfn-lint
    rev: v1.40.0
    hooks:
      - id: cfn-lint
        args: [--append-rules, assumelint.cfn_lint]
        additional_dependencies: ["assumelint[cfn-lint]"]
```

A finding has the number of its rule and the letter of its severity: **E** for an error, **W** for a warning, **I**
for a note, which cfn-lint shows with `--include-checks I`. Where less is certain than the rule says, the letter is
milder.

What cfn-lint is told to ignore is ignored by number, for the template or for one resource:

```yaml
Metadata:
  cfn-lint:
    config:
      ignore_checks: [W9704]
```

What assumelint is told to ignore is ignored as well: `# assumelint: ignore[rule-id] reason`, `Metadata: assumelint:
ignore: [rule-id]`, and its configuration. Templates that a stack nests are followed; their findings are shown when
cfn-lint runs on the nested file.

A number is never given to another rule. This table is made by `scripts/make_cfn_lint.py`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield INTRODUCTION.replace("{taken}", TAKEN)
    yield "| Number | Rule | |"
    yield "|---|---|---|"
    rules = all_rules()
    for name, _ in sorted(NUMBERS.items(), key=lambda item: item[1]):
        if name in rules:
            rule = rules[name]
            yield f"| {identifier(name, rule.severity)} | [{name}](rules.md#{name}) | {rule.summary} |"
    yield ""


def main() -> int:
    """Writes the page, or says (exit code 1) that it is stale."""
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
    elif page() != PAGE.read_text(encoding="utf-8"):
        print(f"{PAGE.name} is stale: run scripts/make_cfn_lint.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
