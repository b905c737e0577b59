"""`assumelint rule ID`: the documentation of one rule."""

from __future__ import annotations

import argparse

from assumelint import RULES_URL
from assumelint.config import rule_ids
from assumelint.errors import UsageError
from assumelint.rule import all_rules


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument of `rule`."""
    parser.add_argument("id", metavar="RULE", help="its id, as `assumelint rules` lists it")


def run(arguments: argparse.Namespace) -> int:
    """Print the documentation. Raises `UsageError` if there is no such rule."""
    (rule_id,) = rule_ids([arguments.id], UsageError)
    rule = all_rules()[rule_id]
    print(f"{rule.id} ({rule.severity.value}, {rule.group})\n\n{rule.doc}\n\n{RULES_URL}#{rule.id}")
    return 0
