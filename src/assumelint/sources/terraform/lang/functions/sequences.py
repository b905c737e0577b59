"""Functions that make lists of lists (https://developer.hashicorp.com/terraform/language/functions#collection-functions)."""

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
from assumelint.sources.terraform.lang.values.shapes import alike, shape_of, shapeless
from assumelint.sources.terraform.lang.values.type_relations import unify
from assumelint.sources.terraform.lang.values.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, friendly
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    NullValue,
    NumberValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    complete,
    is_many,
    known,
    type_of,
)

FAMILY = Family()
_LIST = Parameter("list", DYNAMIC)
_ANY_LIST = Parameter("list", ListType(DYNAMIC))


@FAMILY.add("reverse", DYNAMIC, _LIST, partial=True)
def _reverse(context: Context, arguments: tuple[Value, ...]) -> Value:
    match arguments[0]:
        case TupleValue(items, span):
            return TupleValue(items[::-1], span)
        case ListValue(items, element, span) | SetValue(items, element, span):
            return ListValue(items[::-1], element, span)
        case Unknown():
            return context.unknown()
        case value:
            raise FunctionError(f"can only reverse list or tuple values, not {friendly(type_of(value))}", 0)


@FAMILY.add("slice", DYNAMIC, _LIST, Parameter("start_index", NUMBER), Parameter("end_index", NUMBER), partial=True)
def _slice(context: Context, arguments: tuple[Value, ...]) -> Value:
    source, first, last = arguments
    if isinstance(source, SetValue):
        raise FunctionError("cannot slice a set, because its elements do not have indices", 0)
    if isinstance(source, Unknown) or isinstance(first, Unknown) or isinstance(last, Unknown):
        return context.unknown()
    if not isinstance(source, ListValue | TupleValue):
        raise FunctionError("must be a list or tuple value", 0)
    start, end = integer_of(first, 1), integer_of(last, 2)
    _check_bounds(start, end, len(source.items) if complete(source) else None)
    if any(is_many(item) for item in source.items[:end]):
        return context.unknown()
    items = source.items[start:end]
    if isinstance(source, TupleValue):
        return TupleValue(items, source.span)
    return ListValue(items, source.element, source.span)


def _check_bounds(start: int, end: int, length: int | None) -> None:
    for position, (bound, name) in enumerate(((start, "start"), (end, "end")), 1):
        if bound < 0:
            raise FunctionError(f"{name} index must not be less than zero", position)
        if length is not None and bound > length:
            raise FunctionError(f"{name} index must not be greater than the length of the list", position)
    if start > end:
        raise FunctionError("start index must not be greater than end index", 1)


@FAMILY.add("sort", ListType(STRING), Parameter("list", ListType(STRING)), partial=True)
def _sort(context: Context, arguments: tuple[Value, ...]) -> Value:
    source = arguments[0]
    if not isinstance(source, ListValue):
        return context.unknown(ListType(STRING))
    if any(isinstance(item, NullValue) for item in source.items):
        raise FunctionError("given list element is null; a null string cannot be sorted")
    if not known(source):
        # With unknown items, the order is unknown, and so is the place of each, unless the list has a single item.
        return source if len(source.items) == 1 else _anyhow(context, source)
    texts = sorted(source.items, key=lambda item: item.text.flat.encode() if isinstance(item, StringValue) else b"")
    return ListValue(tuple(texts), STRING, source.span)


def _anyhow(context: Context, source: ListValue) -> ListValue:
    """A list of the same items in unknown order."""
    items = (item if is_many(item) else alike(item, context.hole) for item in source.items)
    return ListValue(tuple(items), source.element, context.span)


