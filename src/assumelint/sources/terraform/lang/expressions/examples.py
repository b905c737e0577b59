"""Examples of the elements of a collection that is not known: what its elements have in common.

A `for` expression evaluated for an example gives the shape of all its results, whatever their number is.
"""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.sources.terraform.lang.values.shapes import entry_shape, shape_of
from assumelint.sources.terraform.lang.values.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    SetType,
    TupleType,
    Type,
)
from assumelint.sources.terraform.lang.values.unknowns import element
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    MapValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    type_of,
)
from assumelint.text import Hole, Span
from assumelint.text.names import likely


def example(collection: Value, hole: Hole, names: tuple[str, str], place: Span) -> tuple[Value, Value]:
    """The key and value of each of the elements that a hole in a collection stands for.

    `names` are what the code at `place` calls the two.
    """
    key, value = (Unknown(_named(hole, name, place)) for name in names)
    element_type = _element(collection)
    match collection:
        case MapValue() | ObjectValue():
            found = entry_shape(hole)
            if found is not None:
                return StringValue(found[0]), found[1]
            return replace(key, type=STRING), replace(value, type=element_type)
        case SetValue():
            shape = shape_of(hole) or replace(value, type=element_type)
            return shape, shape
        case ListValue() | TupleValue():
            return replace(key, type=NUMBER), shape_of(hole) or replace(value, type=element_type)
        case _ if isinstance(type_of(collection), SetType):
            value = replace(value, type=element_type)
            return value, value
        case _:
            return replace(key, type=_key(type_of(collection))), replace(value, type=element_type)


def _named(hole: Hole, name: str, place: Span) -> Hole:
    """The hole for an element. It is not the same value as an element that other code at another place calls so."""
    home = f"{hole.home} {place.file}:{place.line}:{place.column}"
    return replace(element(hole, name, place), home=home, likely=likely(name))


def _element(collection: Value) -> Type:
    match type_of(collection):
        case ListType(element) | SetType(element) | MapType(element):
            return element
        case _:
            return DYNAMIC


def _key(collection: Type) -> Type:
    match collection:
        case ListType() | TupleType():
            return NUMBER
        case MapType():
            return STRING
        case _:
            return DYNAMIC
