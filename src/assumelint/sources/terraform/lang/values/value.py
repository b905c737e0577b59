"""Values of the Terraform language, as far as the code tells them.

Every value knows where it was written. A value that the code does not tell is an `Unknown`; a string,
list, map or object may also be known in part:

* a string is a `Text`, with holes between its pieces;
* an `Unknown` with a `many` hole among the items of a list, set or tuple is any number of items;
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

# A value with more parts than this is an attack or a mistake; its parts are counted as often as they occur.
MAX_PARTS = 300_000


class StringValue(Struct, frozen=True):
    """A string. It is never null, whatever its holes hold."""

    text: Text

    @property
    def span(self) -> Span:
        """The token, including quotes."""
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
    """Any value of a type, null included; with a `many` hole, any number of items of the list it is in."""

    hole: Hole
    type: Type = DYNAMIC

    @property
    def span(self) -> Span:
        """Where it is referred to."""
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
    """A set: no known value twice, in the order in which Terraform iterates, unknown ones last."""

    items: tuple[Value, ...]
    element: Type
    span: Span
    parts: int = 0
    whole: bool = True

    def __post_init__(self) -> None:
        _measure(self, self.items, True)


class TupleValue(Struct, frozen=True):
    """A tuple: what `[a, b]` makes."""

    items: tuple[Value, ...]
    span: Span
    parts: int = 0
    whole: bool = True

    def __post_init__(self) -> None:
        _measure(self, self.items, True)


class MapValue(Struct, frozen=True):
    """A map. `members` are in the order of their keys (that of Terraform's iteration); each keeps its key token."""

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
    """An object: what `{a = b}` makes. The fields are those of `MapValue`."""

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
    """Note how large a value is and whether all of it is known. Raises `UndecidedError` where it is too large."""
    parts = 1
    for child in children:
        parts += getattr(child, "parts", 1)
        whole = whole and known(child)
    if parts > MAX_PARTS:
        raise UndecidedError("too many values")
    force_setattr(value, "parts", parts)
    force_setattr(value, "whole", whole)


def string(text: str, span: Span) -> StringValue:
    """A known string that was computed at `span`."""
    return StringValue(Text.of(text, span))


def whole_number(number: int, span: Span) -> NumberValue:
    """A known whole number that was computed at `span`."""
    return NumberValue(whole(number), span)


def string_text(value: Value | None) -> Text | None:
    """The text of a string, a single hole where nothing is known of it; None for anything else."""
    match value:
        case StringValue(text):
            return text
        case Unknown(hole):
            return Text((hole.as_one(),), hole.span)
        case _:
            return None


def obj(members: Mapping[str, Value], span: Span, rest: tuple[Hole, ...] = ()) -> ObjectValue:
    """An object of computed members, all said to stand at `span`."""
    return ObjectValue({name: (Text.of(name, span), members[name]) for name in sorted(members)}, span, (), rest)


def in_order(members: Mapping[str, Member]) -> dict[str, Member]:
    """The members in the order of Terraform's iteration: that of the bytes of their names."""
    return dict(sorted(members.items(), key=lambda item: item[0].encode("utf-8", "surrogatepass")))


def every_member(value: Members) -> tuple[Member, ...]:
    """All the members, those whose names are not wholly known last."""
    return (*value.members.values(), *value.partial)


def complete(value: Items | Members) -> bool:
    """Whether it is certain how many items or which names there are."""
    match value:
        case MapValue() | ObjectValue():
            return not value.partial and not value.rest
        case SetValue(items):
            return value.whole or (len(items) == 1 and not is_many(items[0]))
        case _:
            return not any(is_many(item) for item in value.items)


def is_many(value: Value) -> bool:
    """Whether it stands for any number of items."""
    return isinstance(value, Unknown) and value.hole.many


def known(value: Value) -> bool:
    """Whether nothing in it is unknown."""
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
    """Every hole in it, in order."""
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
    """The type of a value, `dynamic` where it cannot be told."""
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
    """The same value, said to stand at `span` as a whole (its parts keep their own places)."""
    match value:
        case StringValue(text):
            return StringValue(text.at(span))
        case Unknown(hole):
            return replace(value, hole=replace(hole, span=span))
        case _:
            return replace(value, span=span)
