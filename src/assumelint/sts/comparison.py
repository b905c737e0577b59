"""Comparing one value of a request with one value of a policy, by the kind of operator.

A value that is not of the operator's kind (a date that is none) differs from everything.
"""

from __future__ import annotations

import operator as ordering
from collections.abc import Callable, Sequence
from typing import Any

from assumelint.aws import ARN_FIELDS
from assumelint.language.glob import Token, Wild, matches
from assumelint.language.operators import Comparison, Domain, Operator
from assumelint.language.outcome import Outcome, all_of, outcome
from assumelint.sts import scalars

_ORDER: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: ordering.eq,
    Comparison.LESS: ordering.lt,
    Comparison.LESS_OR_EQUAL: ordering.le,
    Comparison.GREATER: ordering.gt,
    Comparison.GREATER_OR_EQUAL: ordering.ge,
}
_READ: dict[Domain, Callable[[str], object]] = {
    Domain.NUMBER: scalars.number,
    Domain.DATE: scalars.moment,
    Domain.BOOLEAN: scalars.boolean,
    Domain.BINARY: scalars.binary,
}


def fits(operator: Operator, operand: Sequence[Token], actual: str) -> Outcome:
    """Whether a value of the request fits one of the policy, before any negation."""
    match operator.compare:
        case Comparison.STRING | Comparison.PATTERN:
            return matches(operand, actual)
        case Comparison.STRING_IGNORE_CASE:
            return matches([token if isinstance(token, Wild) else token.lower() for token in operand], actual.lower())
        case Comparison.ARN:
            return _arn_fits(operand, actual)
        case _ if Wild.HOLE in operand:
            return Outcome.UNKNOWN
        case _:
            return outcome(_scalar_fits(operator, "".join(map(str, operand)), actual))


def _scalar_fits(operator: Operator, operand: str, actual: str) -> bool:
    if operator.domain is Domain.ADDRESS:
        return scalars.in_network(actual, operand)
    read = _READ[operator.domain]
    left, right = read(actual), read(operand)
    return left is not None and right is not None and _ORDER[operator.compare](left, right)


def _arn_fits(operand: Sequence[Token], actual: str) -> Outcome:
    """Each of the six parts is matched by itself, so a wildcard stays within its part."""
    if Wild.HOLE in operand:
        return matches(operand, actual)  # a hole may span parts
    patterns, parts = _arn_patterns(operand), actual.split(":", ARN_FIELDS - 1)
    if len(patterns) < ARN_FIELDS or len(parts) < ARN_FIELDS:
        return Outcome.NO
    return all_of(matches(pattern, part) for pattern, part in zip(patterns, parts, strict=True))


def _arn_patterns(operand: Sequence[Token]) -> list[list[Token]]:
    patterns: list[list[Token]] = [[]]
    for token in operand:
        if isinstance(token, Wild):
            patterns[-1].append(token)
            continue
        first, *rest = token.split(":", ARN_FIELDS - len(patterns))
        patterns[-1].append(first)
        patterns += [[text] for text in rest]
    return patterns
