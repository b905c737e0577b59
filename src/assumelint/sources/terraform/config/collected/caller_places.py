"""Where the clauses of a modelled module stand: at the caller's arguments, where they came from there."""

from __future__ import annotations

from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Node, Sequence


def pointed(node: Node, call: Span) -> Node:
    """The document with every string that holds a piece of an argument of the call said to stand at that piece."""
    match node:
        case Text():
            return _text(node, call)
        case Sequence(items, span):
            return Sequence(tuple(pointed(item, call) for item in items), span)
        case Mapping(entries, span, rest):
            return Mapping(tuple((_text(key, call), pointed(value, call)) for key, value in entries), span, rest)
        case _:
            return node


def _text(text: Text, call: Span) -> Text:
    if text.span != call:
        return text
    return next((text.at(part.span) for part in text.parts if part.span != call), text)
