"""The hole for the unknown value of an expression."""

from __future__ import annotations

from assumelint.sources.terraform.lang.expressions.render import render
from assumelint.sources.terraform.lang.expressions.scope import Scope
from assumelint.sources.terraform.lang.values.unknowns import named
from assumelint.sources.terraform.syntax.ast import Expression
from assumelint.text import Hole


def unknown(expression: Expression, scope: Scope, *, many: bool = False) -> Hole:
    """The hole for the value of an expression, named after its rendered text."""
    return named(render(expression), expression.span, scope.resolver.home, many=many)
