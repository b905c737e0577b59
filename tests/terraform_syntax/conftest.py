from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.sources.terraform.syntax import SourceText, parse_expression
from assumelint.sources.terraform.syntax.ast import (
    Binary,
    Bool,
    Call,
    Conditional,
    Expression,
    ForDirective,
    ForObject,
    ForTuple,
    GetAttr,
    IfDirective,
    Index,
    Interpolation,
    Name,
    Null,
    Number,
    Object,
    Parentheses,
    Splat,
    SplatItem,
    Template,
    TemplatePart,
    Tuple,
    Unary,
)
from assumelint.text import Piece


def _show(node: Expression) -> str:
    """The tree in one line, each operation in its own brackets."""
    match node:
        case Number(value):
            return str(value)
        case Bool(value=flag):
            return "true" if flag else "false"
        case Null():
            return "null"
        case Name(name):
            return name
        case Template(parts):
            return "'" + "".join(map(_part, parts)) + "'"
        case GetAttr(of, name):
            return f"{_show(of)}.{name}"
        case Index(of, key, legacy=legacy):
            return f"{_show(of)}.{_show(key)}" if legacy else f"{_show(of)}[{_show(key)}]"
        case SplatItem():
            return "@"
        case Splat(of, body, full=full):
            return f"({_show(of)}{'[*]' if full else '.*'}: {_show(body)})"
        case Tuple(items):
            return "[" + ", ".join(map(_show, items)) + "]"
        case Object(entries):
            return "{" + ", ".join(f"{_show(key)}={_show(value)}" for key, value in entries) + "}"
        case Conditional(condition, then, otherwise):
            return f"({_show(condition)} ? {_show(then)} : {_show(otherwise)})"
        case Binary(operator, left, right):
            return f"({_show(left)} {operator} {_show(right)})"
        case Unary(operator, operand):
            return f"({operator}{_show(operand)})"
        case Call(name, arguments, expand):
            return f"{name}({', '.join(map(_show, arguments))}{'...' if expand else ''})"
        case Parentheses(inner):
            return f"<{_show(inner)}>"
        case ForTuple(key, name, collection, result, condition):
            return f"[for {key},{name} in {_show(collection)}: {_show(result)}{_if(condition)}]"
        case ForObject(key, name, collection, result_key, result, group, condition):
            pair = f"{_show(result_key)} => {_show(result)}{'...' if group else ''}"
            return f"{{for {key},{name} in {_show(collection)}: {pair}{_if(condition)}}}"


def _if(condition: Expression | None) -> str:
    return "" if condition is None else f" if {_show(condition)}"


def _part(part: TemplatePart) -> str:
    match part:
        case Piece(text):
            return text
        case Interpolation(value):
            return "${" + _show(value) + "}"
        case IfDirective(condition, then, otherwise):
            return f"%if {_show(condition)}({''.join(map(_part, then))}|{''.join(map(_part, otherwise))})"
        case ForDirective(key, name, collection, body):
            return f"%for {key},{name} in {_show(collection)}({''.join(map(_part, body))})"


@pytest.fixture(scope="session")
def tree() -> Callable[[str], str]:
    """The tree of an expression, in one line."""
    return lambda text: _show(parse_expression(SourceText("main.tf", text)))
