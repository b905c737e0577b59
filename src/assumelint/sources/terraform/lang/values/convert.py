"""Conversion of values between types (https://github.com/zclconf/go-cty/blob/main/docs/convert.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from assumelint.sources.terraform.lang.values import numbers
from assumelint.sources.terraform.lang.values.equality import make_set
from assumelint.sources.terraform.lang.values.shapes import reshaped, reshaped_entries, shapeless
from assumelint.sources.terraform.lang.values.type_mismatch import mismatch
from assumelint.sources.terraform.lang.values.type_relations import convertible, replace_dynamic, unify
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
    without_optional,
)
from assumelint.sources.terraform.lang.values.unknowns import member, named, named_after
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    Items,
    ListValue,
    MapValue,
    Member,
    Members,
    NullValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    every_member,
    holes,
    string,
    type_of,
)
from assumelint.text import Hole, Span, Text


class ConversionError(Exception):
    """A value that cannot be converted to the requested type. The message is the reason, in Terraform's words."""


def convert(value: Value, target: Type) -> Value:
    """The value converted to type `target`; unknown parts stay unknown. Raises `ConversionError`."""
    source = type_of(value)
    if target in (DYNAMIC, source):
        return value
    if not convertible(source, target):
        return _undecided(value, target, mismatch(source, target))
    try:
        return _converted(value, source, target)
    except ConversionError as error:
        return _undecided(value, target, str(error))


def _undecided(value: Value, target: Type, reason: str) -> Value:
    """The unknown result of a conversion that depends on unknown parts. Raises `ConversionError` if there are none."""
    alike = isinstance(value, ListValue | SetValue | TupleValue) and isinstance(target, ListType | SetType | TupleType)
    alike = alike or (isinstance(value, MapValue | ObjectValue) and isinstance(target, MapType | ObjectType))
    hole = next((hole for hole in holes(value)), None) if alike else None
    if hole is None:
        raise ConversionError(reason)
    return Unknown(named_after(hole, hole.reference, value.span), without_optional(target))


def _converted(value: Value, source: Type, target: Type) -> Value:
    match value:
        case Unknown():
            type = replace_dynamic(source, without_optional(target))
            return Unknown(_if_possible(reshaped, value.hole, target), type)
        case NullValue():
            return replace(value, type=replace_dynamic(source, without_optional(target)))
        case StringValue() | NumberValue() | BoolValue():
            return _primitive(value, target)
        case ListValue() | SetValue() | TupleValue():
            return _items(value, target)
        case MapValue() | ObjectValue():
            return _members(value, target)


def _if_possible(change: Callable[[Hole, Callable[[Value], Value]], Hole], hole: Hole, target: Type) -> Hole:
    """The hole for items of one shape after their conversion, without the shape if that cannot be converted."""
    try:
        return change(hole, lambda shape: convert(shape, target))
    except ConversionError:  # there may be no item
        return shapeless(hole)


def _primitive(value: StringValue | NumberValue | BoolValue, target: Type) -> Value:
    match value:
        case StringValue(text) if target == STRING:
            return value
        case StringValue(text):
            return _parsed(text, target)
        case NumberValue(number, span) if target == STRING:
            return string(str(number), span)
        case BoolValue(flag, span) if target == STRING:
            return string("true" if flag else "false", span)
        case _ if target == type_of(value):
            return value
    raise ConversionError(mismatch(type_of(value), target))


def _parsed(text: Text, target: Type) -> Value:
    literal = text.literal
    if literal is None:
        return Unknown(text.holes[0].as_anything().at(text.span), target)
    if target == NUMBER:
        return _number(literal, text.span)
    if target != BOOL:
        raise ConversionError(mismatch(STRING, target))
    if literal in ("true", "1", "false", "0"):
        return BoolValue(literal in ("true", "1"), text.span)
    lower = literal.lower()
    hint = f'; to convert from string, use lowercase "{lower}"' if lower in ("true", "false") else ""
    raise ConversionError(f"a bool is required{hint}")


def _number(literal: str, span: Span) -> Value:
    try:
        number = numbers.parse_number(literal)
    except numbers.UndecidedError:
        return Unknown(named("number", span), NUMBER)
    if number is None:
        raise ConversionError("a number is required")
    return NumberValue(number, span)


