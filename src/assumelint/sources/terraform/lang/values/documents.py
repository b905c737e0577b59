"""Converts values to documents and documents to values."""

from __future__ import annotations

from fractions import Fraction

from assumelint.sources.terraform.lang.values.numbers import Number, UndecidedError, parse_number
from assumelint.sources.terraform.lang.values.types import DYNAMIC, STRING
from assumelint.sources.terraform.lang.values.unknowns import named
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    ListValue,
    MapValue,
    Member,
    NullValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    every_member,
)
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence


def to_node(value: Value) -> Node:
    """The value as the document that `jsonencode` renders, with the same spans."""
    match value:
        case StringValue(text):
            return text
        case NumberValue(number, span):
            return Scalar(_plain(number), str(number), span)
        case BoolValue(flag, span):
            return Scalar(flag, "true" if flag else "false", span)
        case NullValue(span):
            return Scalar(None, "null", span)
        case Unknown(hole, type):
            # A value that is certainly a string is a hole inside quotes, any other a bare hole.
            return Text((hole,), hole.span) if type == STRING and not hole.many else hole
        case ListValue(items) | SetValue(items) | TupleValue(items):
            return Sequence(tuple(to_node(item) for item in items), value.span)
        case MapValue() | ObjectValue():
            entries = tuple((key, to_node(item)) for key, item in every_member(value))
            return Mapping(entries, value.span, value.rest)


def from_node(node: Node) -> Value:
    """The document as the value that `jsondecode` returns: objects and tuples. Of duplicate keys, the last wins."""
    match node:
        case Text():
            return StringValue(node)
        case Hole():
            return Unknown(node, DYNAMIC)
        case Scalar(value, raw, span):
            if value is None:
                return NullValue(span)
            return BoolValue(value, span) if isinstance(value, bool) else _number(raw, node)
        case Sequence(items, span):
            return TupleValue(tuple(from_node(item) for item in items), span)
        case Mapping(entries, span, rest):
            known: dict[str, Member] = {}
            partial: list[Member] = []
            for key, item in entries:
                if key.literal is None:
                    partial.append((key, from_node(item)))
                else:
                    known[key.literal] = (key, from_node(item))
            return ObjectValue(dict(sorted(known.items())), span, tuple(partial), rest)


def _number(raw: str, node: Scalar) -> Value:
    try:
        number = parse_number(raw)
    except UndecidedError:
        number = None
    if number is None:
        return Unknown(named("number", node.span))
    return NumberValue(number, node.span)


def _plain(number: Number) -> int | float:
    return number.value.numerator if number.value.denominator == 1 else _float(number.value)


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf")
