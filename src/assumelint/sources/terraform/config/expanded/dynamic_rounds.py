"""The elements that the `for_each` of a `dynamic` block iterates over."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.lang.values import (
    ListValue,
    MapValue,
    NullValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    entry_shape,
    friendly,
    named,
    named_after,
    shape_of,
    type_of,
    whole_number,
)
from assumelint.text import Hole, Span

# A policy with more blocks of one kind exceeds AWS's size limit anyway; expanding them would only cost time.
MAX_ROUNDS = 10_000


class Round(Struct, frozen=True):
    """One element. With `repeats`, it stands for any number of unknown elements."""

    key: Value
    value: Value
    repeats: Hole | None = None


def rounds(collection: Value, name: str, span: Span) -> Iterator[Round]:
    """The elements of a collection in Terraform's order. `name`, the iterator, names the holes of unknown elements.

    Raises `EvalError` if the value is not a collection.
    """
    match collection:
        case Unknown(hole):
            yield _example(hole, name)
        case ListValue(items) | TupleValue(items):
            yield from _list(items[:MAX_ROUNDS], name)
        case SetValue(items):
            for item in items[:MAX_ROUNDS]:
                if isinstance(item, Unknown) and item.hole.many:
                    shape = shape_of(item.hole)
                    yield _example(item.hole, name, shape, shape)
                else:
                    yield Round(item, item)
        case MapValue() | ObjectValue():
            for key, value in (*collection.members.values(), *collection.partial):
                yield Round(StringValue(key), value)
            for hole in collection.rest:
                entry = entry_shape(hole)
                yield _example(hole, name) if entry is None else _example(hole, name, StringValue(entry[0]), entry[1])
        case NullValue():
            raise EvalError("Invalid dynamic for_each value: Cannot use a null value in for_each.", span)
        case _:
            what = friendly(type_of(collection))
            message = (
                f"Invalid dynamic for_each value: Cannot use a {what} value in for_each. A collection is required."
            )
            raise EvalError(message, span)


def _list(items: tuple[Value, ...], name: str) -> Iterator[Round]:
    certain = True
    for number, item in enumerate(items):
        if isinstance(item, Unknown) and item.hole.many:
            certain = False
            yield _example(item.hole, name, None, shape_of(item.hole))
            continue
        index = whole_number(number, item.span)
        yield Round(index if certain else Unknown(named(f"{name}.key", item.span)), item)


def _example(hole: Hole, name: str, key: Value | None = None, value: Value | None = None) -> Round:
    """The elements that a hole stands for, with the shape of their keys and values where it is known."""

    def unknown(part: str) -> Unknown:
        return Unknown(named_after(hole, f"{name}.{part}", hole.span))

    return Round(key or unknown("key"), value or unknown("value"), hole.as_anything().as_many())
