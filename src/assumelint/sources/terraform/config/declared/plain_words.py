"""Expressions that can be read without evaluation: a string without interpolation, a bare name."""

from __future__ import annotations

from assumelint.sources.terraform.syntax.ast import Expression, Name, Template
from assumelint.text import Piece


def plain_text(expression: Expression | None) -> str | None:
    """The text of a quoted string without interpolation, None for any other expression."""
    match expression:
        case Template((Piece(text),)):
            return text
        case _:
            return None


def plain_word(expression: Expression | None) -> str | None:
    """The word in a place that takes a bare name (in Terraform 0.11 style: quoted), None for any other expression."""
    return expression.name if isinstance(expression, Name) else plain_text(expression)
