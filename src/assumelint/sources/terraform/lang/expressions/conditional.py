"""Evaluates `condition ? then : otherwise`."""

from __future__ import annotations

from assumelint.sources.terraform.lang.expressions.agreement import agreed
from assumelint.sources.terraform.lang.expressions.questions import asked
from assumelint.sources.terraform.lang.expressions.scope import EvalError, Evaluate, Scope
from assumelint.sources.terraform.lang.expressions.unknown import unknown
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.type_relations import unify
from assumelint.sources.terraform.lang.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ObjectType,
    Primitive,
    TupleType,
    Type,
    friendly,
)
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    NullValue,
    Unknown,
    Value,
    type_of,
)
from assumelint.sources.terraform.syntax.ast import (
    Binary,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    Interpolation,
    Parentheses,
    Splat,
    Template,
    Tuple,
    Unary,
)


def conditional(expression: Conditional, scope: Scope, value_of: Evaluate) -> Value:
    """The value of the selected branch, converted to the common type of both branches.

    Errors in the other branch are ignored. If the condition is unknown, the result keeps the parts that are equal in
    both branches. Raises `EvalError`.
    """
    then = _attempt(expression.then, scope, value_of)
    otherwise = _attempt(expression.otherwise, scope, value_of)
    common = _common_type(expression, then, otherwise)
    condition = asked(value_of(expression.condition, scope), (True, False), scope)
    try:
        chosen = branch_condition(condition, expression.condition)
    except EvalError as error:
        raise EvalError(error.message, error.span, common) from None
    if chosen is not None:
        branch, which = (then, "true") if chosen else (otherwise, "false")
        return _taken(branch, common, which)
    hole = unknown(expression, scope)
    if isinstance(then, EvalError) or isinstance(otherwise, EvalError):
        return Unknown(hole)
    taken, other = _taken(then, common, "true"), _taken(otherwise, common, "false")
    return agreed(taken, other, hole)


def _attempt(expression: Expression, scope: Scope, value_of: Evaluate) -> Value | EvalError:
    try:
        return value_of(expression, scope)
    except EvalError as error:
        return error


def _common_type(expression: Conditional, then: Value | EvalError, otherwise: Value | EvalError) -> Type:
    """The type of the result, `dynamic` if it is unknown. Raises `EvalError` if the branches have no common type."""
    left, right = _branch_type(expression.then, then), _branch_type(expression.otherwise, otherwise)
    if isinstance(then, NullValue) and left == DYNAMIC:
        return right
    if isinstance(otherwise, NullValue) and right == DYNAMIC:
        return left
    if DYNAMIC in (left, right):
        return DYNAMIC
    common = unify([left, right])
    if common is None:
        detail = "The true and false result expressions must have consistent types"
        message = f"Inconsistent conditional result types: {detail}. {difference(left, right)}."
        raise EvalError(message, expression.then.span.to(expression.otherwise.span))
    failed = isinstance(then, EvalError) or isinstance(otherwise, EvalError)
    return DYNAMIC if failed and not isinstance(common, Primitive) else common


def _branch_type(expression: Expression, value: Value | EvalError) -> Type:
    """The type of a branch. For one that fails, the type that its operator or template always has."""
    if not isinstance(value, EvalError):
        return type_of(value)
    match expression:
        case Parentheses(inner):
            return _branch_type(inner, value)
        case Binary("+" | "-" | "*" | "/" | "%") | Unary("-"):
            return NUMBER
        case Binary() | Unary():
            return BOOL
        case Template(parts) if not (len(parts) == 1 and isinstance(parts[0], Interpolation)):
            return STRING
        case Tuple() | Splat():
            return TupleType(())
        case ForTuple() if not value.message.startswith("Iteration over"):
            return TupleType(())
        case ForObject() if value.message.startswith("Duplicate object key"):
            return ObjectType({})
        case _:
            return value.type


def _taken(branch: Value | EvalError, common: Type, which: str) -> Value:
    if isinstance(branch, EvalError):
        raise branch
    try:
        return convert(branch, common)
    except ConversionError as error:
        message = f"Inconsistent conditional result types: The {which} result value has the wrong type: {error}."
        raise EvalError(message, branch.span) from None


def branch_condition(value: Value, expression: Expression) -> bool | None:
    """A condition as a bool, None if it is unknown. Raises `EvalError` if it is null or not a bool."""
    if isinstance(value, NullValue):
        detail = "The condition value is null. Conditions must either be true or false."
        raise EvalError(f"Null condition: {detail}", expression.span)
    try:
        flag = convert(value, BOOL)
    except ConversionError:
        message = "Incorrect condition type: The condition expression must be of type bool."
        raise EvalError(message, expression.span) from None
    return flag.value if isinstance(flag, BoolValue) else None


def difference(left: Type, right: Type) -> str:
    """The difference between the types of the two branches, as a sentence without a full stop."""
    match left, right:
        case ObjectType(a), ObjectType(b):
            for name in sorted(a):
                if name not in b:
                    return (
                        f"The 'true' value includes object attribute \"{name}\", which is absent in the 'false' value"
                    )
                if a[name] != b[name]:
                    return f'Type mismatch for object attribute "{name}": {difference(a[name], b[name])}'
            return _lacks("false", min(b.keys() - a.keys()), "true")
        case TupleType(a), TupleType(b):
            if len(a) != len(b):
                return f"The 'true' tuple has length {len(a)}, but the 'false' tuple has length {len(b)}"
            position = next(index for index, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
            return f"Type mismatch for tuple element {position}: {difference(a[position], b[position])}"
    return f"The 'true' value is {friendly(left)}, but the 'false' value is {friendly(right)}"


def _lacks(one: str, name: str, other: str) -> str:
    return f"The '{one}' value includes object attribute \"{name}\", which is absent in the '{other}' value"
