"""Every cause of a problem has a rule that reports it, and every rule that reports problems has a cause."""

import pytest

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.reported import RULES
from assumelint.rule import all_rules
from assumelint.text import Span


def test_the_table_is_complete() -> None:
    assert set(RULES) == set(Cause)
    assert set(RULES.values()) == {rule.id for rule in all_rules().values() if rule.subject is Problem}


@pytest.mark.parametrize("cause", Cause)
def test_one_rule_reports_a_cause(cause: Cause) -> None:
    problem = Problem(cause, Span("a.tf", 1, 1, 1, 2), "m")
    rules = (rule for rule in all_rules().values() if rule.subject is Problem)
    assert [rule.id for rule in rules if list(rule.check(problem))] == [RULES[cause]]
