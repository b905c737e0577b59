"""`assumelint rules`: a line for each rule."""

from __future__ import annotations

import argparse
import json

from assumelint import RULES_URL
from assumelint.rule import all_rules, by_group


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `rules`."""
    parser.add_argument("--output-format", choices=("full", "json"), default="full", help="default: full")


def run(arguments: argparse.Namespace) -> int:
    """Print the rules by group."""
    rules = all_rules().values()
    if arguments.output_format == "json":
        keys = [
            {
                "id": rule.id,
                "severity": rule.severity.value,
                "group": rule.group.value,
                "summary": rule.summary,
                "url": f"{RULES_URL}#{rule.id}",
            }
            for rule in rules
        ]
        print(json.dumps({"version": 1, "rules": keys}, indent=2))
        return 0
    width = max((len(rule.id) for rule in rules), default=0)
    for group, members in by_group().items():
        print(f"{group.value}\n")
        for rule in members:
            print(f"  {rule.id:{width}}  {rule.severity.value:7}  {rule.summary}")
        print()
    return 0
