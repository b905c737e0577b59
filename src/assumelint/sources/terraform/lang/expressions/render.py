"""Renders expressions as short text, which serves as the name of an unknown value."""

from __future__ import annotations

from assumelint.sources.terraform.syntax.ast import (
    Binary,
    Bool,
    Call,
    Conditional,
    Expression,
    GetAttr,
    Index,
    Name,
    Null,
    Parentheses,
    Splat,
    SplatItem,
    Template,
    Unary,
)
from assumelint.sources.terraform.syntax.ast import Number as NumberLiteral
from assumelint.text import Piece

_ELLIPSIS = "…"
_LONGEST = 80
_DEEPEST = 12


def render(expression: Expression) -> str:
    """The expression on one line, without braces, shortened with `…`."""
    text = _render(expression, 0)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + _ELLIPSIS


def render_step(expression: Expression) -> str:
    """The last step of a reference, such as `.name` or `[key]`."""
    match expression:
        case GetAttr(_, name):
            return f".{name}"
        case Index(_, key, _, True):
            return f".{_render(key, 0)}"
        case Index(_, key):
            return f"[{_render(key, 0)}]"
        case _:
            return ""


def _render(expression: Expression, depth: int) -> str:
    if depth > _DEEPEST:
        return _ELLIPSIS
    match expression:
        case Name(name):
            return name
        case GetAttr(object_) | Index(object_):
            return _render(object_, depth + 1) + render_step(expression)
        case Splat(source, body, _, full):
            return _render(source, depth + 1) + ("[*]" if full else ".*") + _render(body, depth + 1)
        case SplatItem():
            return ""
        case NumberLiteral(value):
            return str(value)
        case Bool(flag):
            return "true" if flag else "false"
        case Null():
            return "null"
        case Template(parts):
            return _template(parts)
        case Call(name, arguments):
            return f"{name}({', '.join(_render(argument, depth + 1) for argument in arguments)})"
        case Parentheses(inner):
            return f"({_render(inner, depth + 1)})"
        case Unary(operator, operand):
            return operator + _render(operand, depth + 1)
        case Binary(operator, left, right):
            return f"{_render(left, depth + 1)} {operator} {_render(right, depth + 1)}"
        case Conditional(condition, then, otherwise):
            return " ".join(
                (_render(condition, depth + 1), "?", _render(then, depth + 1), ":", _render(otherwise, depth + 1))
            )
        case _:
            return _ELLIPSIS


def _template(parts: tuple[object, ...]) -> str:
    if all(isinstance(part, Piece) for part in parts):
        text = "".join(part.text for part in parts if isinstance(part, Piece))
        if len(text) <= _LONGEST and not any(char in text for char in '{}"\n'):
            return f'"{text}"'
    return f'"{_ELLIPSIS}"'
