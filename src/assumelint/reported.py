"""What the sources report themselves, handed on by the rule that the cause belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.rule import Hit

# The rule, by its id, that reports each cause. Sources name causes and know no rules.
RULES: Mapping[Cause, str] = {
    Cause.UNREADABLE_FILE: "syntax-error",
    Cause.SYNTAX: "syntax-error",
    Cause.FOREIGN_TAG: "syntax-error",
    Cause.RUNAWAY_EXPANSION: "syntax-error",
    Cause.INVALID_JSON: "invalid-json",
    Cause.DUPLICATE_KEY: "duplicate-key",
    Cause.INVALID_CONFIGURATION: "invalid-configuration",
    Cause.UNRENDERED_DOCUMENT: "unrendered-document",
    Cause.INVALID_TEMPLATE: "template-error",
    Cause.UNDEFINED_REFERENCE: "undefined-reference",
    Cause.FUNCTION_AS_KEY: "intrinsic-in-key",
    Cause.UNUSED_IGNORE: "unused-ignore",
}


def reported(rule: str, problem: Problem) -> Iterator[Hit]:
    """The problem as a hit, where its cause is one of this rule's."""
    if RULES[problem.cause] == rule:
        yield Hit(
            problem.span,
            problem.message,
            help=problem.help,
            related=problem.related,
            severity=problem.severity,
            fix=problem.fix,
        )
