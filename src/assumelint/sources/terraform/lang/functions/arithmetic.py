"""Functions of numbers (https://developer.hashicorp.com/terraform/language/functions#numeric-functions)."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from assumelint.sources.terraform.lang.functions.items import items_of
from assumelint.sources.terraform.lang.functions.spec import (
    Context,
    Family,
    FunctionError,
    Parameter,
    integer_of,
    number_of,
    text_of,
)
from assumelint.sources.terraform.lang.values import numbers
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.numbers import Number, UndecidedError
from assumelint.sources.terraform.lang.values.types import DYNAMIC, NUMBER, STRING, friendly
from assumelint.sources.terraform.lang.values.value import NullValue, NumberValue, StringValue, Value, type_of

FAMILY = Family()
_NUM = Parameter("num", NUMBER)
_NUMBERS = Parameter("numbers", NUMBER)


def _number(context: Context, value: Number) -> NumberValue:
    return NumberValue(value, context.span)


def _rounding(name: str, change: Callable[[Fraction], int]) -> None:
    @FAMILY.add(name, NUMBER, _NUM)
    def body(context: Context, arguments: tuple[Value, ...]) -> Value:
        given = number_of(arguments[0]).value
        return _number(context, Number(Fraction(change(given.value)), given.precision))


_rounding("ceil", math.ceil)
_rounding("floor", math.floor)


@FAMILY.add("abs", NUMBER, _NUM)
def _abs(context: Context, arguments: tuple[Value, ...]) -> Value:
    given = number_of(arguments[0]).value
    return _number(context, Number(abs(given.value), given.precision))


@FAMILY.add("signum", NUMBER, _NUM)
def _signum(context: Context, arguments: tuple[Value, ...]) -> Value:
    value = integer_of(arguments[0], 0)
    return _number(context, numbers.whole((value > 0) - (value < 0)))


def _extreme(name: str, better: Callable[[Fraction, Fraction], bool]) -> None:
    @FAMILY.add(name, NUMBER, variadic=_NUMBERS)
    def body(context: Context, arguments: tuple[Value, ...]) -> Value:
        if not arguments:
            raise FunctionError("must pass at least one number")
        best = number_of(arguments[0])
        for argument in arguments[1:]:
            if better(number_of(argument).value.value, best.value.value):
                best = number_of(argument)
        return best


_extreme("max", lambda number, best: number > best)
_extreme("min", lambda number, best: number < best)


@FAMILY.add("sum", NUMBER, Parameter("list", DYNAMIC))
def _sum(context: Context, arguments: tuple[Value, ...]) -> Value:
    kind = friendly(type_of(arguments[0]))
    items = items_of(arguments[0], f"argument must be list, set, or tuple. Received {kind}")
    if not items:
        raise FunctionError("cannot sum an empty list", 0)
    total: Number | None = None
    for item in items:
        number = _summand(item)
        total = number if total is None else numbers.add(total, number)
    return _number(context, total or numbers.whole(0))


def _summand(item: Value) -> Number:
    refused = FunctionError("argument must be list, set, or tuple of number values", 0)
    if isinstance(item, NullValue):
        raise refused
    try:
        value = convert(item, NUMBER)
    except ConversionError:
        raise refused from None
    if not isinstance(value, NumberValue):
        raise UndecidedError("a number too large")
    return value.value


def _float(value: Value) -> float:
    number = number_of(value).value
    try:
        return -0.0 if number.negative_zero else float(number.value)
    except OverflowError:
        raise UndecidedError("a number too large") from None


@FAMILY.add("pow", NUMBER, _NUM, Parameter("power", NUMBER))
def _pow(context: Context, arguments: tuple[Value, ...]) -> Value:
    base, power = _float(arguments[0]), _float(arguments[1])
    try:
        result = math.pow(base, power)
    except OverflowError:
        raise UndecidedError("infinity") from None
    except ValueError:
        if base == 0:
            raise UndecidedError("infinity") from None
        raise FunctionError("result is not a number") from None
    return _number(context, numbers.from_float(result))


@FAMILY.add("log", NUMBER, _NUM, Parameter("base", NUMBER))
def _log(context: Context, arguments: tuple[Value, ...]) -> Value:
    number, base = _float(arguments[0]), _float(arguments[1])
    if number < 0 or base < 0:
        raise FunctionError("result is not a number")
    if number == 0 or base in (0, 1):
        raise UndecidedError("infinity")
    return _number(context, numbers.from_float(math.log(number) / math.log(base)))


@FAMILY.add("parseint", NUMBER, Parameter("number", DYNAMIC), Parameter("base", NUMBER))
def _parseint(context: Context, arguments: tuple[Value, ...]) -> Value:
    if not isinstance(arguments[0], StringValue):
        kind = friendly(type_of(arguments[0]))
        raise FunctionError(f"first argument must be a string, not {kind}", 0)
    text, base = text_of(convert(arguments[0], STRING)), integer_of(arguments[1], 1)
    if not 2 <= base <= 62:
        raise FunctionError("base must be a whole number between 2 and 62 inclusive", 1)
    return _number(context, _in_base(text, base))


def _in_base(text: str, base: int) -> Number:
    digits = text[1:] if text[:1] in ("+", "-") else text
    if len(digits) > numbers.MAX_DIGITS:
        raise UndecidedError("too many digits")
    value = 0
    for char in digits:
        digit = _digit(char, base)
        if not 0 <= digit < base:
            raise FunctionError(f'cannot parse "{text}" as a base {base} integer', 0)
        value = value * base + digit
    if not digits:
        raise FunctionError(f'cannot parse "{text}" as a base {base} integer', 0)
    return numbers.whole(-value if text[0] == "-" else value)


def _digit(char: str, base: int) -> int:
    """The value of a digit. Up to base 36, case is ignored; above, upper case letters follow the lower case ones."""
    if char.isascii() and char.isdigit():
        return int(char)
    if "a" <= char <= "z":
        return ord(char) - ord("a") + 10
    if "A" <= char <= "Z":
        return ord(char) - ord("A") + (10 if base <= 36 else 36)
    return -1
