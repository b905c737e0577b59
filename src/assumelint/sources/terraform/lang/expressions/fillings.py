"""Evaluates functions of unknown account ids and partitions: the result is known if it is the same for all of them.

An account id is twelve digits, and there are few partitions
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html), so the result of
`regex("oidc-provider/(.*)", arn)` is known although the ARN is not.
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
# An argument with such digits may search for a particular account id.
_DIGITS = re.compile(r"\d{3}")


def fillings(values: tuple[Value, ...]) -> Iterable[tuple[Value, ...]]:
    """The arguments with sample values for their holes; none if a hole is not an account id or a partition."""
    kinds = {hole.kind for value in values for hole in holes(value)}
    if not kinds or not kinds <= _FILLINGS.keys() or any(_names_account(value) for value in values):
        return ()
    if not all(isinstance(value, StringValue) or known(value) for value in values):
        return ()
    return (tuple(_filled(value, number) for value in values) for number in range(_TRIES))


def agreed(results: list[Value]) -> Value | None:
    """The result if it is the same for all fillings, else None."""
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
