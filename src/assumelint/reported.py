"""What the sources report themselves, handed on by the rule that it is named after."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.model import Problem
from assumelint.rule import Hit


def reported(rule: str, problem: Problem) -> Iterator[Hit]:
    """The problem as a hit, where it is this rule's."""
    if problem.rule == rule:
        yield Hit(problem.span, problem.message, help=problem.help, related=problem.related, severity=problem.severity)
