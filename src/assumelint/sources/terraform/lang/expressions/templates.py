"""Evaluates string templates (https://developer.hashicorp.com/terraform/language/expressions/strings)."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.sources.terraform.lang.expressions.render import render
from assumelint.sources.terraform.lang.expressions.scope import EvalError, Evaluate, Scope
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.texts import joined
from assumelint.sources.terraform.lang.values.types import STRING
from assumelint.sources.terraform.lang.values.unknowns import named, named_after
from assumelint.sources.terraform.lang.values.value import NullValue, StringValue, Unknown, Value
from assumelint.sources.terraform.syntax.ast import (
    ForDirective,
    IfDirective,
    Interpolation,
    Template,
    TemplatePart,
)
from assumelint.text import Hole, Part, Piece, Span, Text


def template(expression: Template, scope: Scope, value_of: Evaluate) -> Value:
    """The string of a template; for a template that is a single interpolation, the value itself. Raises `EvalError`."""
    if len(expression.parts) == 1:
        only = expression.parts[0]
        if isinstance(only, Interpolation):
            return value_of(only.value, scope)
        if isinstance(only, Piece) and only.text.isascii():
            return StringValue(Text((only,), expression.span))
    return StringValue(joined(_parts(expression.parts, scope, value_of), expression.span))


def _parts(parts: tuple[TemplatePart, ...], scope: Scope, value_of: Evaluate) -> Iterator[Part]:
    for part in parts:
        match part:
            case Piece():
                yield part
            case Interpolation(value, span):
                yield from interpolated(value_of(value, scope), span)
            case IfDirective():
                yield from _if(part, scope, value_of)
            case ForDirective():
                yield from _for(part, scope, value_of)


def interpolated(value: Value, span: Span) -> tuple[Part, ...]:
    """The parts that a value adds to a string. Raises `EvalError` with `span` for a null, a list, an object."""
    if isinstance(value, NullValue):
        detail = "The expression result is null. Cannot include a null value in a string template."
        raise EvalError(f"Invalid template interpolation value: {detail}", span)
    if isinstance(value, Unknown):
        return (value.hole.as_one(),)
    try:
        text = convert(value, STRING)
    except ConversionError as error:
        detail = f"Cannot include the given value in a string template: {error}."
        raise EvalError(f"Invalid template interpolation value: {detail}", span) from None
    return text.text.parts if isinstance(text, StringValue) else interpolated(text, span)


def _if(part: IfDirective, scope: Scope, value_of: Evaluate) -> Iterator[Part]:
    from assumelint.sources.terraform.lang.expressions.conditional import branch_condition

    chosen = branch_condition(value_of(part.condition, scope), part.condition)
    if chosen is not None:
        yield from _parts(part.then if chosen else part.otherwise, scope, value_of)
        return
    try:
        then = tuple(_parts(part.then, scope, value_of))
        otherwise = tuple(_parts(part.otherwise, scope, value_of))
        alike = Text(then, part.span).shape == Text(otherwise, part.span).shape
    except EvalError:  # in a branch that may not be selected
        then, alike = (), False
    if alike:
        yield from then
    else:
        yield named(f"if {render(part.condition)}", part.span, scope.resolver.home)


def _for(part: ForDirective, scope: Scope, value_of: Evaluate) -> Iterator[Part]:
    from assumelint.sources.terraform.lang.expressions.loops import iterate

    collection = value_of(part.collection, scope)
    for item in iterate(collection, part.collection):
        if isinstance(item, Hole):
            yield named_after(item, item.reference, part.span)
            continue
        names = {part.value: item[1]} if part.key is None else {part.key: item[0], part.value: item[1]}
        yield from _parts(part.body, scope.child(names), value_of)
