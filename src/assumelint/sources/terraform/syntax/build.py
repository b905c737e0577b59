"""What each rule of the tables builds.

An action takes what its symbols stand for: tokens, nodes, or lists of both, punctuation included. A rule without
an action has one symbol and stands for the same, or stands for the list of its symbols.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assumelint.sources.terraform.syntax.ast import (
    Binary,
    Bool,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    Name,
    Null,
    Number,
    Object,
    Parentheses,
    Template,
    Tuple,
    Unary,
)
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.postfix import Postfix, apply
from assumelint.sources.terraform.syntax.tokens import NAME, Token
from assumelint.text import Piece, Span

if TYPE_CHECKING:
    from assumelint.sources.terraform.syntax.template import Reader

# The arguments are whatever the tables put together, so their types are those of the grammar, not of Python.
Action = Callable[["Reader", list[Any]], Any]

# A float of 512 bits, as Terraform keeps numbers, has no larger exponent in practice; Decimal's own limit is near.
_MAX_DIGITS = 10_000


def _literal(reader: Reader, arguments: list[Any]) -> Bool | Null:
    token: Token = arguments[0]
    span = reader.source.span(token.start, token.end)
    return Null(span) if token.text == "null" else Bool(token.text == "true", span)


def _number(reader: Reader, arguments: list[Any]) -> Number:
    token: Token = arguments[0]
    digits = reader.source.text[token.start : token.end]
    span = reader.source.span(token.start, token.end)
    exponent = digits.lower().partition("e")[2]
    if digits.count(".") > 1 or "e" in exponent or "." in exponent or len(digits) > _MAX_DIGITS or len(exponent) > 6:
        raise HclError("Invalid number literal", span, "Failed to recognize the value of this number literal.")
    return Number(Decimal(digits), span)


def _string(reader: Reader, arguments: list[Any]) -> Template:
    token: Token = arguments[0]
    return reader.quoted(token.start, token.end)


def _heredoc(reader: Reader, arguments: list[Any]) -> Template:
    token: Token = arguments[0]
    return reader.heredoc(token.start, token.end)


def _term(reader: Reader, arguments: list[Any]) -> Expression:
    first = arguments[0]
    if len(arguments) == 3:
        expression: Expression = arguments[1]
        return Parentheses(expression, reader.source.span(first.start, arguments[2].end))
    if isinstance(first, Token):
        return Name(first.text, reader.source.span(first.start, first.end))
    node: Expression = first
    return node


def _unary(reader: Reader, arguments: list[Any]) -> Expression:
    token: Token
    operand: Expression
    token, operand = arguments
    start = reader.source.span(token.start, token.start)
    for operator in reversed(token.text):
        operand = Unary(operator, operand, start.to(operand.span))
    return operand


def _binary(reader: Reader, arguments: list[Any]) -> Binary:
    left, (token, right) = arguments
    return Binary(reader.source.text[token.start : token.end], left, right, left.span.to(right.span))


def _conditional(reader: Reader, arguments: list[Any]) -> Conditional:
    condition, _, then, _, otherwise = arguments
    return Conditional(condition, then, otherwise, condition.span.to(otherwise.span))


def _index(reader: Reader, arguments: list[Any]) -> Postfix:
    opening, key, closing = arguments
    return Postfix("index", reader.source.span(opening.start, closing.end), key=key)


def _legacy_index(reader: Reader, arguments: list[Any]) -> Postfix:
    dot, number = arguments
    return Postfix("legacy index", reader.source.span(dot.start, number.end), key=_number(reader, [number]))


def _attribute(reader: Reader, arguments: list[Any]) -> Postfix:
    _, name = arguments
    return Postfix("attribute", reader.source.span(name.start, name.end), name=name.text)


def _attribute_splat(reader: Reader, arguments: list[Any]) -> Postfix:
    return _splat(reader, "attribute splat", arguments)


def _full_splat(reader: Reader, arguments: list[Any]) -> Postfix:
    return _splat(reader, "full splat", arguments)


def _splat(reader: Reader, kind: str, arguments: list[Any]) -> Postfix:
    token: Token = arguments[0]
    steps = _flat(arguments[1:])
    return Postfix(kind, reader.source.span(token.start, token.end), steps=tuple(steps))


def _apply(reader: Reader, arguments: list[Any]) -> Expression:
    target, step = arguments
    return apply(target, step)


def _list(reader: Reader, arguments: list[Any]) -> list[Any]:
    """A repetition: the list so far, if there is one, with what is new."""
    first = arguments[0]
    if isinstance(first, list):
        first += arguments[1:]
        return first
    return arguments


def _flat(arguments: list[Any]) -> list[Any]:
    return [item for argument in arguments for item in (argument if isinstance(argument, list) else [argument])]


def _without_tokens(arguments: list[Any]) -> list[Any]:
    return [item for item in _flat(arguments) if not isinstance(item, Token)]


def _tuple(reader: Reader, arguments: list[Any]) -> Tuple:
    span = reader.source.span(arguments[0].start, arguments[-1].end)
    return Tuple(tuple(_without_tokens(arguments)), span)


def _element(reader: Reader, arguments: list[Any]) -> tuple[Expression, Expression]:
    key, _, value = arguments
    if isinstance(key, Name):
        return _word(key.name, key.span), value
    if isinstance(key, Bool):
        return _word("true" if key.value else "false", key.span), value
    if isinstance(key, Null):
        return _word("null", key.span), value
    return key, value


def _word(word: str, span: Span) -> Template:
    return Template((Piece(word, span),), span)


def _object(reader: Reader, arguments: list[Any]) -> Object:
    source = reader.source
    return Object(tuple(_without_tokens(arguments)), source.span(arguments[0].start, arguments[-1].end))


def _call(reader: Reader, arguments: list[Any]) -> Call:
    name: Token = arguments[0]
    inner = _flat(arguments[2:-1])
    last = inner[-1] if inner else None
    return Call(
        name.text,
        tuple(_without_tokens(inner)),
        isinstance(last, Token) and last.kind == "...",
        reader.source.span(name.start, arguments[-1].end),
        reader.source.span(name.start, name.end),
    )


def _for_intro(reader: Reader, arguments: list[Any]) -> tuple[str | None, str, Expression]:
    """`for key, value in collection :`."""
    names = [item.text for item in arguments if isinstance(item, Token) and item.kind == NAME][1:-1]
    return names[0] if len(names) == 2 else None, names[-1], arguments[-2]


def _for_condition(reader: Reader, arguments: list[Any]) -> Expression:
    condition: Expression = arguments[1]
    return condition


def _for_tuple(reader: Reader, arguments: list[Any]) -> ForTuple:
    opening, (key, value, collection), result, *condition, closing = arguments
    span = reader.source.span(opening.start, closing.end)
    return ForTuple(key, value, collection, result, condition[0] if condition else None, span)


def _for_object(reader: Reader, arguments: list[Any]) -> ForObject:
    opening, (key, value, collection), result_key, _, result, *rest, closing = arguments
    group = any(isinstance(item, Token) for item in rest)
    condition = next((item for item in rest if not isinstance(item, Token)), None)
    span = reader.source.span(opening.start, closing.end)
    return ForObject(key, value, collection, result_key, result, group, condition, span)


ACTIONS: dict[str, Action] = {
    "literal_value": _literal,
    "int_lit": _number,
    "string": _string,
    "heredoc_template": _heredoc,
    "expr_term": _term,
    "unary_op": _unary,
    "binary_op": _binary,
    "conditional": _conditional,
    "braces_index": _index,
    "short_index": _legacy_index,
    "get_attr": _attribute,
    "attr_splat": _attribute_splat,
    "full_splat": _full_splat,
    "index_expr_term": _apply,
    "get_attr_expr_term": _apply,
    "attr_splat_expr_term": _apply,
    "full_splat_expr_term": _apply,
    "repetition": _list,
    "tuple": _tuple,
    "object_elem": _element,
    "object": _object,
    "function_call": _call,
    "for_intro": _for_intro,
    "for_cond": _for_condition,
    "for_tuple_expr": _for_tuple,
    "for_object_expr": _for_object,
}
