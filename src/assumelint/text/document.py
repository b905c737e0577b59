"""A JSON-like document with positions: the form in which every source hands on a policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from assumelint.text import Hole, Span, Text
from assumelint.text.hole import Each

# A policy needs ten levels and a template about thirty. Code that walks the document may recurse this deeply.
MAX_DEPTH = 200


class Mapping(Struct, frozen=True):
    """An object. Duplicate keys are kept, in order. `rest` holds the holes that may add any number of entries."""

    entries: tuple[tuple[Text, Node], ...]
    span: Span
    rest: tuple[Hole, ...] = ()

    def get(self, key: str) -> Node | None:
        """Return the value that counts for `key` (the last one written), or None."""
        found = None
        for name, value in self.entries:
            if name.literal == key:
                found = value
        return found


class Gathered(Mapping, frozen=True):
    """An object whose entries were written apart, each under its own copy of the object's name.

    `names` are these copies, one for each entry. Blocks with one `test` are rendered as one object of this kind.
    """

    names: tuple[Text, ...] = ()

    def name_of(self, key: Text) -> Text:
        """Return the copy of the object's name under which an entry was written."""
        return next(name for (other, _), name in zip(self.entries, self.names, strict=True) if other is key)


class Sequence(Struct, frozen=True):
    """A list. An item that is a `Hole` with `many` stands for any number of items."""

    items: tuple[Node, ...]
    span: Span


class Scalar(Struct, frozen=True):
    """A number, boolean or null. `raw` is its JSON spelling."""

    value: bool | int | float | None
    raw: str
    span: Span


Node: TypeAlias = Mapping | Sequence | Text | Scalar | Hole
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"


class Alike(Each, frozen=True):
    """Elements of one shape. For the entries of an object, the shape is an object with one entry."""

    shape: Node


def shape_of(hole: Hole) -> Node | None:
    """Return the shape of the elements that a hole with `many` stands for, None if nothing is known of it."""
    return hole.each.shape if isinstance(hole.each, Alike) else None


def duplicate_keys(node: Node) -> Iterator[tuple[Text, Text]]:
    """Yield each key in the document that a later key of the same object replaces, with the last one."""
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
    """Return the document as `json.dumps` takes it, with each unknown value written as `${reference}`.

    Of elements of one shape in unknown number, one is written.
    """
    match node:
        case Mapping(entries, _, rest):
            known: dict[str, Plain] = {str(key): to_plain(value) for key, value in entries}
            others = [_plain_entries(hole) for hole in rest]
            return known | {name: value for entries in others for name, value in entries.items() if name not in known}
        case Sequence(items):
            return [to_plain(item) for item in items]
        case Text():
            return str(node)
        case Scalar(value):
            return value
        case Hole(reference):
            shape = shape_of(node)
            return "${" + reference + "}" if shape is None else to_plain(shape)


def _plain_entries(hole: Hole) -> dict[str, Plain]:
    shape = shape_of(hole)
    if isinstance(shape, Mapping):
        return {str(key): to_plain(value) for key, value in shape.entries}
    return {"${" + hole.reference + "}": "${" + hole.reference + "}"}
