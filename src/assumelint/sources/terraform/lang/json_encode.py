"""`jsonencode`: a value as JSON whose every character knows the token it came from.

Laid out as Terraform does (https://developer.hashicorp.com/terraform/language/functions/jsonencode): no blanks,
keys in order, `<`, `>` and `&` escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.sources.terraform.lang.texts import joined
from assumelint.sources.terraform.lang.types import STRING
from assumelint.sources.terraform.lang.values import (
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
    every_member,
)
from assumelint.text import Part, Piece, Span, Text
from assumelint.text.json_text import Escapes, quoted


def encode_json(value: Value) -> Text:
    """The value as JSON. A value that is not known is a hole in it, in a string's quotes where it is a string."""
    return joined(_encoded(value), value.span)


def _encoded(value: Value) -> Iterator[Part]:
    match value:
        case StringValue(text):
            yield from _string(text)
        case NumberValue(number, span):
            yield Piece(str(number), span, exact=False)
        case BoolValue(flag, span):
            yield Piece("true" if flag else "false", span, exact=False)
        case NullValue(span):
            yield Piece("null", span, exact=False)
        case Unknown(hole, type):
            if type == STRING and not hole.many:
                yield from _string(Text((hole,), hole.span))
            else:
                yield hole
        case ListValue(items) | SetValue(items) | TupleValue(items):
            yield from _bracketed("[]", value.span, [_encoded(item) for item in items])
        case MapValue() | ObjectValue():
            yield from _bracketed("{}", value.span, _members(value))


def _bracketed(brackets: str, span: Span, items: list[Iterator[Part]]) -> Iterator[Part]:
    yield Piece(brackets[0], _first(span), exact=False)
    for index, item in enumerate(items):
        if index:
            yield Piece(",", _last(span), exact=False)
        yield from item
    yield Piece(brackets[1], _last(span), exact=False)


def _members(value: Members) -> list[Iterator[Part]]:
    return [_member(key, item) for key, item in every_member(value)] + [iter((hole,)) for hole in value.rest]


def _member(key: Text, item: Value) -> Iterator[Part]:
    yield from _string(key)
    yield Piece(":", _last(key.span), exact=False)
    yield from _encoded(item)


def _string(text: Text) -> Iterator[Part]:
    return quoted(text, Escapes.GO, _first(text.span), _last(text.span))


def _first(span: Span) -> Span:
    """The first character of a token: there the opening quote or bracket stands."""
    if (span.line, span.column) == (span.end_line, span.end_column):
        return span
    return Span(span.file, span.line, span.column, span.line, span.column + 1)


def _last(span: Span) -> Span:
    """The last character of a token."""
    if span.end_column <= 1 or (span.line, span.column) == (span.end_line, span.end_column):
        return Span(span.file, span.end_line, span.end_column, span.end_line, span.end_column)
    return Span(span.file, span.end_line, span.end_column - 1, span.end_line, span.end_column)
