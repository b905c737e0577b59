"""Expressions that can be read without evaluating them: a text without interpolation, a name."""

from __future__ import annotations

from assumelint.sources.terraform.syntax.ast import Expression, Name, Template
from assumelint.text import Piece


def plain_text(expression: Expression | None) -> str | None:
    """The text in quotes, None for anything else."""
    match expression:
        case Template((Piece(text),)):
            return text
        case _:
            return None


def plain_word(expression: Expression | None) -> str | None:
    """The word that stands alone where a name is expected (old style: in quotes), None for anything else."""
    return expression.name if isinstance(expression, Name) else plain_text(expression)
