"""Values of the Terraform language, in which parts may be unknown.

Every value has the span where it was written. A value that the code does not determine is an `Unknown`. A string,
list, map or object may also be known in part:

* a string is a `Text`, with holes between its pieces;
* an `Unknown` with a `many` hole among the items of a list, set or tuple stands for any number of items, of one shape
  where that is known (see `shapes`), and leaves the order of the items after it open;
* a map or object has `partial` members (their names have holes) and `rest` (holes that may add members).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from assumelint.sources.terraform.lang.values.numbers import Number, UndecidedError, whole
from assumelint.sources.terraform.lang.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from assumelint.text import Hole, Span, Text

# The most parts in a value, to bound memory and time. A part that occurs several times is counted each time.
MAX_PARTS = 300_000


class StringValue(Struct, frozen=True):
    """A string. It is never null, whatever the values of its holes are."""

    text: Text

    @property
    def span(self) -> Span:
        """The span of the string, including its quotes."""
        return self.text.span


class NumberValue(Struct, frozen=True):
    """A number, exact to 512 bits."""

    value: Number
    span: Span


class BoolValue(Struct, frozen=True):
    """`true` or `false`."""

    value: bool
    span: Span


class NullValue(Struct, frozen=True):
    """`null` of a type."""

    span: Span
    type: Type = DYNAMIC


class Unknown(Struct, frozen=True):
    """Any value of a type, including null. With a `many` hole, any number of items of the list that contains it."""

    hole: Hole
    type: Type = DYNAMIC

    @property
    def span(self) -> Span:
        """The span of the expression that has this value."""
        return self.hole.span


Member: TypeAlias = "tuple[Text, Value]"


class ListValue(Struct, frozen=True):
    """A list."""

    items: tuple[Value, ...]
    element: Type
    span: Span
    parts: int = 0
    whole: bool = True

    def __post_init__(self) -> None:
        _measure(self, self.items, True)


class SetValue(Struct, frozen=True):
    """A set: distinct known values in Terraform's order of iteration, followed by unknown ones."""

    items: tuple[Value, ...]
    element: Type
    span: Span
    parts: int = 0
    whole: bool = True

    def __post_init__(self) -> None:
        _measure(self, self.items, True)


class TupleValue(Struct, frozen=True):
    """A tuple: the value of `[a, b]`."""

    items: tuple[Value, ...]
    span: Span
    parts: int = 0
    whole: bool = True

    def __post_init__(self) -> None:
        _measure(self, self.items, True)


class MapValue(Struct, frozen=True):
    """A map. `members` are in the order of their keys, as in Terraform's iteration; each includes its key's text."""

    members: Mapping[str, Member]
    element: Type
    span: Span
    partial: tuple[Member, ...] = ()
    rest: tuple[Hole, ...] = ()
    parts: int = 0
    whole: bool = True

    def __post_init__(self) -> None:
        _measure(
            self, (item for _, item in (*self.members.values(), *self.partial)), not self.partial and not self.rest
        )


class ObjectValue(Struct, frozen=True):
    """An object: the value of `{a = b}`. The fields are those of `MapValue`."""

    members: Mapping[str, Member]
    span: Span
    partial: tuple[Member, ...] = ()
    rest: tuple[Hole, ...] = ()
    parts: int = 0
    whole: bool = True

    def __post_init__(self) -> None:
        _measure(
            self, (item for _, item in (*self.members.values(), *self.partial)), not self.partial and not self.rest
        )


Items: TypeAlias = ListValue | SetValue | TupleValue
Members: TypeAlias = MapValue | ObjectValue
Value: TypeAlias = StringValue | NumberValue | BoolValue | NullValue | Unknown | Items | Members


def _measure(value: Items | Members, children: Iterable[Value], whole: bool) -> None:
    """Set a value's `parts` (its size) and `whole` (nothing in it is unknown). Raises `UndecidedError` if too large."""
    parts = 1
    for child in children:
        parts += getattr(child, "parts", 1)
        whole = whole and known(child)
    if parts > MAX_PARTS:
        raise UndecidedError("too many values")
    force_setattr(value, "parts", parts)
    force_setattr(value, "whole", whole)


