"""Equality of values, and the order and identity of set elements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cmp_to_key

from assumelint.sources.terraform.lang.values import numbers
from assumelint.sources.terraform.lang.values.go_quote import quote
from assumelint.sources.terraform.lang.values.types import BOOL, NUMBER, STRING, Type, contains_dynamic
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    ListValue,
    MapValue,
    Members,
    NullValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    complete,
    is_many,
    known,
    type_of,
)
from assumelint.text import HOLE_MARK, Span, Text


def equal(left: Value, right: Value) -> bool | None:
    """The result of `left == right`, which also compares types. None if it depends on unknown parts."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _equal_unknown(left, right)
    if isinstance(left, NullValue) or isinstance(right, NullValue):
        return isinstance(left, NullValue) and isinstance(right, NullValue)
    if known(left) and known(right) and type_of(left) != type_of(right):
        return False
    match left, right:
        case StringValue(a), StringValue(b):
            return _equal_texts(a, b)
        case NumberValue(a_number), NumberValue(b_number):
            return numbers.equal(a_number, b_number)
        case BoolValue(a_bool), BoolValue(b_bool):
            return a_bool == b_bool
        case ListValue(a_items), ListValue(b_items):
            return _equal_items(a_items, b_items)
        case TupleValue(a_items), TupleValue(b_items):
            return _equal_items(a_items, b_items)
        case SetValue(), SetValue():
            return _equal_sets(left, right)
        case MapValue(), MapValue():
            return _equal_members(left, right)
        case ObjectValue(), ObjectValue():
            return _equal_members(left, right)
        case _:
            return False


def _equal_unknown(left: Value, right: Value) -> bool | None:
    one, other = (left, right) if isinstance(left, Unknown) else (right, left)
    if isinstance(other, Unknown | NullValue) or not isinstance(one, Unknown):
        return None
    type = type_of(other)
    open_type = contains_dynamic(one.type) or contains_dynamic(type)
    return None if open_type or one.type == type else False


def _equal_texts(left: Text, right: Text) -> bool | None:
    if left.literal is not None and right.literal is not None:
        return left.literal == right.literal
    if left.shape == right.shape:
        return True
    return None if may_equal(left, right) else False


def may_equal(left: Text, right: Text) -> bool:
    """Whether two strings can be equal. False only if the text before, after or between holes rules it out."""
    a, b = left.flat, right.flat
    start_a, start_b = a.partition(HOLE_MARK)[0], b.partition(HOLE_MARK)[0]
    end_a, end_b = a.rpartition(HOLE_MARK)[2], b.rpartition(HOLE_MARK)[2]
    if left.literal is not None or right.literal is not None:
        text, holed = (a, right) if left.literal is not None else (b, left)
        return _fits(text, holed)
    starts = start_a.startswith(start_b) or start_b.startswith(start_a)
    return starts and (end_a.endswith(end_b) or end_b.endswith(end_a))


def _fits(text: str, holed: Text) -> bool:
    """Whether some values for the holes of `holed` give `text`."""
    first, *middle, last = holed.flat.split(HOLE_MARK)
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def _all(results: Iterable[bool | None]) -> bool | None:
    answer: bool | None = True
    for result in results:
        if result is False:
            return False
        if result is None:
            answer = None
    return answer


def _equal_items(left: Sequence[Value], right: Sequence[Value]) -> bool | None:
    if any(is_many(item) for item in (*left, *right)):
        return None
    if len(left) != len(right):
        return False
    return _all(equal(a, b) for a, b in zip(left, right, strict=True))


def _equal_sets(left: SetValue, right: SetValue) -> bool | None:
    if not known(left) or not known(right):
        return None
    return len(left.items) == len(right.items) and all(map(_same, left.items, right.items))


def _same(left: Value, right: Value) -> bool:
    return equal(left, right) is True


def _equal_members(left: Members, right: Members) -> bool | None:
    if not complete(left) or not complete(right):
        return None
    if left.members.keys() != right.members.keys():
        return False
    return _all(equal(value, right.members[name][1]) for name, (_, value) in left.members.items())


def make_set(items: Iterable[Value], element: Type, span: Span) -> SetValue:
    """A set of the items without duplicates, in Terraform's order of iteration."""
    certain: dict[bytes, Value] = {}
    others: list[Value] = []
    for item in items:
        if known(item):
            certain.setdefault(identity(item), item)
        elif item not in others:
            others.append(item)
    return SetValue((*_sorted(list(certain.values()), element), *others), element, span)


def _sorted(items: list[Value], element: Type) -> list[Value]:
    if element not in (STRING, NUMBER, BOOL):
        nulls = [item for item in items if isinstance(item, NullValue)]
        return sorted((item for item in items if not isinstance(item, NullValue)), key=identity) + nulls
    return sorted(items, key=cmp_to_key(_order))


def _order(left: Value, right: Value) -> int:
    match left, right:
        case StringValue(a), StringValue(b):
            x, y = str(a).encode(), str(b).encode()
            return (x > y) - (x < y)
        case NumberValue(m), NumberValue(n):
            return (m.value > n.value) - (m.value < n.value)
        case BoolValue(p), BoolValue(q):
            return p - q
        case _:
            return isinstance(left, NullValue) - isinstance(right, NullValue)


def identity(value: Value) -> bytes:
    """Bytes that identify a known value among those of its type. cty orders sets of objects by such bytes."""
    match value:
        case StringValue(text):
            return quote(str(text)).encode()
        case NumberValue(number):
            return numbers.general(number, 10).encode() + _exact(number)
        case BoolValue(flag):
            return b"T" if flag else b"F"
        case NullValue():
            return b"~"
        case ListValue(items) | SetValue(items):
            return b"[" + b"".join(identity(item) + b";" for item in items) + b"]"
        case TupleValue(items):
            return b"<" + b"".join(identity(item) + b";" for item in items) + b">"
        case MapValue(members):
            pairs = (quote(name).encode() + b":" + identity(item) for name, (_, item) in members.items())
            return b"{" + b"".join(pair + b";" for pair in pairs) + b"}"
        case ObjectValue(members):
            return b"<" + b"".join(identity(item) + b";" for _, item in members.values()) + b">"
        case Unknown():
            return b"?"


def _exact(number: numbers.Number) -> bytes:
    """A suffix that distinguishes numbers with the same first ten digits. It comes after the bytes that order them."""
    text = numbers.general(number, 10)
    full = numbers.format_number(number)
    return b"" if text == full else b"\x00" + full.encode()
