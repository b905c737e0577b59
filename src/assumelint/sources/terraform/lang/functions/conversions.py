"""Type conversions such as `tostring`, and functions that only change the marks of a value."""

from __future__ import annotations

from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.go_quote import quote
from assumelint.sources.terraform.lang.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    SetType,
    Type,
    friendly,
)
from assumelint.sources.terraform.lang.values.value import StringValue, Value, type_of

FAMILY = Family()
_ANY = Parameter("v", DYNAMIC, nullable=True)


def _to(name: str, target: Type) -> None:
    @FAMILY.add(name, target, _ANY, partial=True)
    def body(context: Context, arguments: tuple[Value, ...]) -> Value:
        try:
            return convert(arguments[0], target)
        except ConversionError:
            raise FunctionError(_refusal(arguments[0], target), 0) from None


def _refusal(value: Value, target: Type) -> str:
    if isinstance(value, StringValue) and value.text.literal is not None:
        literal = quote(value.text.literal)
        if target == BOOL:
            return f'cannot convert {literal} to bool; only the strings "true" or "false" are allowed'
        if target == NUMBER:
            return f"cannot convert {literal} to number; given string must be a decimal representation of a number"
    return f"cannot convert {friendly(type_of(value))} to {friendly(target)}"


_to("tostring", STRING)
_to("tonumber", NUMBER)
_to("tobool", BOOL)
_to("tolist", ListType(DYNAMIC))
_to("toset", SetType(DYNAMIC))
_to("tomap", MapType(DYNAMIC))


def _unchanged(name: str) -> None:
    @FAMILY.add(name, DYNAMIC, Parameter("value", DYNAMIC, nullable=True), partial=True)
    def body(context: Context, arguments: tuple[Value, ...]) -> Value:
        return arguments[0]


_unchanged("sensitive")
_unchanged("nonsensitive")


@FAMILY.add("ephemeralasnull", DYNAMIC, Parameter("value", DYNAMIC, nullable=True), partial=True)
def _ephemeralasnull(context: Context, arguments: tuple[Value, ...]) -> Value:
    """A value in a policy cannot be ephemeral, so the argument, known or not, is taken not to be."""
    return arguments[0]


@FAMILY.add("issensitive", BOOL, Parameter("value", DYNAMIC, nullable=True), partial=True)
def _issensitive(context: Context, arguments: tuple[Value, ...]) -> Value:
    """The result for an expression whose sensitivity is unknown; `sensitivity` handles all others."""
    return context.unknown(BOOL)
