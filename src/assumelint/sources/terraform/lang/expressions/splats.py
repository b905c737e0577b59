"""Evaluates splats: `source[*].name`."""

from __future__ import annotations

from functools import partial

from assumelint.sources.terraform.lang.expressions.render import render
from assumelint.sources.terraform.lang.expressions.scope import EvalError, Evaluate, Scope
from assumelint.sources.terraform.lang.values.shapes import alike, shape_of
from assumelint.sources.terraform.lang.values.types import ListType, SetType, TupleType, Type, contains_dynamic
from assumelint.sources.terraform.lang.values.unknowns import element, member, named, renamed
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    NullValue,
    SetValue,
    TupleValue,
    Unknown,
    Value,
    type_of,
)
from assumelint.sources.terraform.syntax.ast import Expression, GetAttr, Index, Splat
from assumelint.text import Hole


def splat(expression: Splat, scope: Scope, value_of: Evaluate) -> Value:
    """`source[*].name`: applies to each element of a list, tuple or set, to any other value itself, for null to none.

    Raises `EvalError`.
    """
    source = value_of(expression.source, scope)
    match source:
        case NullValue(type=ListType() | SetType() | TupleType()):
            detail = "Splat expressions (with the * symbol) cannot be applied to null sequences."
            raise EvalError(f"Splat of null value: {detail}", expression.source.span)
        case NullValue():
            return TupleValue((), expression.span)
        case Unknown(hole):
            return TupleValue((Unknown(_inside(expression, hole)),), expression.span)
        case ListValue(items) | SetValue(items) | TupleValue(items):
            pass
        case _:
            items = (source,)
    results = tuple(_splat_item(expression, item, scope, value_of) for item in items)
    if not isinstance(source, ListValue | SetValue):
        return TupleValue(results, expression.span)
    return ListValue(results, _element(expression, source, results, scope, value_of), expression.span)


def _splat_item(expression: Splat, item: Value, scope: Scope, value_of: Evaluate) -> Value:
    if isinstance(item, Unknown) and item.hole.many:
        inside, shape = _inside(expression, item.hole), shape_of(item.hole)
        if shape is None:
            return Unknown(inside)
        try:
            return alike(value_of(expression.body, scope.with_item(shape)), inside)
        except EvalError:  # there may be no element
            return Unknown(inside)
    return value_of(expression.body, scope.with_item(item))


def _inside(expression: Splat, hole: Hole) -> Hole:
    """The hole for the results of a splat over unknown objects."""
    reference, span = render(expression), expression.span
    steps: list[Expression] = [expression.body]
    while isinstance(last := steps[-1], GetAttr | Index):
        steps.append(last.object)
    for taken in reversed(steps[:-1]):
        enter = partial(member, name=taken.name) if isinstance(taken, GetAttr) else element
        hole = enter(hole, reference=reference, span=span)
    return renamed(hole, reference).at(span).as_many()


def _element(
    expression: Splat, source: ListValue | SetValue, results: tuple[Value, ...], scope: Scope, value_of: Evaluate
) -> Type:
    types = [type_of(result) for result in results if not isinstance(result, Unknown)]
    if not types:
        item = Unknown(named("*", expression.span), source.element)
        return type_of(value_of(expression.body, scope.with_item(item)))
    certain = [type for type in types if not contains_dynamic(type)]
    if any(type != certain[0] for type in certain):
        detail = (
            "The second level of splat expression produced elements of different types, so it isn't possible to "
            "construct a valid list to represent the top-level result."
        )
        raise EvalError(f"Invalid nested splat expressions: {detail}", expression.body.span)
    return types[0]
