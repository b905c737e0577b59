"""Functions of sets (https://developer.hashicorp.com/terraform/language/functions#collection-functions)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from msgspec.structs import replace

from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.values.convert import convert
from assumelint.sources.terraform.lang.values.equality import identity, make_set
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.shapes import alike, shape_of
from assumelint.sources.terraform.lang.values.type_relations import unify
from assumelint.sources.terraform.lang.values.types import DYNAMIC, ListType, SetType, TupleType, Type
from assumelint.sources.terraform.lang.values.unknowns import element
from assumelint.sources.terraform.lang.values.value import (
    MAX_PARTS,
    ListValue,
    SetValue,
    TupleValue,
    Unknown,
    Value,
    is_many,
    known,
    type_of,
)

FAMILY = Family()
_SET = SetType(DYNAMIC)
_OTHERS = Parameter("other_sets", _SET)


def _alike(context: Context, arguments: tuple[Value, ...]) -> list[SetValue] | None:
    """The sets, converted to one element type; None if one of them is unknown."""
    elements = [
        argument.element
        for argument in arguments
        if isinstance(argument, SetValue) and (argument.items or argument.element != DYNAMIC)
    ]
    common = unify(elements) if elements else DYNAMIC
    if common is None:
        raise FunctionError("given sets must all have compatible element types")
    converted = [convert(argument, SetType(common)) for argument in arguments]
    sets = [argument for argument in converted if isinstance(argument, SetValue)]
    return sets if len(sets) == len(arguments) else None


def _combine(
    context: Context, arguments: tuple[Value, ...], keep: Callable[[set[bytes], set[bytes]], set[bytes]]
) -> Value:
    sets = _alike(context, arguments)
    if sets is None or not all(known(value) for value in sets):
        return context.unknown(_SET)
    items = {identity(item): item for value in reversed(sets) for item in value.items}
    chosen = {identity(item) for item in sets[0].items}
    for other in sets[1:]:
        chosen = keep(chosen, {identity(item) for item in other.items})
    return make_set((items[key] for key in chosen), _element(sets), context.span)


def _element(sets: list[SetValue]) -> Type:
    return next((value.element for value in sets if value.element != DYNAMIC), DYNAMIC)


@FAMILY.add("setunion", _SET, Parameter("first_set", _SET), variadic=_OTHERS, partial=True)
def _setunion(context: Context, arguments: tuple[Value, ...]) -> Value:
    sets = _alike(context, tuple(value for value in arguments if not isinstance(value, Unknown)))
    if not sets:
        return context.unknown(_SET)
    items: list[Value] = [item for value in sets for item in value.items]
    if len(sets) < len(arguments):
        items.append(context.many())
    return make_set(items, _element(sets), context.span)


@FAMILY.add("setintersection", _SET, Parameter("first_set", _SET), variadic=_OTHERS, partial=True)
def _setintersection(context: Context, arguments: tuple[Value, ...]) -> Value:
    return _combine(context, arguments, lambda chosen, other: chosen & other)


@FAMILY.add("setsubtract", _SET, Parameter("a", _SET), Parameter("b", _SET), partial=True)
def _setsubtract(context: Context, arguments: tuple[Value, ...]) -> Value:
    return _combine(context, arguments, lambda chosen, other: chosen - other)


@FAMILY.add("setproduct", DYNAMIC, variadic=Parameter("sets", DYNAMIC), partial=True)
def _setproduct(context: Context, arguments: tuple[Value, ...]) -> Value:
    if len(arguments) < 2:
        raise FunctionError("at least two arguments are required")
    elements = [_element_type(argument, index) for index, argument in enumerate(arguments)]
    columns: list[list[Value]] = []
    size = 1
    for argument, wanted in zip(arguments, elements, strict=True):
        items = _items(argument)
        if items is None:
            return context.unknown()
        columns.append([convert(item, wanted) for item in items])
        size *= len(items)
    if size * len(columns) > MAX_PARTS:
        raise UndecidedError("too many combinations")
    rows = [_row(context, row) for row in product(*columns)]
    combination = TupleType(tuple(elements))
    if any(isinstance(type_of(argument), SetType) for argument in arguments):
        return make_set(rows, combination, context.span)
    return ListValue(tuple(rows), combination, context.span)


def _items(argument: Value) -> tuple[Value, ...] | None:
    """The items of a list or set; None if it may be either."""
    match argument:
        case ListValue(items) | SetValue(items) | TupleValue(items):
            return items
        case Unknown(hole, ListType(inner) | SetType(inner)):
            return (Unknown(element(hole, f"{hole.reference}[*]", hole.span).as_many(), inner),)
        case _:
            return None


def _row(context: Context, items: tuple[Value, ...]) -> Value:
    """One combination; any number of combinations if one of its items stands for any number."""
    one = tuple(shape_of(item.hole) or _one(item) if isinstance(item, Unknown) else item for item in items)
    row = TupleValue(one, context.span)
    return alike(row, context.hole) if any(is_many(item) for item in items) else row


def _one(item: Unknown) -> Unknown:
    return replace(item, hole=item.hole.as_one())


def _element_type(argument: Value, index: int) -> Type:
    match argument:
        case ListValue(element=element) | SetValue(element=element):
            return element
        case Unknown(type=ListType(element) | SetType(element)):
            return element
        case TupleValue(()) | Unknown():
            return DYNAMIC
        case TupleValue(items):
            common = unify([type_of(item) for item in items])
            if common is None:
                raise FunctionError("all elements must be of the same type", index)
            return common
        case _:
            raise FunctionError("a set or a list is required", index)
