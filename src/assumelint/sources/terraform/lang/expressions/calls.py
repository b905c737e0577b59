"""Evaluates function calls: arguments, their conversion, and the four functions that take expressions, not values."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from assumelint.sources.terraform.lang.expressions.fillings import whatever_fills
from assumelint.sources.terraform.lang.expressions.scope import EvalError, Evaluate, Scope
from assumelint.sources.terraform.lang.expressions.unknown import unknown
from assumelint.sources.terraform.lang.functions.registry import NAMES, find
from assumelint.sources.terraform.lang.functions.spec import Context, Function, FunctionError, Parameter
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.types import DYNAMIC
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    ListValue,
    NullValue,
    SetValue,
    TupleValue,
    Unknown,
    Value,
    is_many,
    known,
)
from assumelint.sources.terraform.syntax.ast import Call
from assumelint.text import Span

# The functions that look for one argument in another: their results differ by outcome.
_LOOKING_UP = frozenset(("lookup", "contains", "element"))


class _Argument(Struct, frozen=True):
    value: Value
    span: Span


def call(expression: Call, scope: Scope, value_of: Evaluate) -> Value:
    """The result of a function call. Raises `EvalError`."""
    name = expression.name.removeprefix("core::")
    match name:
        case "try" | "can":
            from assumelint.sources.terraform.lang.expressions.try_and_can import can, try_each

            return (try_each if name == "try" else can)(expression, scope, value_of)
        case "templatefile" | "templatestring":
            from assumelint.sources.terraform.lang.expressions.nested_templates import nested_template

            return nested_template(name, expression, scope, value_of)
        case "issensitive":
            from assumelint.sources.terraform.lang.expressions.sensitivity import sensitive

            if len(expression.arguments) == 1 and (marked := sensitive(expression.arguments[0], scope)) is not None:
                value_of(expression.arguments[0], scope)
                return BoolValue(marked, expression.span)
    function = find(name) or scope.resolver.function(name)
    if function is None:
        return _foreign(expression, scope)
    hole = unknown(expression, scope)
    arguments = _arguments(expression, scope, value_of)
    if arguments is None:
        return Unknown(hole, function.result)
    values = _checked(expression, function, arguments)
    if name in _LOOKING_UP:
        from assumelint.sources.terraform.lang.expressions.questions import asked_arguments

        values = asked_arguments(name, values, scope)
    try:
        if _untyped(function, values):
            return Unknown(hole, function.result)
        context = Context(hole, scope.resolver)
        if function.partial or all(known(value) for value in values):
            result = function.body(context, values)
        else:
            result = Unknown(hole, function.result)
        if isinstance(result, Unknown):
            return _for_all(function, context, values) or _each_result(name, values, scope, context) or result
        return result
    except UndecidedError:
        return Unknown(hole, function.result)
    except FunctionError as error:
        raise _refused(expression, function, arguments, error) from None


def _for_all(function: Function, context: Context, values: tuple[Value, ...]) -> Value | None:
    """The result if it is the same whatever the holes in the arguments stand for, else None."""
    try:
        return whatever_fills(values, lambda filled: function.body(context, filled))
    except FunctionError:  # the call fails for some accounts or partitions
        return None


def _each_result(name: str, values: tuple[Value, ...], scope: Scope, context: Context) -> Value | None:
    """What the results for all keys share, for a function that looks up an unknown key."""
    if name not in _LOOKING_UP or scope.tentative:
        return None
    from assumelint.sources.terraform.lang.expressions.questions import each_result

    return each_result(name, values, context.hole)


def _foreign(expression: Call, scope: Scope) -> Value:
    """The unknown result of a provider's function. Raises `EvalError` for a function that does not exist."""
    from difflib import get_close_matches

    if expression.name.startswith("provider::"):
        return Unknown(unknown(expression, scope))
    close = get_close_matches(expression.name, NAMES, 1, 0.75)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    message = f'Call to unknown function: There is no function named "{expression.name}".{hint}'
    raise EvalError(message, expression.name_span)


def _arguments(expression: Call, scope: Scope, value_of: Evaluate) -> list[_Argument] | None:
    """The arguments, with `...` expanded; None if their number is unknown."""
    arguments = [_Argument(value_of(argument, scope), argument.span) for argument in expression.arguments]
    if not expression.expand:
        return arguments
    last = arguments.pop()
    items = _expanded(last.value, last.span)
    if items is None or any(is_many(item) for item in items):
        return None
    return arguments + [_Argument(item, last.span) for item in items]


def _expanded(value: Value, span: Span) -> Sequence[Value] | None:
    match value:
        case ListValue(items) | SetValue(items) | TupleValue(items):
            return items
        case Unknown():
            return None
        case NullValue():
            detail = "The expanding argument (indicated by ...) must not be null."
        case _:
            detail = "The expanding argument (indicated by ...) must be of a tuple, list, or set type."
    raise EvalError(f"Invalid expanding argument value: {detail}", span)


def _checked(expression: Call, function: Function, arguments: list[_Argument]) -> tuple[Value, ...]:
    """The arguments, converted to the types of their parameters. Raises `EvalError`."""
    wanted, given = len(function.parameters), len(arguments)
    if given < wanted:
        least = " at least" if function.variadic else ""
        raise EvalError(
            f'Not enough function arguments: Function "{expression.name}" expects{least} {wanted} argument(s). '
            f'Missing value for "{function.parameters[given].name}".',
            _closing(expression.span),
        )
    if given > wanted and function.variadic is None:
        raise EvalError(
            f'Too many function arguments: Function "{expression.name}" expects only {wanted} argument(s).',
            arguments[wanted].span,
        )
    return tuple(
        _converted(argument, _parameter(function, index) or Parameter("value"))
        for index, argument in enumerate(arguments)
    )


def _untyped(function: Function, values: tuple[Value, ...]) -> bool:
    """Whether an argument is a null without a type for a parameter without `untyped_null`."""
    return any(
        isinstance(value, NullValue) and value.type == DYNAMIC and not parameter.untyped_null
        for index, value in enumerate(values)
        if (parameter := _parameter(function, index))
    )


def _closing(span: Span) -> Span:
    return Span(span.file, span.end_line, max(span.end_column - 1, 1), span.end_line, span.end_column)


def _parameter(function: Function, index: int) -> Parameter | None:
    return function.parameters[index] if index < len(function.parameters) else function.variadic


def _converted(argument: _Argument, parameter: Parameter) -> Value:
    prefix = f'Invalid function argument: Invalid value for "{parameter.name}" parameter'
    try:
        value = convert(argument.value, parameter.type)
    except ConversionError as error:
        raise EvalError(f"{prefix}: {error}.", argument.span) from None
    if isinstance(value, NullValue) and not parameter.nullable:
        raise EvalError(f"{prefix}: argument must not be null.", argument.span)
    return value


def _refused(expression: Call, function: Function, arguments: list[_Argument], error: FunctionError) -> EvalError:
    parameter = None if error.argument is None else _parameter(function, error.argument)
    if parameter is None or error.argument is None:
        message = f'Error in function call: Call to function "{expression.name}" failed: {error.message}.'
        return EvalError(message, expression.span)
    message = f'Invalid function argument: Invalid value for "{parameter.name}" parameter: {error.message}.'
    span = arguments[error.argument].span if error.argument < len(arguments) else expression.span
    return EvalError(message, span)
