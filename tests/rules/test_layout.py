"""Who opens a rule sees what it does: its logic starts on the first screen."""

import inspect

import pytest

from assumelint.rule import Rule, all_rules

FIRST_SCREEN = 40


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.id)
def test_logic_starts_on_the_first_screen(rule: Rule) -> None:
    lines, start = inspect.getsourcelines(rule.check)
    end_of_documentation = max(number for number, line in enumerate(lines) if line.strip().endswith('"""'))
    assert start + end_of_documentation + 1 <= FIRST_SCREEN
