"""Documents to JSON text that remembers where each character came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from assumelint.text import Hole, Part, Piece, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence


class Escapes(Enum):
    """Which characters are written as escapes."""

    NEEDED = re.compile(r'[\x00-\x1f"\\]')  # those that JSON allows in no string
    GO = re.compile(r'[\x00-\x1f"\\<>&\u2028\u2029]')  # and those that https://pkg.go.dev/encoding/json#Marshal adds


_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_json(node: Node, escapes: Escapes, *, indent: bool = False) -> Text:
    """The document as JSON, one line or indented by two blanks a level. A hole stands where its value would."""
    parts = _node(node, escapes, "\n" if indent else "")
    return Text(tuple(part for part in parts if isinstance(part, Hole) or part.text), node.span)


def quoted(text: Text, escapes: Escapes, opening: Span, closing: Span) -> Iterator[Part]:
    """A string as JSON, its quotes at the places given, each escape at the place of its character."""
    yield Piece('"', opening, exact=False)
    for part in text.parts:
        if isinstance(part, Hole):
            yield part
        else:
            yield from _escaped(part, escapes)
    yield Piece('"', closing, exact=False)


def _node(node: Node, escapes: Escapes, newline: str) -> Iterator[Part]:
    match node:
        case Mapping():
            yield from _mapping(node, escapes, newline)
        case Sequence(items, span):
            members = [list(_node(item, escapes, _deeper(newline))) for item in items]
            yield from _group("[]", members, span, newline)
        case Text(_, span):
            yield from quoted(node, escapes, span, span)
        case Scalar(_, raw, span):
            yield Piece(raw, span, exact=False)
        case Hole():
            yield node


def _mapping(node: Mapping, escapes: Escapes, newline: str) -> Iterator[Part]:
    inner = _deeper(newline)
    members: list[list[Part]] = [
        [
            *quoted(key, escapes, key.span, key.span),
            Piece(": " if newline else ":", key.span, exact=False),
            *_node(value, escapes, inner),
        ]
        for key, value in node.entries
    ]
    members += ([hole] for hole in node.rest)
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


def _escaped(piece: Piece, escapes: Escapes) -> Iterator[Piece]:
    start = 0
    for found in escapes.value.finditer(piece.text):
        if start < found.start():
            yield piece.cut(start, found.start())
        char = found[0]
        span = piece.cut(found.start(), found.end()).span
        yield Piece(_SHORT.get(char, f"\\u{ord(char):04x}"), span, exact=False)
        start = found.end()
    if start < len(piece.text):
        yield piece.cut(start, len(piece.text))
