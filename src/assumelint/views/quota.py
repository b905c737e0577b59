"""The part of a trust policy that can be deployed: statements beyond IAM's quota need not be checked."""

from __future__ import annotations

from collections.abc import Iterable

from assumelint.aws import TRUST_POLICY_MOST
from assumelint.model import Statement
from assumelint.text import HOLE_MARK, Text


def deployable(statements: Iterable[Statement]) -> list[bool]:
    """Return, for each statement, whether it begins within the longest trust policy that IAM accepts.

    Only what is certain is counted: the known characters of keys, values and principals, each in its quotes.
    """
    found, size = [], 0
    for statement in statements:
        found.append(size <= TRUST_POLICY_MOST)
        size += characters(statement)
    return found


def characters(statement: Statement) -> int:
    """Return the number of known characters in a statement's keys, values and principals."""
    size = sum(_known(principal.value) for principal in statement.principals or ())
    for condition in statement.conditions:
        size += _known(condition.key) + sum(_known(value) for value in condition.values.items)
    return size


def _known(text: Text) -> int:
    flat = text.flat
    return 2 + len(flat) - flat.count(HOLE_MARK)