def _items(value: Items, target: Type) -> Value:
    match target:
        case ListType(element):
            items, element = _elements(value, element)
            return ListValue(items, element, value.span)
        case SetType(element):
            items, element = _elements(value, element)
            return make_set(items, element, value.span)
        case TupleType(wanted) if len(wanted) == len(value.items):
            return TupleValue(tuple(map(convert, value.items, wanted)), value.span)
        case TupleType() if type_of(value) == DYNAMIC:
            return Unknown(_first_hole(value.items), without_optional(target))
    raise ConversionError(mismatch(type_of(value), target))


def _first_hole(items: Sequence[Value]) -> Hole:
    return next(item.hole.as_one() for item in items if isinstance(item, Unknown) and item.hole.many)


def _elements(value: Items, element: Type) -> tuple[tuple[Value, ...], Type]:
    """The items, each converted to the element type, and the resulting element type."""
    if not value.items:
        kept = value.element if isinstance(value, ListValue | SetValue) else DYNAMIC
        return (), kept if element == DYNAMIC else without_optional(element)
    types = [type_of(item) for item in value.items if not isinstance(item, Unknown)]
    if element == DYNAMIC:
        element = _common(types)
    converted = tuple(convert(item, element) for item in value.items)
    return _alike(converted)


def _common(types: Sequence[Type]) -> Type:
    if not types:
        return DYNAMIC
    common = unify(types)
    if common is None or (common == DYNAMIC and any(type != DYNAMIC for type in types)):
        raise ConversionError("all elements must have the same type")
    return common


def _alike(items: tuple[Value, ...]) -> tuple[tuple[Value, ...], Type]:
    """The items converted to their common type, and that type. With `any`, their types may still differ before."""
    types = [type_of(item) for item in items if not isinstance(item, Unknown)]
    if not types:
        return items, next((item.type for item in items if isinstance(item, Unknown)), DYNAMIC)
    common = unify(types)
    if common is None:
        raise ConversionError("cannot find a common base type for all elements")
    return tuple(convert(item, common) for item in items), common


def _members(value: Members, target: Type) -> Value:
    match target:
        case MapType(element):
            return _to_map(value, element)
        case ObjectType():
            return _to_object(value, target)
    raise ConversionError(mismatch(type_of(value), target))


def _to_map(value: Members, element: Type) -> Value:
    keys = tuple(value.members)
    values = [item for _, item in every_member(value)]
    if not values:
        kept = value.element if isinstance(value, MapValue) else DYNAMIC
        kept = kept if element == DYNAMIC else without_optional(element)
        return MapValue({}, kept, value.span, (), _converted_rest(value, kept))
    if element == DYNAMIC:
        element = _common([type_of(item) for item in values if not isinstance(item, Unknown)])
    converted, element = _alike(tuple(convert(item, element) for item in values))
    members = {key: (value.members[key][0], converted[index]) for index, key in enumerate(keys)}
    rest: list[Member] = [(name, item) for (name, _), item in zip(value.partial, converted[len(keys) :], strict=True)]
    return MapValue(members, element, value.span, tuple(rest), _converted_rest(value, element))


def _converted_rest(value: Members, element: Type) -> tuple[Hole, ...]:
    return tuple(_if_possible(reshaped_entries, hole, element) for hole in value.rest)


def _to_object(value: Members, target: ObjectType) -> Value:
    members: dict[str, Member] = {}
    for name, wanted in sorted(target.attributes.items()):
        if name in value.members:
            key, item = value.members[name]
            members[name] = (key, _attribute(name, item, wanted, value))
        elif value.partial or value.rest:
            members[name] = (Text.of(name, value.span), _maybe_absent(value, name, wanted))
        elif name in target.optional:
            members[name] = (Text.of(name, value.span), NullValue(value.span, without_optional(wanted)))
        else:
            raise ConversionError(f'map has no element for required attribute "{name}"')
    return ObjectValue(members, value.span)


def _attribute(name: str, item: Value, wanted: Type, value: Members) -> Value:
    if isinstance(value, MapValue) and not convertible(value.element, wanted):
        reason = mismatch(type_of(item), wanted)
        raise ConversionError(f'map element type is incompatible with attribute "{name}": {reason}')
    return convert(item, wanted)


def _maybe_absent(value: Members, name: str, wanted: Type) -> Value:
    hole = value.rest[0] if value.rest else value.partial[0][0].holes[0]
    found = (
        member(hole, name, f"{hole.reference}.{name}", hole.span)
        if value.rest
        else named_after(hole, hole.reference, hole.span)
    )
    return Unknown(found, without_optional(wanted))
