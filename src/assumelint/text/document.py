"""A JSON-like document with positions: what every source makes of a policy before it is read as one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from assumelint.text import Hole, Span, Text

# A policy needs ten levels, a template some thirty; what walks the document later may recurse that deep.
MAX_DEPTH = 200


class Mapping(Struct, frozen=True):
    """An object. Duplicate keys are kept, in order. `rest` are holes that may add any number of entries."""

    entries: tuple[tuple[Text, Node], ...]
    span: Span
    rest: tuple[Hole, ...] = ()

    def get(self, key: str) -> Node | None:
        """The value that counts for `key` (the last one written), or None."""
        found = None
        for name, value in self.entries:
            if name.literal == key:
                found = value
        return found


class Sequence(Struct, frozen=True):
    """A list. An item that is a `Hole` with `many` stands for any number of items."""

    items: tuple[Node, ...]
    span: Span


class Scalar(Struct, frozen=True):
    """A number, boolean or null. `raw` is how JSON writes it."""

    value: bool | int | float | None
    raw: str
    span: Span


Node: TypeAlias = Mapping | Sequence | Text | Scalar | Hole
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"


def duplicate_keys(node: Node) -> Iterator[tuple[Text, Text]]:
    """Each key that is lost to a later one of the same object, and the one that wins, anywhere in the document."""
    waiting = [node]
    while waiting:
        match waiting.pop():
            case Mapping(entries):
                last = {key.literal: key for key, _ in entries}
                for key, _ in entries:
                    if key.literal is not None and last[key.literal] is not key:
                        yield key, last[key.literal]
                waiting += (value for _, value in reversed(entries))
            case Sequence(items):
                waiting += reversed(items)


def to_plain(node: Node) -> Plain:
    """The document as `json.dumps` takes it, each unknown written `${reference}`."""
    match node:
        case Mapping(entries, _, rest):
            known: dict[str, Plain] = {str(key): to_plain(value) for key, value in entries}
            return known | {"${" + hole.reference + "}": "${" + hole.reference + "}" for hole in rest}
        case Sequence(items):
            return [to_plain(item) for item in items]
        case Text():
            return str(node)
        case Scalar(value):
            return value
        case Hole(reference):
            return "${" + reference + "}"
