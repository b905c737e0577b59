"""JSON text whose every character knows the token it came from.

Laid out as Go's `json.Marshal` and `json.MarshalIndent` do (https://pkg.go.dev/encoding/json#Marshal), which
`jsonencode` and the AWS provider print with: `<`, `>` and `&` escaped, two blanks of indent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assumelint.sources.terraform.lang.values.documents import to_node
from assumelint.sources.terraform.lang.values.texts import joined
from assumelint.sources.terraform.lang.values.value import Value
from assumelint.text import Hole, Part, Piece, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

ESCAPED = re.compile('[\x00-\x1f"\\\\<>&\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def encode_json(value: Value) -> Text:
    """The value as JSON. A value that is not known is a hole in it, in a string's quotes where it is a string."""
    return write_json(to_node(value))


def write_json(node: Node, *, indent: bool = False) -> Text:
    """The document as JSON, one line or indented by two blanks a level. A hole stands where its value would."""
    return joined(_node(node, "\n" if indent else ""), node.span)


def _node(node: Node, newline: str) -> Iterator[Part]:
    match node:
        case Text():
            yield from _string(node)
        case Hole():
            yield node
        case Scalar(_, raw, span):
            yield Piece(raw, span, exact=False)
        case Sequence(items, span):
            inner = _deeper(newline)
            values: list[Iterable[Part]] = [_node(item, inner) for item in items]
            yield from _group("[]", values, span, newline)
        case Mapping(entries, span, rest):
            members: list[Iterable[Part]] = [_member(key, value, newline) for key, value in entries]
            yield from _group("{}", [*members, *((hole,) for hole in rest)], span, newline)


def _member(key: Text, value: Node, newline: str) -> Iterator[Part]:
    yield from _string(key)
    yield Piece(": " if newline else ":", _last(key.span), exact=False)
    yield from _node(value, _deeper(newline))


def _group(brackets: str, members: list[Iterable[Part]], span: Span, newline: str) -> Iterator[Part]:
    inner, end = _deeper(newline), _last(span)
    yield Piece(brackets[0], _first(span), exact=False)
    for number, member in enumerate(members):
        yield Piece(("," if number else "") + inner, end, exact=False)
        yield from member
    yield Piece((newline if members else "") + brackets[1], end, exact=False)


def _deeper(newline: str) -> str:
    return newline + "  " if newline else ""


def _string(text: Text) -> Iterator[Part]:
    yield Piece('"', _first(text.span), exact=False)
    for part in text.parts:
        if isinstance(part, Hole):
            yield part
        else:
            yield from _escaped(part)
    yield Piece('"', _last(text.span), exact=False)


def _escaped(piece: Piece) -> Iterator[Piece]:
    start = 0
    for found in ESCAPED.finditer(piece.text):
        if found.start() > start:
            yield piece.cut(start, found.start())
        char = piece.cut(found.start(), found.end())
        yield Piece(_SHORT.get(found[0], f"\\u{ord(found[0]):04x}"), char.span, exact=False)
        start = found.end()
    if start < len(piece.text):
        yield piece.cut(start, len(piece.text))


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
