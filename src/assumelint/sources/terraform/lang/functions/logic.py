"""`alltrue` and `anytrue`."""

from __future__ import annotations

from assumelint.sources.terraform.lang.functions.items import items_of
from assumelint.sources.terraform.lang.functions.spec import Context, Family, Parameter
from assumelint.sources.terraform.lang.values.types import BOOL, ListType
from assumelint.sources.terraform.lang.values.value import BoolValue, NullValue, Unknown, Value

FAMILY = Family()
_LIST = Parameter("list", ListType(BOOL))


@FAMILY.add("alltrue", BOOL, _LIST, partial=True)
def _alltrue(context: Context, arguments: tuple[Value, ...]) -> Value:
    if isinstance(arguments[0], Unknown):
        return context.unknown(BOOL)
    items = items_of(arguments[0], "a list is required")
    if any(isinstance(item, NullValue) or (isinstance(item, BoolValue) and not item.value) for item in items):
        return context.bool(False)
    return context.unknown(BOOL) if any(isinstance(item, Unknown) for item in items) else context.bool(True)


@FAMILY.add("anytrue", BOOL, _LIST, partial=True)
def _anytrue(context: Context, arguments: tuple[Value, ...]) -> Value:
    if isinstance(arguments[0], Unknown):
        return context.unknown(BOOL)
    items = items_of(arguments[0], "a list is required")
    if any(isinstance(item, BoolValue) and item.value for item in items):
        return context.bool(True)
    return context.unknown(BOOL) if any(isinstance(item, Unknown) for item in items) else context.bool(False)
