"""Functions of lists (https://developer.hashicorp.com/terraform/language/functions#collection-functions)."""

from __future__ import annotations

from assumelint.sources.terraform.lang.functions.items import items_of, unknown_items
from assumelint.sources.terraform.lang.functions.spec import (
    Context,
    Family,
    FunctionError,
    Parameter,
    integer_of,
)
from assumelint.sources.terraform.lang.values import numbers
from assumelint.sources.terraform.lang.values.convert import convert
from assumelint.sources.terraform.lang.values.equality import equal
from assumelint.sources.terraform.lang.values.graphemes import clusters
from assumelint.sources.terraform.lang.values.shapes import alike
from assumelint.sources.terraform.lang.values.type_relations import unify
from assumelint.sources.terraform.lang.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    TupleType,
    Type,
    friendly,
)
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    MapValue,
    NullValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    complete,
    is_many,
    type_of,
)

FAMILY = Family()
_LIST = Parameter("list", DYNAMIC)
_ANY_LIST = Parameter("list", ListType(DYNAMIC))


def _element_of(value: Value) -> Type:
    return value.element if isinstance(value, ListValue | SetValue) else DYNAMIC


@FAMILY.add("length", NUMBER, Parameter("value", DYNAMIC), partial=True)
def _length(context: Context, arguments: tuple[Value, ...]) -> Value:
    match arguments[0]:
        case StringValue(text) if text.literal is not None:
            count = len(clusters(text.literal))
        case ListValue() | SetValue() | TupleValue() if complete(arguments[0]):
            count = len(arguments[0].items)
        case MapValue() | ObjectValue() if complete(arguments[0]):
            count = len(arguments[0].members)
        case Unknown() | StringValue() | ListValue() | SetValue() | TupleValue() | MapValue() | ObjectValue():
            return context.unknown(NUMBER)
        case _:
            raise FunctionError("argument must be a string, a collection type, or a structural type", 0)
    return NumberValue(numbers.whole(count), context.span)


@FAMILY.add("element", DYNAMIC, _LIST, Parameter("index", NUMBER), partial=True)
def _element(context: Context, arguments: tuple[Value, ...]) -> Value:
    source, index = arguments
    if isinstance(source, Unknown) or isinstance(index, Unknown):
        return context.unknown(_element_of(source))
    if not isinstance(source, ListValue | TupleValue):
        raise FunctionError(f"cannot read elements from {friendly(type_of(source))}")
    number = integer_of(index, 1)
    if not source.items:
        raise FunctionError("cannot use element function with an empty list")
    if complete(source):
        if number < 0 and number % len(source.items):
            raise FunctionError("index out of range")
        return source.items[number % len(source.items)]
    if number >= 0 and not any(is_many(item) for item in source.items[: number + 1]) and number < len(source.items):
        return source.items[number]
    return context.unknown(_element_of(source))


@FAMILY.add("one", DYNAMIC, _LIST, partial=True)
def _one(context: Context, arguments: tuple[Value, ...]) -> Value:
    source = arguments[0]
    if isinstance(source, Unknown):
        return context.unknown()
    if isinstance(source, ListValue | SetValue | TupleValue):
        if not source.items:
            return NullValue(context.span, _element_of(source))
        if not complete(source):
            return context.unknown(_element_of(source))
        if len(source.items) == 1:
            return source.items[0]
    raise FunctionError("must be a list, set, or tuple value with either zero or one elements", 0)


@FAMILY.add("contains", BOOL, _LIST, Parameter("value", DYNAMIC, nullable=True, untyped_null=False), partial=True)
def _contains(context: Context, arguments: tuple[Value, ...]) -> Value:
    source, wanted = arguments
    if isinstance(source, Unknown):
        return context.unknown(BOOL)
    answers = [
        None if is_many(item) else equal(item, wanted)
        for item in items_of(source, "argument must be list, tuple, or set")
    ]
    if True in answers:
        return context.bool(True)
    return context.unknown(BOOL) if None in answers else context.bool(False)


