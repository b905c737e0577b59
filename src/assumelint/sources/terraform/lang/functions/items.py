"""The items of sequences, for functions that take lists, sets and tuples alike."""

from __future__ import annotations

from assumelint.sources.terraform.lang.functions.spec import FunctionError
from assumelint.sources.terraform.lang.values.value import ListValue, SetValue, TupleValue, Unknown, Value
from assumelint.text import Hole


def items_of(value: Value, otherwise: str) -> tuple[Value, ...]:
    """The items of a list, set or tuple. Raises `FunctionError` with the message `otherwise` for any other value."""
    match value:
        case ListValue(items) | SetValue(items) | TupleValue(items):
            return items
        case _:
            raise FunctionError(otherwise)


def unknown_items(hole: Hole) -> Unknown:
    """An item that stands for any number of items, for an unknown collection with this hole."""
    return Unknown(hole.as_many())
