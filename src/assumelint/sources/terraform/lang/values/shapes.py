"""Items of one shape, in unknown number: what `[for name in var.names : "repo:acme/${name}"]` consists of.

Such items are an `Unknown` with a `many` hole whose `each` holds the shape as a document. Code that does not look at
the shape sees any number of unknown items, which is also true.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from assumelint.sources.terraform.lang.values.documents import from_node, to_node
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    MapValue,
    Member,
    ObjectValue,
    SetValue,
    TupleValue,
    Unknown,
    Value,
    every_member,
)
from assumelint.text import Hole, Text, document
from assumelint.text.document import Alike, Mapping, Node, Sequence
from assumelint.text.json_text import Escapes, write_json

# Separates home and shape in the home of a hole. A private-use character: no name in code contains it.
_SHAPE = "\ue003"

# The most nodes in a shape, shapes within it included. A policy has far fewer.
_MOST = 1_000


def alike(value: Value, hole: Hole) -> Unknown:
    """Any number of items that have the shape of `value`. `hole` names what they derive from."""
    return Unknown(_shaped(hole, _node(value)))


def alike_entries(key: Text, value: Value, hole: Hole) -> Hole:
    """Any number of members of an object that have the shape of this key and value."""
    return _shaped(hole, Mapping(((key, _node(value)),), value.span))


def shape_of(hole: Hole) -> Value | None:
    """The shape of the items that a hole stands for, None if nothing is known of it."""
    shape = document.shape_of(hole)
    return None if shape is None else from_node(shape)


def entry_shape(hole: Hole) -> Member | None:
    """The shape of the members that a hole stands for, None if nothing is known of it."""
    shape = document.shape_of(hole)
    if not isinstance(shape, Mapping) or len(shape.entries) != 1:
        return None
    key, value = shape.entries[0]
    return key, from_node(value)


def reshaped(hole: Hole, change: Callable[[Value], Value]) -> Hole:
    """The hole for the items that `change` makes of those that a hole stands for."""
    shape = shape_of(hole)
    return hole if shape is None else alike(change(shape), hole).hole


def reshaped_entries(hole: Hole, change: Callable[[Value], Value]) -> Hole:
    """The hole for the members with the values that `change` makes of theirs."""
    entry = entry_shape(hole)
    return hole if entry is None else alike_entries(entry[0], change(entry[1]), hole)


def shapeless(hole: Hole) -> Hole:
    """The hole for any number of items or members of any shape."""
    return replace(hole.as_many(), each=None, home=hole.home.partition(_SHAPE)[0])


def _shaped(hole: Hole, shape: Node) -> Hole:
    plain = shapeless(hole.as_anything())
    if _size(shape, _MOST) > _MOST:
        return plain
    # Two lists of one name may have items of different shapes: the shape is part of the identity.
    home = f"{plain.home}{_SHAPE}{write_json(shape, Escapes.NEEDED)}"
    return replace(plain, home=home, each=Alike(shape))


def _node(value: Value) -> Node:
    """The value as a document. Unlike in `to_node`, an unknown string is a bare hole: it may be null."""
    match value:
        case Unknown(hole):
            return hole
        case ListValue(items) | SetValue(items) | TupleValue(items):
            return Sequence(tuple(_node(item) for item in items), value.span)
        case MapValue() | ObjectValue():
            return Mapping(tuple((key, _node(item)) for key, item in every_member(value)), value.span, value.rest)
        case _:
            return to_node(value)


def _size(node: Node, most: int) -> int:
    """The number of nodes in a document and in the shapes in it; more than `most` are not counted."""
    count, waiting = 0, [node]
    while waiting and count <= most:
        count += 1
        match waiting.pop():
            case Hole(each=Alike(shape)):
                waiting.append(shape)
            case Sequence(items):
                waiting += items
            case Mapping(entries, _, rest):
                waiting += rest
                waiting += (value for _, value in entries)
            case Text(parts):
                count += len(parts)
            case _:
                pass
    return count
