from __future__ import annotations

import json
import random
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


_WORDS = ("name", "for_each", "sub", "aud", "if_", "a-b", "x9", "Statement")
_TEXTS = ("", "repo:acme/*", 'a "b"', "c:\\d", "e\n\tf", "{}", "# no comment", "// neither", "é\u2028", "100 %", "$")
_OTHERS = (
    "var.a.b[0]",
    "local.x[*].y",
    "upper(var.a)",
    'a == 1 ? "b" : null',
    "[for k, v in m : v if k]",
    '"${x}-y"',
    "1 + 2 * x",
    "!a",
)


def _value(dice: random.Random, depth: int) -> str:
    match dice.randrange(10 if depth else 7):
        case 0 | 1:
            return json.dumps(dice.choice(_TEXTS), ensure_ascii=False)
        case 2:
            return dice.choice(("true", "false", "null"))
        case 3:
            return dice.choice(("0", "-1", "42", "-13", "1.5", "-2.50", "1e3"))
        case 4:
            return dice.choice(_OTHERS)
        case 5 | 6:
            return json.dumps(dice.choice(_WORDS))
        case 7:
            separator = dice.choice((", ", ",\n", ", # next\n", "\n, "))
            return f"[{separator.join(_value(dice, depth - 1) for _ in range(dice.randrange(4)))}]"
        case _:
            pairs = [f"{_key(dice, n)} {dice.choice('=:')} {_value(dice, depth - 1)}" for n in range(dice.randrange(4))]
            return "{" + dice.choice(("\n", ", ")).join(pairs) + "}"


def _key(dice: random.Random, number: int) -> str:
    name = f"{dice.choice(_WORDS)}{number}"
    return dice.choice((name, f'"{name}"'))


def _body(dice: random.Random, depth: int) -> str:
    lines = []
    for number in range(dice.randrange(1, 5)):
        name = f"{dice.choice(_WORDS)}{number}"
        match dice.randrange(6):
            case 0 if depth:
                labels = "".join(f' "{dice.choice(_WORDS)}"' for _ in range(dice.randrange(3)))
                lines.append(f"{name}{labels} {{\n{_body(dice, depth - 1)}}}")
            case 1:
                start, margin = dice.choice((("<<", ""), ("<<-", "    ")))
                lines.append(f"{name} = {start}EOT\n{margin}one\n{margin}  $${{two}} {{\n{margin}EOT")
            case 2:
                lines.append(dice.choice(("# a comment", "/* two\nlines */", "// } {", "")))
            case _:
                lines.append(f"{name} = {_value(dice, 3)}{dice.choice(('', ' # }', ' // {'))}")
    return "".join(f"  {line}\n" for line in lines)


@pytest.fixture(scope="session")
def configuration() -> Callable[[random.Random], str]:
    """A made up file, of blocks and values as people write them."""
    return lambda dice: _body(dice, 2)
