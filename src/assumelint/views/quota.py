"""How much of a trust policy can be deployed at all: what lies beyond IAM's quota need not be worked out."""

from __future__ import annotations

from collections.abc import Iterable

from assumelint.aws import TRUST_POLICY_MOST
from assumelint.model import Statement
from assumelint.text import HOLE_MARK, Text


def deployable(statements: Iterable[Statement]) -> list[bool]:
    """For each statement, whether it begins within the longest trust policy that IAM takes.

    Counted is what is surely there: the known characters of keys, values and principals, each in its quotes.
    """
    found, size = [], 0
    for statement in statements:
        found.append(size <= TRUST_POLICY_MOST)
        size += characters(statement)
    return found


def characters(statement: Statement) -> int:
    """The known characters of a statement's keys, values and principals."""
    size = sum(_known(principal.value) for principal in statement.principals or ())
    for condition in statement.conditions:
        size += _known(condition.key) + sum(_known(value) for value in condition.values.items)
    return size


def _known(text: Text) -> int:
    flat = text.flat
    return 2 + len(flat) - flat.count(HOLE_MARK)
