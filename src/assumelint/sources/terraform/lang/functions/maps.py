"""Functions of maps and objects (https://developer.hashicorp.com/terraform/language/functions#collection-functions)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from assumelint.sources.terraform.lang.functions.items import items_of
from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.equality import equal, may_equal
from assumelint.sources.terraform.lang.values.shapes import alike, entry_shape, shapeless
from assumelint.sources.terraform.lang.values.type_relations import unify
from assumelint.sources.terraform.lang.values.types import DYNAMIC, STRING, ListType, MapType, Type, friendly
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    MapValue,
    Member,
    Members,
    NullValue,
    ObjectValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    every_member,
    in_order,
    is_many,
    type_of,
)
from assumelint.text import Text

FAMILY = Family()
_STRINGS = MapType(ListType(STRING))


@FAMILY.add("keys", DYNAMIC, Parameter("inputMap", DYNAMIC), partial=True)
def _keys(context: Context, arguments: tuple[Value, ...]) -> Value:
    source = arguments[0]
    if isinstance(source, Unknown):
        return context.unknown()
    if not isinstance(source, MapValue | ObjectValue):
        raise FunctionError("must have map or object type", 0)
    others = _anywhere(context, source, lambda member: StringValue(member[0]))
    names: list[Value] = [*others, *(StringValue(key) for key, _ in every_member(source))]
    return (
        ListValue(tuple(names), STRING, context.span)
        if isinstance(source, MapValue)
        else TupleValue(tuple(names), context.span)
    )


def _anywhere(context: Context, source: Members, taken: Callable[[Member], Value]) -> Iterator[Value]:
    """Items for the unknown members, which may sort anywhere. Placed first, they leave all later positions unknown.

    `taken` is what an item is of a member.
    """
    for hole in source.rest:
        shape = entry_shape(hole)
        yield Unknown(shapeless(hole)) if shape is None else alike(taken(shape), hole)
    if source.partial and not source.rest and len(every_member(source)) > 1:
        yield context.many()


@FAMILY.add("values", DYNAMIC, Parameter("mapping", DYNAMIC), partial=True)
def _values(context: Context, arguments: tuple[Value, ...]) -> Value:
    source = arguments[0]
    if isinstance(source, Unknown):
        return context.unknown()
    if not isinstance(source, MapValue | ObjectValue):
        raise FunctionError("values() requires a map as the first argument")
    others = _anywhere(context, source, lambda member: member[1])
    items: list[Value] = [*others, *(item for _, item in every_member(source))]
    if isinstance(source, MapValue):
        return ListValue(tuple(items), source.element, context.span)
    return TupleValue(tuple(items), context.span)


@FAMILY.add(
    "lookup",
    DYNAMIC,
    Parameter("inputMap", DYNAMIC),
    Parameter("key", STRING),
    variadic=Parameter("default", DYNAMIC, nullable=True),
    partial=True,
)
def _lookup(context: Context, arguments: tuple[Value, ...]) -> Value:
    source, key, *default = arguments
    if len(default) > 1:
        raise FunctionError(f"lookup() takes two or three arguments, got {len(arguments)}")
    if isinstance(source, Unknown):
        return context.unknown()
    if not isinstance(source, MapValue | ObjectValue):
        raise FunctionError("lookup() requires a map as the first argument", 0)
    if default and isinstance(source, MapValue):
        default = [_default(default[0], source.element)]
    name = as_text(key)
    if name.literal is None or (name.literal not in source.members and _may_hold(source, name)):
        return context.unknown(source.element if isinstance(source, MapValue) else DYNAMIC)
    if name.literal in source.members:
        return source.members[name.literal][1]
    if not default:
        if isinstance(source, ObjectValue):
            raise FunctionError(f'the given object has no attribute "{name.literal}"', 0)
        raise FunctionError(f'lookup failed to find key "{name.literal}"')
    return default[0]


def _default(value: Value, element: Type) -> Value:
    try:
        return convert(value, element)
    except ConversionError:
        raise FunctionError("the default value must have the same type as the map elements", 2) from None


def _may_hold(source: Members, name: Text) -> bool:
    entries = [entry_shape(hole) for hole in source.rest]
    keys = (*(entry and entry[0] for entry in entries), *(key for key, _ in source.partial))
    return any(key is None or may_equal(key, name) for key in keys)


@FAMILY.add("merge", DYNAMIC, variadic=Parameter("maps", DYNAMIC, nullable=True), partial=True)
def _merge(context: Context, arguments: tuple[Value, ...]) -> Value:
    for argument in arguments:
        if not isinstance(argument, MapValue | ObjectValue | NullValue | Unknown):
            raise FunctionError(f'arguments must be maps or objects, got "{friendly(type_of(argument))}"')
    merged = ObjectValue({}, context.span)
    for argument in arguments:
        if isinstance(argument, Unknown):
            merged = _overlaid(context, merged, ObjectValue({}, context.span, (), (argument.hole,)))
        elif isinstance(argument, MapValue | ObjectValue):
            merged = _overlaid(context, merged, argument)
    merged = replace(merged, members=in_order(merged.members))
    element = _common_map(arguments)
    if element is None:
        return merged
    return MapValue(merged.members, element, context.span, merged.partial, merged.rest)


def _common_map(arguments: tuple[Value, ...]) -> Type | None:
    """The element type if all arguments are maps of one type, else None."""
    types = [
        type_of(argument) for argument in arguments if not isinstance(argument, NullValue) or argument.type != DYNAMIC
    ]
    first = types[0] if types else None
    if isinstance(first, MapType) and len(types) == len(arguments) and all(type == first for type in types):
        return first.element
    return None


def _overlaid(context: Context, below: ObjectValue, above: Members) -> ObjectValue:
    members: dict[str, Member] = {}
    for name, (key, item) in below.members.items():
        members[name] = (key, context.unknown(DYNAMIC) if _may_hold(above, key) else item)
    members.update(above.members)
    return ObjectValue(members, context.span, (*below.partial, *above.partial), (*below.rest, *above.rest))


@FAMILY.add("zipmap", DYNAMIC, Parameter("keys", ListType(STRING)), Parameter("values", DYNAMIC), partial=True)
def _zipmap(context: Context, arguments: tuple[Value, ...]) -> Value:
    keys, values = arguments
    if isinstance(keys, Unknown) or isinstance(values, Unknown):
        return context.unknown()
    if not isinstance(values, ListValue | TupleValue):
        raise FunctionError("values argument must be a list or tuple value")
    names = items_of(keys, "keys must be a list")
    if any(is_many(item) for item in (*names, *values.items)):
        return context.unknown()
    if len(names) != len(values.items):
        raise FunctionError(f"number of keys ({len(names)}) does not match number of values ({len(values.items)})")
    members: dict[str, Member] = {}
    partial: list[Member] = []
    for position, (name, item) in enumerate(zip(names, values.items, strict=True)):
        if isinstance(name, NullValue):
            raise FunctionError(f"keys list has null value at index {position}")
        text = as_text(name)
        if text.literal is None:
            partial.append((text, item))
            for known, (key, _) in members.items():
                if may_equal(key, text):
                    members[known] = (key, context.unknown())
        else:
            members[text.literal] = (text, item)
    if isinstance(values, ListValue):
        return MapValue(in_order(members), values.element, context.span, tuple(partial))
    return ObjectValue(in_order(members), context.span, tuple(partial))


@FAMILY.add("transpose", _STRINGS, Parameter("values", _STRINGS))
def _transpose(context: Context, arguments: tuple[Value, ...]) -> Value:
    source = arguments[0]
    assert isinstance(source, MapValue)
    turned: dict[str, tuple[Text, list[Value]]] = {}
    for key, inner in source.members.values():
        if isinstance(inner, NullValue):
            raise FunctionError("input must not contain null list")
        for item in items_of(inner, "input must be a map of lists of strings"):
            if isinstance(item, NullValue):
                raise FunctionError("input list must not contain null string")
            text = as_text(item)
            turned.setdefault(text.flat, (text, []))[1].append(StringValue(key))
    members: dict[str, Member] = {
        name: (text, ListValue(tuple(keys), STRING, context.span)) for name, (text, keys) in turned.items()
    }
    return MapValue(in_order(members), ListType(STRING), context.span)


@FAMILY.add(
    "matchkeys",
    ListType(DYNAMIC),
    Parameter("values", ListType(DYNAMIC)),
    Parameter("keys", ListType(DYNAMIC)),
    Parameter("searchset", ListType(DYNAMIC)),
)
def _matchkeys(context: Context, arguments: tuple[Value, ...]) -> Value:
    values, keys, wanted = arguments
    common = unify([type_of(keys), type_of(wanted)])
    if common is None:
        raise FunctionError("keys and searchset must be of the same type")
    items, names = items_of(values, ""), items_of(convert(keys, common), "")
    if len(items) != len(names):
        raise FunctionError("length of keys and values should be equal")
    searched = items_of(convert(wanted, common), "")
    kept = [item for item, name in zip(items, names, strict=True) if any(equal(name, other) for other in searched)]
    assert isinstance(values, ListValue)
    return ListValue(tuple(kept), values.element, context.span)