def string(text: str, span: Span) -> StringValue:
    """A known string whose characters all have the given span."""
    return StringValue(Text.of(text, span))


def whole_number(number: int, span: Span) -> NumberValue:
    """A known whole number with the given span."""
    return NumberValue(whole(number), span)


def string_text(value: Value | None) -> Text | None:
    """The text of a string, a single hole for an unknown value, None for any other value."""
    match value:
        case StringValue(text):
            return text
        case Unknown(hole):
            return Text((hole.as_one(),), hole.span)
        case _:
            return None


def lone_hole(value: Value) -> Hole | None:
    """The hole of a single value that is unknown as a whole, else None."""
    match value:
        case Unknown(hole) if not hole.many:
            return hole
        case StringValue(text) if text.is_hole:
            return text.holes[0]
        case _:
            return None


def obj(members: Mapping[str, Value], span: Span, rest: tuple[Hole, ...] = ()) -> ObjectValue:
    """An object with these members. Its keys have the given span."""
    return ObjectValue({name: (Text.of(name, span), members[name]) for name in sorted(members)}, span, (), rest)


def in_order(members: Mapping[str, Member]) -> dict[str, Member]:
    """The members in Terraform's order of iteration, by the bytes of their names."""
    return dict(sorted(members.items(), key=lambda item: item[0].encode("utf-8", "surrogatepass")))


def every_member(value: Members) -> tuple[Member, ...]:
    """All members; those with partly unknown names are last."""
    return (*value.members.values(), *value.partial)


def complete(value: Items | Members) -> bool:
    """Whether the number of items, or the set of names, is known."""
    match value:
        case MapValue() | ObjectValue():
            return not value.partial and not value.rest
        case SetValue(items):
            return value.whole or (len(items) == 1 and not is_many(items[0]))
        case _:
            return not any(is_many(item) for item in value.items)


def is_many(value: Value) -> bool:
    """Whether a value stands for any number of items."""
    return isinstance(value, Unknown) and value.hole.many


def known(value: Value) -> bool:
    """Whether a value has no unknown parts."""
    match value:
        case Unknown():
            return False
        case StringValue(text):
            return text.literal is not None
        case ListValue() | SetValue() | TupleValue() | MapValue() | ObjectValue():
            return value.whole
        case _:
            return True


def holes(value: Value) -> Iterator[Hole]:
    """All holes in a value, in order."""
    match value:
        case Unknown(hole):
            yield hole
        case StringValue(text):
            yield from text.holes
        case ListValue(items) | SetValue(items) | TupleValue(items):
            for item in items:
                yield from holes(item)
        case MapValue() | ObjectValue():
            for key, item in every_member(value):
                yield from key.holes
                yield from holes(item)
            yield from value.rest


def type_of(value: Value) -> Type:
    """The type of a value, `dynamic` if it is unknown."""
    match value:
        case StringValue():
            return STRING
        case NumberValue():
            return NUMBER
        case BoolValue():
            return BOOL
        case NullValue(type=type) | Unknown(type=type):
            return type
        case ListValue(element=element):
            return ListType(element)
        case SetValue(element=element):
            return SetType(element)
        case MapValue(element=element):
            return MapType(element)
        case TupleValue(items):
            return TupleType(tuple(type_of(item) for item in items)) if complete(value) else DYNAMIC
        case ObjectValue(members):
            if not complete(value):
                return DYNAMIC
            return ObjectType({name: type_of(item) for name, (_, item) in members.items()})


def at(value: Value, span: Span) -> Value:
    """The same value with another span. Its parts keep their own spans."""
    match value:
        case StringValue(text):
            return StringValue(text.at(span))
        case Unknown(hole):
            return replace(value, hole=replace(hole, span=span))
        case _:
            return replace(value, span=span)