@FAMILY.add("index", NUMBER, _LIST, Parameter("value", DYNAMIC), partial=True)
def _index(context: Context, arguments: tuple[Value, ...]) -> Value:
    source, wanted = arguments
    if isinstance(source, Unknown):
        return context.unknown(NUMBER)
    if not isinstance(source, ListValue | TupleValue):
        raise FunctionError("argument must be a list or tuple")
    if not source.items:
        raise FunctionError("cannot search an empty list")
    for position, item in enumerate(source.items):
        same = None if is_many(item) else equal(item, wanted)
        if same is None:
            return context.unknown(NUMBER)
        if same:
            return NumberValue(numbers.whole(position), context.span)
    raise FunctionError("item not found")


@FAMILY.add("coalesce", DYNAMIC, variadic=Parameter("vals", DYNAMIC, nullable=True), partial=True)
def _coalesce(context: Context, arguments: tuple[Value, ...]) -> Value:
    common = unify([type_of(value) for value in arguments])
    if common is None:
        raise FunctionError("all arguments must have the same type")
    for argument in arguments:
        value = convert(argument, common)
        if isinstance(value, Unknown):
            return context.unknown(common)
        if isinstance(value, NullValue) or (isinstance(value, StringValue) and value.text.literal == ""):
            continue
        if isinstance(value, StringValue) and all(part in value.text.holes for part in value.text.parts):
            return value if all(hole.kind.is_never_empty for hole in value.text.holes) else context.unknown(common)
        return value
    raise FunctionError("no non-null, non-empty-string arguments")


@FAMILY.add("coalescelist", DYNAMIC, variadic=Parameter("vals", DYNAMIC, nullable=True), partial=True)
def _coalescelist(context: Context, arguments: tuple[Value, ...]) -> Value:
    if not arguments:
        raise FunctionError("at least one argument is required")
    for argument in arguments:
        if isinstance(argument, Unknown):
            break
        if not isinstance(type_of(argument), ListType | TupleType) and not isinstance(argument, TupleValue):
            raise FunctionError("coalescelist arguments must be lists or tuples")
    for argument in arguments:
        if isinstance(argument, Unknown):
            return context.unknown()
        if isinstance(argument, ListValue | TupleValue) and argument.items:
            return context.unknown() if all(is_many(item) for item in argument.items) else argument
    raise FunctionError("no non-null arguments")


@FAMILY.add("compact", ListType(STRING), Parameter("list", ListType(STRING)), partial=True)
def _compact(context: Context, arguments: tuple[Value, ...]) -> Value:
    source = arguments[0]
    if not isinstance(source, ListValue):
        return context.unknown(ListType(STRING))
    kept: list[Value] = []
    for item in source.items:
        match item:
            case NullValue():
                pass
            case StringValue(text):
                empty = text.literal == ""
                sure = any(part not in text.holes for part in text.parts) or any(
                    hole.kind.is_never_empty for hole in text.holes
                )
                if not empty:
                    kept.append(item if sure else alike(item, item.text.holes[0]))
            case Unknown(hole):
                kept.append(unknown_items(hole))
            case _:
                kept.append(item)
    return ListValue(tuple(kept), STRING, source.span)


@FAMILY.add("distinct", ListType(DYNAMIC), _ANY_LIST, partial=True)
def _distinct(context: Context, arguments: tuple[Value, ...]) -> Value:
    source = arguments[0]
    if not isinstance(source, ListValue):
        return context.unknown(ListType(DYNAMIC))
    kept: list[Value] = []
    for item in source.items:
        answers = [equal(item, other) for other in kept]
        if True in answers:
            continue
        if None in answers and isinstance(item, Unknown):
            kept.append(unknown_items(item.hole))
        else:
            kept.append(alike(item, context.hole) if None in answers else item)
    return ListValue(tuple(kept), source.element, source.span)
