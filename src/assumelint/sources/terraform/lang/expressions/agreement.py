"""What several possible values have in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from assumelint.sources.terraform.lang.values.json_text import encode_json
from assumelint.sources.terraform.lang.values.types import DYNAMIC
from assumelint.sources.terraform.lang.values.unknowns import member
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    MapValue,
    Member,
    Members,
    ObjectValue,
    TupleValue,
    Unknown,
    Value,
    complete,
    type_of,
)
from assumelint.text import Hole


def agreed_by_all(values: Sequence[Value], hole: Hole) -> Value:
    """At least one value, merged as `agreed` does."""
    return reduce(lambda left, right: agreed(left, right, hole), values)


def agreed(left: Value, right: Value, hole: Hole) -> Value:
    """Two values merged: parts that are equal are kept, others are unknown, with holes named after the given one."""
    if type_of(left) == type_of(right) and encode_json(left).shape == encode_json(right).shape:
        return left
    match left, right:
        case ObjectValue(), ObjectValue() if _same_names(left, right):
            return ObjectValue(_agreed_members(left, right, hole), left.span)
        case MapValue(element=element), MapValue(element=other) if element == other and _same_names(left, right):
            return MapValue(_agreed_members(left, right, hole), element, left.span)
        case TupleValue(a), TupleValue(b) if len(a) == len(b):
            return TupleValue(_agreed_items(a, b, hole), left.span)
        case ListValue(a, element), ListValue(b) if len(a) == len(b):
            return ListValue(_agreed_items(a, b, hole), element, left.span)
        case _:
            pass
    return Unknown(hole, type_of(left) if type_of(left) == type_of(right) else DYNAMIC)


def _same_names(left: Members, right: Members) -> bool:
    return complete(left) and complete(right) and left.members.keys() == right.members.keys()


def _agreed_members(left: Members, right: Members, hole: Hole) -> dict[str, Member]:
    return {
        name: (key, agreed(item, right.members[name][1], _inner(hole, name, f".{name}")))
        for name, (key, item) in left.members.items()
    }


def _agreed_items(left: Sequence[Value], right: Sequence[Value], hole: Hole) -> tuple[Value, ...]:
    pairs = enumerate(zip(left, right, strict=True))
    return tuple(agreed(a, b, _inner(hole, "", f"[{index}]")) for index, (a, b) in pairs)


def _inner(hole: Hole, name: str, written: str) -> Hole:
    """The hole for a part of the value. Two parts are two holes: their values differ."""
    reference = hole.reference
    if "?" in reference and not reference.startswith("("):
        reference = f"({reference})"
    return member(hole, name, reference + written, hole.span)
