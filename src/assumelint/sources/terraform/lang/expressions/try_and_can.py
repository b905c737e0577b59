"""Evaluates `try` and `can`, which check whether an expression can be evaluated."""

from __future__ import annotations

from assumelint.sources.terraform.lang.expressions.scope import EvalError, Evaluate, Scope
from assumelint.sources.terraform.lang.expressions.unknown import unknown
from assumelint.sources.terraform.lang.values.types import BOOL
from assumelint.sources.terraform.lang.values.value import BoolValue, Unknown, Value, holes, known
from assumelint.sources.terraform.syntax.ast import (
    Bool,
    Call,
    Expression,
    GetAttr,
    Index,
    Name,
    Null,
    Number,
    Object,
    Parentheses,
    Template,
    Tuple,
)
from assumelint.text import Piece


def try_each(expression: Call, scope: Scope, value_of: Evaluate) -> Value:
    """`try(a, b…)`: the first argument that can be evaluated. Unknown if an unknown part may still make it fail.

    Raises `EvalError` if no argument can be evaluated.
    """
    if expression.expand:
        return Unknown(unknown(expression, scope))
    failures: list[EvalError] = []
    inside = scope.as_tentative()
    for argument in expression.arguments:
        try:
            value = value_of(argument, inside)
        except EvalError as error:
            failures.append(error)
            continue
        if isinstance(value, Unknown):
            return Unknown(value.hole) if not failures else Unknown(unknown(expression, scope))
        return value if _certain(argument, value) else Unknown(unknown(expression, scope))
    if not expression.arguments:
        reason = "at least one argument is required"
    else:
        tried = " ".join(f"- {failure.message}" for failure in failures)
        reason = f"no expression succeeded: {tried} At least one expression must produce a successful result"
    raise EvalError(f'Error in function call: Call to function "try" failed: {reason}.', expression.span)


def can(expression: Call, scope: Scope, value_of: Evaluate) -> Value:
    """`can(a)`: whether the argument can be evaluated. Raises `EvalError` for a wrong number of arguments."""
    if len(expression.arguments) != 1 or expression.expand:
        message = 'Function "can" expects only 1 argument(s).'
        raise EvalError(f"Too many function arguments: {message}", expression.span)
    argument = expression.arguments[0]
    try:
        value = value_of(argument, scope.as_tentative())
    except EvalError:
        return BoolValue(False, expression.span)
    if not isinstance(value, Unknown) and _certain(argument, value):
        return BoolValue(True, expression.span)
    return Unknown(unknown(expression, scope), BOOL)


def _certain(expression: Expression, value: Value) -> bool:
    """Whether an expression can be evaluated for all values of its holes.

    An account id or partition is never null, and attribute access that succeeds now does not fail later.
    """
    return known(value) or all(hole.kind.is_never_empty for hole in holes(value)) or _only_steps(expression)


def _only_steps(expression: Expression) -> bool:
    match expression:
        case Name() | Number() | Bool() | Null():
            return True
        case GetAttr(inner) | Parentheses(inner):
            return _only_steps(inner)
        case Index(inner, key):
            return _only_steps(inner) and _only_steps(key)
        case Template(parts):
            return all(isinstance(part, Piece) for part in parts)
        case Tuple(items):
            return all(_only_steps(item) for item in items)
        case Object(entries):
            return all(_only_steps(key) and _only_steps(item) for key, item in entries)
        case _:
            return False
