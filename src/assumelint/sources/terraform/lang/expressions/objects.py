"""Evaluates `{ key = value }`."""

from __future__ import annotations

from assumelint.sources.terraform.lang.expressions.scope import EvalError, Evaluate, Scope
from assumelint.sources.terraform.lang.expressions.unknown import unknown
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.equality import may_equal
from assumelint.sources.terraform.lang.values.types import STRING
from assumelint.sources.terraform.lang.values.value import (
    Member,
    NullValue,
    ObjectValue,
    StringValue,
    Unknown,
    Value,
    in_order,
)
from assumelint.sources.terraform.syntax.ast import Expression, GetAttr, Index, Object
from assumelint.text import Hole, Text


def build_object(expression: Object, scope: Scope, value_of: Evaluate) -> Value:
    """The object. Of duplicate keys, the last wins, and the others are reported to the resolver.

    Raises `EvalError`.
    """
    known: dict[str, Member] = {}
    partial: list[Member] = []
    for key_expression, value_expression in expression.entries:
        key = object_key(key_expression, value_of(_unambiguous(key_expression), scope))
        value = value_of(value_expression, scope)
        if key.literal is None:
            partial.append((key, value))
            _overshadow(known, key, unknown(expression, scope))
            continue
        if key.literal in known:
            scope.resolver.duplicate_key(known[key.literal][0], key)
        known[key.literal] = (key, value)
    return ObjectValue(in_order(known), expression.span, tuple(partial))


def _unambiguous(key: Expression) -> Expression:
    if isinstance(key, GetAttr | Index):
        raise EvalError(
            "Ambiguous attribute key: If this expression is intended to be a reference, wrap it in parentheses. "
            "If it's instead intended as a literal name containing periods, wrap it in quotes to create a string "
            "literal.",
            key.span,
        )
    return key


def object_key(expression: Expression, value: Value, null: str = "", wrong: str = "") -> Text:
    """The value converted to a key: a string, which may contain holes. Raises `EvalError`."""
    if isinstance(value, NullValue):
        raise EvalError(null or "Null value as key: Can't use a null value as a key.", expression.span)
    try:
        key = convert(value, STRING)
    except ConversionError as error:
        prefix = wrong or "Incorrect key type: Can't use this value as a key"
        raise EvalError(f"{prefix}: {error}.", expression.span) from None
    if isinstance(key, StringValue):
        return key.text
    assert isinstance(key, Unknown)
    return Text((key.hole.as_one(),), expression.span)


def _overshadow(known: dict[str, Member], key: Text, hole: Hole) -> None:
    """Make the values of earlier keys unknown that a later, partly unknown key may be equal to."""
    for name, (written, value) in known.items():
        if may_equal(written, key):
            known[name] = (written, Unknown(hole.at(value.span)))
