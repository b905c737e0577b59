"""`formatlist` (https://developer.hashicorp.com/terraform/language/functions/formatlist)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from assumelint.sources.terraform.lang.functions.formats import ARGUMENTS, formatted
from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.shapes import alike, shape_of
from assumelint.sources.terraform.lang.values.types import BOOL, NUMBER, STRING, ListType
from assumelint.sources.terraform.lang.values.unknowns import element
from assumelint.sources.terraform.lang.values.value import ListValue, SetValue, TupleValue, Unknown, Value, known
from assumelint.text import Text

FAMILY = Family()
# The most rows that lists of unknown lengths are taken to have: far more than there are values in a policy.
_MOST_ROWS = 1_000


@FAMILY.add("formatlist", ListType(STRING), Parameter("format", STRING), variadic=ARGUMENTS, partial=True)
def _formatlist(context: Context, arguments: tuple[Value, ...]) -> Value:
    pattern, values = as_text(arguments[0]), arguments[1:]
    lists = [value for value in values if isinstance(value, ListValue | SetValue | TupleValue)]
    lengths = {index: len(value.items) for index, value in enumerate(values) if value in lists}
    if any(_unclear(value) for value in values):
        return ListValue(tuple(_possible_rows(context, pattern, values)), STRING, context.span)
    _same_length(lengths)
    count = next(iter(lengths.values()), 1)
    rows = [
        [value.items[row] if isinstance(value, ListValue | SetValue | TupleValue) else value for value in values]
        for row in range(count)
    ]
    return ListValue(tuple(_row(context, pattern, row, index) for index, row in enumerate(rows)), STRING, context.span)


def _possible_rows(context: Context, pattern: Text, values: Sequence[Value]) -> Iterator[Value]:
    """Items for the rows of lists of unknown lengths: any item of one list may meet any item of the others."""
    columns = [tuple(_possible(value)) for value in values]
    if prod(map(len, columns)) > _MOST_ROWS:
        yield context.many()
        return
    for row in product(*columns):
        try:
            yield alike(formatted(context, pattern, row), context.hole)
        except FunctionError:  # there may be no such row
            yield context.many()


def _possible(value: Value) -> Iterator[Value]:
    """What each row may have of a list, or of a single value."""
    match value:
        case ListValue(items) | SetValue(items) | TupleValue(items):
            for item in items:
                yield shape_of(item.hole) or Unknown(item.hole.as_one()) if isinstance(item, Unknown) else item
        case Unknown(hole, type) if type not in (STRING, NUMBER, BOOL):
            yield Unknown(element(hole, f"{hole.reference}[*]", hole.span))
        case _:
            yield value


def _unclear(value: Value) -> bool:
    """Whether a value has, or may have, an unknown number of items."""
    match value:
        case Unknown(type=type):
            return type not in (STRING, NUMBER, BOOL)
        case ListValue(items) | TupleValue(items):
            return any(isinstance(item, Unknown) and item.hole.many for item in items)
        case SetValue(items):
            return len(items) > 1 and not known(value)
        case _:
            return False


def _same_length(lengths: dict[int, int]) -> None:
    first = next(iter(lengths), 0)
    for index, length in lengths.items():
        if length != lengths[first]:
            raise FunctionError(
                f"argument {index + 1} has length {length}, which is inconsistent with argument {first + 1} of length "
                f"{lengths[first]}",
                index + 1,
            )


def _row(context: Context, pattern: Text, row: list[Value], index: int) -> Value:
    try:
        return formatted(context, pattern, row)
    except FunctionError as error:
        raise FunctionError(f"error on format iteration {index}: {error.message}") from None
