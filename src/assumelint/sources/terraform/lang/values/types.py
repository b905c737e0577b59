"""The types of the Terraform language (https://developer.hashicorp.com/terraform/language/expressions/types).

They are the types of cty (https://github.com/zclconf/go-cty/blob/main/docs/types.md), which Terraform uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field


class Primitive(Struct, frozen=True):
    """`string`, `number`, `bool`, or `dynamic`, an unknown type (`any` in a type constraint)."""

    name: str


STRING = Primitive("string")
NUMBER = Primitive("number")
BOOL = Primitive("bool")
DYNAMIC = Primitive("dynamic")


class ListType(Struct, frozen=True):
    """`list(element)`."""

    element: Type


class SetType(Struct, frozen=True):
    """`set(element)`."""

    element: Type


class MapType(Struct, frozen=True):
    """`map(element)`."""

    element: Type


class TupleType(Struct, frozen=True):
    """`tuple([…])`."""

    items: tuple[Type, ...]


class ObjectType(Struct, frozen=True):
    """`object({…})`. The attributes in `optional` may be missing from a value that is converted to the type."""

    attributes: Mapping[str, Type]
    optional: frozenset[str] = field(default_factory=frozenset)

    def __hash__(self) -> int:
        return hash((frozenset(self.attributes.items()), self.optional))


Type: TypeAlias = Primitive | ListType | SetType | MapType | TupleType | ObjectType


def contains_dynamic(type: Type) -> bool:
    """Whether the type is `dynamic` or contains it."""
    match type:
        case Primitive():
            return type == DYNAMIC
        case ListType(element) | SetType(element) | MapType(element):
            return contains_dynamic(element)
        case TupleType(items):
            return any(contains_dynamic(item) for item in items)
        case ObjectType(attributes):
            return any(contains_dynamic(attribute) for attribute in attributes.values())


def without_optional(type: Type) -> Type:
    """The type of a value after its conversion to `type`: no attribute is optional."""
    match type:
        case ListType(element):
            return ListType(without_optional(element))
        case SetType(element):
            return SetType(without_optional(element))
        case MapType(element):
            return MapType(without_optional(element))
        case TupleType(items):
            return TupleType(tuple(without_optional(item) for item in items))
        case ObjectType(attributes):
            return ObjectType({name: without_optional(attribute) for name, attribute in attributes.items()})
        case _:
            return type


def friendly(type: Type) -> str:
    """The name of a type in Terraform's messages: `list of string`, `object`."""
    match type:
        case Primitive(name):
            return name
        case ListType(element):
            return f"list of {_element(element)}"
        case SetType(element):
            return f"set of {_element(element)}"
        case MapType(element):
            return f"map of {_element(element)}"
        case TupleType():
            return "tuple"
        case ObjectType():
            return "object"


def _element(element: Type) -> str:
    return "any single type" if element == DYNAMIC else friendly(element)
