"""Unknowns of which little is unknown: a function of them is certain where every filling gives the same.

An account id is twelve digits, and there are only so many partitions
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html), so `regex("oidc-provider/(.*)", arn)` is known
though the ARN is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from assumelint.aws import EXAMPLE_ACCOUNT, PARTITIONS
from assumelint.sources.terraform.lang.values.equality import equal
from assumelint.sources.terraform.lang.values.value import StringValue, Value, holes, known
from assumelint.text import Hole, HoleKind, Piece

_FILLINGS = {
    HoleKind.ACCOUNT: ("000000000000", EXAMPLE_ACCOUNT, "999999999999"),
    HoleKind.PARTITION: PARTITIONS,
}
_TRIES = len(PARTITIONS)
# An argument with this in it may look for a certain account.
_DIGITS = re.compile(r"\d{3}")


def fillings(values: tuple[Value, ...]) -> Iterable[tuple[Value, ...]]:
    """The arguments with their holes filled in every way that matters; none where a hole may hold anything."""
    kinds = {hole.kind for value in values for hole in holes(value)}
    if not kinds or not kinds <= _FILLINGS.keys() or any(_names_account(value) for value in values):
        return ()
    if not all(isinstance(value, StringValue) or known(value) for value in values):
        return ()
    return (tuple(_filled(value, number) for value in values) for number in range(_TRIES))


def agreed(results: list[Value]) -> Value | None:
    """The result that all fillings lead to, None where they differ."""
    first, *others = results
    return first if known(first) and all(equal(first, other) is True for other in others) else None


def _names_account(value: Value) -> bool:
    return isinstance(value, StringValue) and not value.text.holes and _DIGITS.search(value.text.flat) is not None


def _filled(value: Value, number: int) -> Value:
    if not isinstance(value, StringValue):
        return value
    parts = tuple(_piece(part, number) if isinstance(part, Hole) else part for part in value.text.parts)
    return StringValue(replace(value.text, parts=parts))


def _piece(hole: Hole, number: int) -> Piece:
    choices = _FILLINGS[hole.kind]
    return Piece(choices[number % len(choices)], hole.span, exact=False)
