"""`assumelint rule ID`: the documentation of one rule."""

from __future__ import annotations

import argparse

from assumelint import RULES_URL
from assumelint.errors import UsageError
from assumelint.rule import all_rules
from assumelint.suggest import did_you_mean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the argument of `rule`."""
    parser.add_argument("id", metavar="RULE", help="its id, as `assumelint rules` lists it")


def run(arguments: argparse.Namespace) -> int:
    """Print the documentation. Raises `UsageError` where there is no such rule."""
    rule = all_rules().get(arguments.id)
    if rule is None:
        raise UsageError(f'unknown rule "{arguments.id}"{did_you_mean(arguments.id, all_rules())}')
    print(f"{rule.id} ({rule.severity.value}, {rule.group.value})\n\n{rule.doc}\n\n{RULES_URL}#{rule.id}")
    return 0
