"""Expressions to values."""

from __future__ import annotations

from assumelint.sources.terraform.lang.scope import Scope
from assumelint.sources.terraform.lang.values import Value
from assumelint.sources.terraform.syntax.ast import Expression


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of an expression, unknown where the scope leaves it open.

    Raises `EvalError` where Terraform would refuse it.
    """
    raise NotImplementedError
