"""The result of encoding a document as JSON and parsing that, computed without the text."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.text import Hole, Text
from assumelint.text.document import MAX_DEPTH, Mapping, Node, Scalar, Sequence
from assumelint.text.json_text import Escapes

# Longer strings and larger numbers go through the parser, which knows how they are changed.
_LONGEST = 1_000
_LARGEST = 2**53


def as_read_again(node: Node, depth: int = 0) -> Node | None:
    """The document after a round trip through JSON text, None if the text has to be parsed to determine it."""
    if depth > MAX_DEPTH:
        return None
    match node:
        case Text():
            return node if _is_plain(node) else None
        case Scalar(value, raw):
            known = value is None or isinstance(value, bool) or (abs(value) < _LARGEST and raw == str(value))
            return node if known else None
        case Hole():
            return node.as_one()
        case Sequence():
            return _sequence(node, depth)
        case Mapping():
            return _mapping(node, depth)


def _sequence(node: Sequence, depth: int) -> Node | None:
    items: list[Node] = []
    for item in node.items:
        # A hole in the place of an item may contain a comma and further items.
        found = item.as_many() if isinstance(item, Hole) else as_read_again(item, depth + 1)
        if found is None:
            return None
        items.append(found)
    return Sequence(tuple(items), node.span)


def _mapping(node: Mapping, depth: int) -> Node | None:
    entries: list[tuple[Text, Node]] = []
    for key, value in node.entries:
        found = as_read_again(value, depth + 1)
        if found is None or not _is_plain(key):
            return None
        entries.append((key, found))
    return replace(node, entries=tuple(entries), rest=tuple(hole.as_many() for hole in node.rest))


def _is_plain(text: Text) -> bool:
    """Whether JSON encodes a string verbatim, and Unicode normalization leaves it unchanged."""
    return len(text.flat) <= _LONGEST and all(
        isinstance(part, Hole) or (part.text and part.text.isascii() and not Escapes.GO.value.search(part.text))
        for part in text.parts
    )