@FAMILY.add("flatten", DYNAMIC, _LIST, partial=True)
def _flatten(context: Context, arguments: tuple[Value, ...]) -> Value:
    source = arguments[0]
    if isinstance(source, Unknown):
        return TupleValue((context.many(),), context.span)
    flat: list[Value] = []
    waiting = list(reversed(items_of(source, "can only flatten lists, sets and tuples")))
    while waiting:
        item = waiting.pop()
        match item:
            case ListValue(items) | SetValue(items) | TupleValue(items):
                waiting += reversed(items)
            case Unknown(hole, type) if hole.many or type not in (STRING, NUMBER, BOOL):
                match shape_of(hole):
                    case ListValue(items) | SetValue(items) | TupleValue(items):
                        waiting += (inner if is_many(inner) else alike(inner, hole) for inner in reversed(items))
                    case None | Unknown():  # each may be a list itself
                        flat.append(Unknown(shapeless(hole)))
                    case _:
                        flat.append(item)
            case _:
                flat.append(item)
    return TupleValue(tuple(flat), context.span)


@FAMILY.add("chunklist", ListType(ListType(DYNAMIC)), _ANY_LIST, Parameter("size", NUMBER))
def _chunklist(context: Context, arguments: tuple[Value, ...]) -> Value:
    source, size = arguments[0], integer_of(arguments[1], 1)
    assert isinstance(source, ListValue)
    if size < 0:
        raise FunctionError("the size argument must be positive")
    step = size or max(len(source.items), 1)
    chunks = tuple(
        ListValue(source.items[start : start + step], source.element, source.span)
        for start in range(0, len(source.items), step)
    )
    return ListValue(chunks, ListType(source.element), context.span)


@FAMILY.add("concat", DYNAMIC, variadic=Parameter("seqs", DYNAMIC), partial=True)
def _concat(context: Context, arguments: tuple[Value, ...]) -> Value:
    if not arguments:
        raise FunctionError("at least one argument is required")
    for index, argument in enumerate(arguments):
        if not isinstance(argument, ListValue | TupleValue | Unknown):
            kind = friendly(type_of(argument))
            raise FunctionError(f"all arguments must be lists or tuples; got {kind}", index)
    items: list[Value] = []
    for argument in arguments:
        items += (unknown_items(argument.hole),) if isinstance(argument, Unknown) else items_of(argument, "")
    lists = [type_of(argument) for argument in arguments]
    common = unify(lists) if all(isinstance(type, ListType) for type in lists) else None
    if isinstance(common, ListType):
        return ListValue(tuple(convert(item, common.element) for item in items), common.element, context.span)
    return TupleValue(tuple(items), context.span)


@FAMILY.add("range", ListType(NUMBER), variadic=Parameter("params", NUMBER))
def _range(context: Context, arguments: tuple[Value, ...]) -> Value:
    given = [value.value for value in arguments if isinstance(value, NumberValue)]
    if not 1 <= len(given) <= 3:
        raise FunctionError("must have one, two, or three arguments")
    start, end = (numbers.whole(0), given[0]) if len(given) == 1 else (given[0], given[1])
    step = given[2] if len(given) == 3 else numbers.whole(-1 if end.value < start.value else 1)
    if step.value == 0:
        raise FunctionError("step must not be zero", 2)
    down = step.value < 0
    if (end.value > start.value) if down else (end.value < start.value):
        direction, sign = ("less", "negative") if down else ("greater", "positive")
        raise FunctionError(f"end must be {direction} than start when step is {sign}", 1)
    precision = max(start.precision, step.precision)
    if (end.value - start.value) / step.value > 1024:
        raise FunctionError(
            "more than 1024 values were generated; either decrease the difference between start and end or use a "
            "smaller step"
        )
    items: list[Value] = []
    number = start
    while number.value > end.value if down else number.value < end.value:
        items.append(NumberValue(number, context.span))
        at, by = number.integer, step.integer
        whole = at is not None and by is not None
        number = numbers.whole((at or 0) + (by or 0), precision) if whole else numbers.add(number, step)
    return ListValue(tuple(items), NUMBER, context.span)
