"""Evaluates functions of unknown values of a known form: the result is known if it is the same for all of them.

An account id is twelve digits, and there are few partitions
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html), so the result of
`regex("oidc-provider/(.*)", arn)` is known although the ARN is not. The host of a cluster is put back where a result
holds it as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from assumelint.aws import EXAMPLE_ACCOUNT, PARTITIONS
from assumelint.sources.terraform.lang.values.equality import equal
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    StringValue,
    TupleValue,
    Value,
    holes,
    known,
)
from assumelint.text import Hole, HoleKind, Piece, Text

_FILLINGS = {
    HoleKind.ACCOUNT: ("000000000000", EXAMPLE_ACCOUNT, "999999999999"),
    HoleKind.PARTITION: PARTITIONS,
    HoleKind.CLUSTER_HOST: (
        "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
        "oidc.eks.cn-north-1.amazonaws.com.cn/id/89ABCDEF0123456701234567FEDCBA98",
        "oidc-eks.us-gov-east-2.api.amazonwebservices.eu/id/FEDCBA98765432100123456789ABCDEF",
    ),
}
_TRIES = len(PARTITIONS)
# An argument with such digits may search for a particular account id or region.
_DIGITS = re.compile(r"\d{3}|-\d")


def whatever_fills(values: tuple[Value, ...], call: Callable[[tuple[Value, ...]], Value]) -> Value | None:
    """The result of a call if it is the same for all values of the holes in its arguments, else None."""
    found = [hole for value in values for hole in holes(value)]
    if not {hole.kind for hole in found} <= _FILLINGS.keys() or any(_names_value(value) for value in values):
        return None
    hosts = {hole.identity: hole for hole in found if hole.kind is HoleKind.CLUSTER_HOST}
    if not found or len(hosts) > 1 or not all(isinstance(value, StringValue) or known(value) for value in values):
        return None
    host = next(iter(hosts.values()), None)
    results = [
        _put_back(call(tuple(_filled(value, number) for value in values)), host, number) for number in range(_TRIES)
    ]
    return _agreed(results)


def _agreed(results: list[Value | None]) -> Value | None:
    first, *others = results
    same = first is not None and all(other is not None and equal(first, other) is True for other in others)
    return first if same else None


def _names_value(value: Value) -> bool:
    return isinstance(value, StringValue) and not value.text.holes and _DIGITS.search(value.text.flat) is not None


def _filled(value: Value, number: int) -> Value:
    if not isinstance(value, StringValue):
        return value
    parts = tuple(
        Piece(_sample(part.kind, number), part.span, exact=False) if isinstance(part, Hole) else part
        for part in value.text.parts
    )
    return StringValue(replace(value.text, parts=parts))


def _sample(kind: HoleKind, number: int) -> str:
    choices = _FILLINGS[kind]
    return choices[number % len(choices)]


def _put_back(value: Value, host: Hole | None, number: int) -> Value | None:
    """The result with the host of a cluster instead of its sample, None if it is not known."""
    if host is None or not known(value):
        return value if known(value) else None
    match value:
        case StringValue(text):
            return StringValue(_with_host(text, host, _sample(host.kind, number)))
        case ListValue(items) | TupleValue(items):
            back = [_put_back(item, host, number) for item in items]
            return replace(value, items=tuple(item for item in back if item is not None))
        case _:
            return value


def _with_host(text: Text, host: Hole, sample: str) -> Text:
    found = text.flat.find(sample)
    if found < 0:
        return text
    return Text((*text.cut(0, found).parts, host, *text.cut(found + len(sample)).parts), text.span)
