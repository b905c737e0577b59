"""Functions of lists (https://developer.hashicorp.com/terraform/language/functions#collection-functions)."""

from __future__ import annotations

from assumelint.sources.terraform.lang import numbers
from assumelint.sources.terraform.lang.convert import convert
from assumelint.sources.terraform.lang.equality import equal
from assumelint.sources.terraform.lang.functions.items import items_of, unknown_items
from assumelint.sources.terraform.lang.functions.spec import (
    Context,
    Family,
    FunctionError,
    Parameter,
    integer_of,
)
from assumelint.sources.terraform.lang.graphemes import clusters
from assumelint.sources.terraform.lang.relations import unify
from assumelint.sources.terraform.lang.types import BOOL, DYNAMIC, NUMBER, STRING, ListType, TupleType, Type, friendly
from assumelint.sources.terraform.lang.values import (
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
    known,
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
            return value if all(hole.kind for hole in value.text.holes) else context.unknown(common)
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
                sure = any(part not in text.holes for part in text.parts) or any(hole.kind for hole in text.holes)
                if not empty:
                    kept.append(item if sure else unknown_items(item.text.holes[0]))
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
        elif None in answers and not known(item):
            kept.append(context.many())
        else:
            kept.append(context.many() if None in answers else item)
    return ListValue(tuple(kept), source.element, source.span)


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
        # What is in it stays known, its order does not: any number of items, then those that are sure.
        return source if len(source.items) == 1 else context.unknown(ListType(STRING))
    texts = sorted(source.items, key=lambda item: item.text.flat.encode() if isinstance(item, StringValue) else b"")
    return ListValue(tuple(texts), STRING, source.span)


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
                flat.append(unknown_items(hole))
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
