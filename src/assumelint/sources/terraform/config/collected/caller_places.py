"""Moves the spans of a modelled module's policy to the caller's arguments."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Node, Sequence


def pointed(node: Node, call: Span) -> Node:
    """A copy of the document in which each string that contains part of a call's argument has the span of that part."""
    match node:
        case Text():
            return _text(node, call)
        case Sequence(items, span):
            return Sequence(tuple(pointed(item, call) for item in items), span)
        case Mapping(entries):
            return replace(node, entries=tuple((_text(key, call), pointed(value, call)) for key, value in entries))
        case _:
            return node


def _text(text: Text, call: Span) -> Text:
    if text.span != call:
        return text
    return next((text.at(part.span) for part in text.parts if part.span != call), text)
