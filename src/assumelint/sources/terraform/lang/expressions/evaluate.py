"""Evaluates expressions to values.

The semantics are those of HCL (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md) in Terraform 1.11. A
result that depends on an unknown value is known only if it is the same for every possible value.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from assumelint.sources.terraform.lang.expressions.access import step
from assumelint.sources.terraform.lang.expressions.objects import build_object
from assumelint.sources.terraform.lang.expressions.render import render_step
from assumelint.sources.terraform.lang.expressions.scope import Attr, EvalError, Key, Reference, Scope, Step
from assumelint.sources.terraform.lang.expressions.templates import template
from assumelint.sources.terraform.lang.expressions.unknown import unknown
from assumelint.sources.terraform.lang.values import numbers
from assumelint.sources.terraform.lang.values.unknowns import named
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    NullValue,
    NumberValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    lone_hole,
)
from assumelint.sources.terraform.syntax.ast import (
    Binary,
    Bool,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    GetAttr,
    Index,
    Name,
    Null,
    Number,
    Object,
    Parentheses,
    Splat,
    SplatItem,
    Template,
    Tuple,
    Unary,
)


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of an expression, unknown if it depends on unknown values or exceeds the limits of work or size.

    Raises `EvalError` if Terraform would refuse it.
    """
    try:
        return value_of(expression, scope)
    except (numbers.UndecidedError, RecursionError):
        return Unknown(unknown(expression, scope))


def value_of(expression: Expression, scope: Scope) -> Value:
    """The value of a nested expression, as `evaluate`, but errors for exceeded limits pass to the outermost call."""
    scope.budget.spend()
    return _EVALUATORS[expression.__class__](expression, scope)


def _number(expression: Number, scope: Scope) -> Value:
    number = _literal(expression.value)
    return Unknown(unknown(expression, scope)) if number is None else NumberValue(number, expression.span)


@lru_cache(maxsize=1024)
def _literal(value: Decimal) -> numbers.Number | None:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > numbers.MAX_DIGITS or value.adjusted() > numbers.MAX_DIGITS:
        return None
    return numbers.Number(numbers.rounded(Fraction(value)))


def _traversal(expression: Name | GetAttr | Index, scope: Scope) -> Value:
    chain: list[GetAttr | Index] = []
    root: Expression = expression
    while isinstance(root, GetAttr | Index):
        chain.append(root)
        root = root.object
    chain.reverse()
    steps = tuple(_step(link, scope) for link in chain)
    if isinstance(root, Name):
        if root.name not in scope.names:
            return _resolved(root, chain, steps, scope)
        value = scope.names[root.name]
    else:
        value = value_of(root, scope)
    return _walk(value, chain, steps, scope)


def _step(link: GetAttr | Index, scope: Scope) -> Step:
    if isinstance(link, GetAttr):
        return Attr(link.name, link.name_span)
    return Key(value_of(link.key, scope), link.key.span)


def _walk(value: Value, chain: list[GetAttr | Index], steps: tuple[Step, ...], scope: Scope) -> Value:
    for link, taken in zip(chain, steps, strict=True):
        if isinstance(taken, Key) and lone_hole(taken.value) is not None:
            from assumelint.sources.terraform.lang.expressions.questions import open_index

            value = open_index(value, taken, link, scope)
        else:
            value = step(value, taken, render_step(link), link.span)
    return value


def _resolved(root: Name, chain: list[GetAttr | Index], steps: tuple[Step, ...], scope: Scope) -> Value:
    texts, spans = [root.name], [root.span]
    for link in chain:
        texts.append(texts[-1] + render_step(link))
        spans.append(link.span)
    found = scope.resolver.resolve(Reference(root.name, steps, tuple(texts), tuple(spans)))
    if found is None:
        raise EvalError(
            "Invalid reference: A reference to a resource type must be followed by at least one attribute access, "
            "specifying the resource name.",
            root.span,
        )
    value, used = found
    return _walk(value, chain[used:], steps[used:], scope)


def _splat_item(expression: SplatItem, scope: Scope) -> Value:
    return Unknown(named("*", expression.span)) if scope.item is None else scope.item


def _template(expression: Template, scope: Scope) -> Value:
    return template(expression, scope, value_of)


def _tuple(expression: Tuple, scope: Scope) -> Value:
    return TupleValue(tuple(value_of(item, scope) for item in expression.items), expression.span)


def _object(expression: Object, scope: Scope) -> Value:
    return build_object(expression, scope, value_of)


def _conditional(expression: Conditional, scope: Scope) -> Value:
    from assumelint.sources.terraform.lang.expressions.conditional import conditional

    return conditional(expression, scope, value_of)


def _for_tuple(expression: ForTuple, scope: Scope) -> Value:
    from assumelint.sources.terraform.lang.expressions.loops import for_tuple

    return for_tuple(expression, scope, value_of)


def _for_object(expression: ForObject, scope: Scope) -> Value:
    from assumelint.sources.terraform.lang.expressions.loops import for_object

    return for_object(expression, scope, value_of)


def _splat(expression: Splat, scope: Scope) -> Value:
    from assumelint.sources.terraform.lang.expressions.splats import splat

    return splat(expression, scope, value_of)


def _binary(expression: Binary, scope: Scope) -> Value:
    from assumelint.sources.terraform.lang.expressions.operators import binary, is_decided

    spine = [expression]
    while isinstance(spine[-1].left, Binary):
        scope.budget.spend()
        spine.append(spine[-1].left)
    left = value_of(spine[-1].left, scope)
    for link in reversed(spine):
        try:
            right = value_of(link.right, scope)
        except EvalError:
            if not is_decided(link.operator, left):
                raise
            continue  # `left` is the result: an error on the other side is none since Terraform 1.12
        if isinstance(left, Unknown | StringValue) or isinstance(right, Unknown | StringValue):
            from assumelint.sources.terraform.lang.expressions.questions import asked_operands

            left, right = asked_operands(link.operator, left, right, scope)
        left = binary(link.operator, left, right, unknown(link, scope))
    return left


def _unary(expression: Unary, scope: Scope) -> Value:
    from assumelint.sources.terraform.lang.expressions.operators import unary

    operand = value_of(expression.operand, scope)
    if expression.operator == "!" and isinstance(operand, Unknown):
        from assumelint.sources.terraform.lang.expressions.questions import asked

        operand = asked(operand, (True, False), scope)
    return unary(expression.operator, operand, unknown(expression, scope))


def _call(expression: Call, scope: Scope) -> Value:
    from assumelint.sources.terraform.lang.expressions.calls import call

    return call(expression, scope, value_of)


# A table by class, because a chain of `match` cases takes longer than the rest of the evaluation.
_EVALUATORS: dict[type, Callable[[Any, Scope], Value]] = {
    Number: _number,
    Bool: lambda expression, scope: BoolValue(expression.value, expression.span),
    Null: lambda expression, scope: NullValue(expression.span),
    Template: _template,
    Name: _traversal,
    GetAttr: _traversal,
    Index: _traversal,
    SplatItem: _splat_item,
    Splat: _splat,
    Tuple: _tuple,
    Object: _object,
    ForTuple: _for_tuple,
    ForObject: _for_object,
    Conditional: _conditional,
    Binary: _binary,
    Unary: _unary,
    Call: _call,
    Parentheses: lambda expression, scope: value_of(expression.expression, scope),
}
