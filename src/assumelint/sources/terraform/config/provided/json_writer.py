"""Documents to JSON text that remembers where each character came from.

The form is that of Go's `json.MarshalIndent` (https://pkg.go.dev/encoding/json#Marshal), which the AWS provider
prints policy documents with: two blanks of indent, `<`, `>` and `&` escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.text import Hole, Part, Piece, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

_ESCAPED = re.compile(r'[\x00-\x1f"\\<>&\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_json(node: Node, *, indent: bool) -> Text:
    """The document as JSON, one line or indented by two blanks a level. A hole stands where its value would."""
    return Text(tuple(_joined(_node(node, "\n" if indent else ""))), node.span)


def _node(node: Node, newline: str) -> Iterator[Part]:
    match node:
        case Mapping():
            yield from _mapping(node, newline)
        case Sequence(items, span):
            yield from _group("[]", [list(_node(item, _deeper(newline))) for item in items], span, newline)
        case Text():
            yield from _string(node)
        case Scalar(_, raw, span):
            yield Piece(raw, span, exact=False)
        case Hole():
            yield node


def _mapping(node: Mapping, newline: str) -> Iterator[Part]:
    inner = _deeper(newline)
    members: list[list[Part]] = [
        [*_string(key), Piece(": " if newline else ":", key.span, exact=False), *_node(value, inner)]
        for key, value in node.entries
    ]
    for hole in node.rest:
        members.append([hole])
    yield from _group("{}", members, node.span, newline)


def _group(brackets: str, members: list[list[Part]], span: Span, newline: str) -> Iterator[Part]:
    inner = _deeper(newline)
    yield Piece(brackets[0], span, exact=False)
    for number, member in enumerate(members):
        yield Piece(("," if number else "") + inner, span, exact=False)
        yield from member
    if members:
        yield Piece(newline, span, exact=False)
    yield Piece(brackets[1], span, exact=False)


def _deeper(newline: str) -> str:
    return newline + "  " if newline else ""


def _string(text: Text) -> Iterator[Part]:
    yield Piece('"', text.span, exact=False)
    for part in text.parts:
        if isinstance(part, Hole):
            yield part
        else:
            yield from _escaped(part)
    yield Piece('"', text.span, exact=False)


def _escaped(piece: Piece) -> Iterator[Piece]:
    start = 0
    for found in _ESCAPED.finditer(piece.text):
        if start < found.start():
            yield piece.cut(start, found.start())
        char = found[0]
        span = piece.cut(found.start(), found.end()).span
        yield Piece(_SHORT.get(char, f"\\u{ord(char):04x}"), span, exact=False)
        start = found.end()
    if start < len(piece.text):
        yield piece.cut(start, len(piece.text))


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    """The parts, without pieces that hold nothing."""
    return (part for part in parts if isinstance(part, Hole) or part.text)
