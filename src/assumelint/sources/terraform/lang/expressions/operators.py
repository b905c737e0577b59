"""Evaluates arithmetic, comparison and logic as Terraform does: operands are converted, not null, and all evaluated."""

from __future__ import annotations

from collections.abc import Callable

from assumelint.sources.terraform.lang.expressions.scope import EvalError
from assumelint.sources.terraform.lang.values import numbers
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.equality import equal
from assumelint.sources.terraform.lang.values.numbers import Number
from assumelint.sources.terraform.lang.values.types import BOOL, NUMBER, Type
from assumelint.sources.terraform.lang.values.value import BoolValue, NullValue, NumberValue, Unknown, Value
from assumelint.text import Hole, Span

_ARITHMETIC: dict[str, Callable[[Number, Number], Number]] = {
    "+": numbers.add,
    "-": lambda left, right: numbers.add(left, numbers.negate(right)),
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.modulo,
}
_COMPARISON: dict[str, Callable[[Number, Number], bool]] = {
    "<": lambda left, right: left.value < right.value,
    ">": lambda left, right: left.value > right.value,
    "<=": lambda left, right: left.value <= right.value,
    ">=": lambda left, right: left.value >= right.value,
}


def binary(operator: str, left: Value, right: Value, hole: Hole) -> Value:
    """The result of `left operator right`, with the span of `hole`, which is also the hole of an unknown result.

    Raises `EvalError`.
    """
    span = hole.span
    if operator in ("==", "!="):
        same = equal(left, right)
        return Unknown(hole, BOOL) if same is None else BoolValue(same is (operator == "=="), span)
    if operator in ("&&", "||"):
        return _logic(operator, _operand(left, BOOL, "left", span), _operand(right, BOOL, "right", span), hole)
    a, b = _operand(left, NUMBER, "left", span), _operand(right, NUMBER, "right", span)
    if not isinstance(a, NumberValue) or not isinstance(b, NumberValue):
        return Unknown(hole, NUMBER if operator in _ARITHMETIC else BOOL)
    if operator in _COMPARISON:
        return BoolValue(_COMPARISON[operator](a.value, b.value), span)
    try:
        return NumberValue(_ARITHMETIC[operator](a.value, b.value), span)
    except ZeroDivisionError as error:
        raise EvalError(f"Operation failed: Error during operation: {error}.", span) from None
    except numbers.UndecidedError:
        return Unknown(hole, NUMBER)


def _operand(value: Value, type: Type, side: str, span: Span) -> Value:
    try:
        converted = convert(value, type)
    except ConversionError as error:
        message = f"Invalid operand: Unsuitable value for {side} operand: {error}."
        raise EvalError(message, value.span if value.span.file == span.file else span) from None
    if isinstance(converted, NullValue):
        raise EvalError("Operation failed: Error during operation: argument must not be null.", span)
    return converted


def _logic(operator: str, left: Value, right: Value, hole: Hole) -> Value:
    decisive = operator == "||"
    known = [value.value for value in (left, right) if isinstance(value, BoolValue)]
    if decisive in known:
        return BoolValue(decisive, hole.span)
    return BoolValue(not decisive, hole.span) if len(known) == 2 else Unknown(hole, BOOL)


def is_decided(operator: str, left: Value) -> bool:
    """Whether the left operand alone is the result of a logical operator."""
    return operator in ("&&", "||") and isinstance(left, BoolValue) and left.value == (operator == "||")


def unary(operator: str, operand: Value, hole: Hole) -> Value:
    """The result of `-x` or `!x`, with the span of `hole`. Raises `EvalError`."""
    value = _operand(operand, NUMBER if operator == "-" else BOOL, "unary", hole.span)
    match value:
        case NumberValue(number):
            return NumberValue(numbers.negate(number), hole.span)
        case BoolValue(flag):
            return BoolValue(not flag, hole.span)
        case _:
            return Unknown(hole, NUMBER if operator == "-" else BOOL)
