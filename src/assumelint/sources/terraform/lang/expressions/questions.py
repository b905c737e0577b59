"""Asks for unknown values on which a result depends: the key of an index, one side of a comparison, a condition.

The resolver knows the answer in an outcome that assumes a value. Without one, the result is what all outcomes share.
"""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.sources.terraform.lang.expressions.access import step
from assumelint.sources.terraform.lang.expressions.agreement import agreed_by_all
from assumelint.sources.terraform.lang.expressions.render import render, render_step
from assumelint.sources.terraform.lang.expressions.scope import Answer, Key, Reply, Scope
from assumelint.sources.terraform.lang.values.unknowns import named_after
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    ListValue,
    MapValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    complete,
    every_member,
    lone_hole,
    string,
)
from assumelint.sources.terraform.syntax.ast import GetAttr, Index
from assumelint.text import Hole

# Stands for a value that is none of the answers. A private-use character: no name in code contains it.
_NEITHER = "\ue003"


def asked(value: Value, answers: Sequence[Answer], scope: Scope) -> Value:
    """A value, known if the outcome that is evaluated settles it.

    A string that is none of the answers in this outcome becomes one that equals none of them.
    """
    hole = lone_hole(value)
    if hole is None or not answers:
        return value
    match scope.resolver.ask(hole, answers, repeated=bool(scope.names) or scope.item is not None):
        case Reply.OPEN:
            return value
        case Reply.NEITHER:
            return string(_NEITHER, value.span)
        case bool() as flag:
            return BoolValue(flag, value.span)
        case str() as text:
            return string(text, value.span)


def asked_key(source: Value, key: Value, scope: Scope) -> Value:
    """The key of a map, known if the outcome settles it."""
    return asked(key, _names(source), scope) if lone_hole(key) is not None else key


def open_index(value: Value, key: Key, link: GetAttr | Index, scope: Scope) -> Value:
    """The value of `value[key]` for an unknown key: known in an outcome, else what all elements share.

    Raises `EvalError`.
    """
    settled, written = asked_key(value, key.value, scope), render_step(link)
    hole = lone_hole(settled)
    if hole is not None and not scope.tentative:  # an argument of `try` may fail, and its elements are not all there is
        # Inside a loop, the text of the index is the same for each element.
        reference = hole.reference + written if scope.names or scope.item is not None else render(link)
        found = each_element(value, (), named_after(hole, reference, link.span))
        if found is not None:
            return found
    return step(value, Key(settled, key.span), written, link.span)


def asked_operands(operator: str, left: Value, right: Value, scope: Scope) -> tuple[Value, Value]:
    """The operands of a comparison or of logic, known if the outcome settles them."""
    if operator in ("==", "!="):
        return asked(left, _literal(right), scope), asked(right, _literal(left), scope)
    if operator in ("&&", "||"):
        return asked(left, (True, False), scope), asked(right, (True, False), scope)
    return left, right


def asked_arguments(name: str, values: tuple[Value, ...], scope: Scope) -> tuple[Value, ...]:
    """The arguments of a function that looks one of them up in another, known if the outcome settles them."""
    match name, values:
        case "lookup", (source, key, *default):
            return (source, asked_key(source, key, scope), *default)
        case "contains", (ListValue(items) | SetValue(items) | TupleValue(items) as source, wanted):
            literal = [answer for item in items for answer in _literal(item)]
            return source, asked(wanted, literal if len(literal) == len(items) else (), scope)
        case _:
            return values


def each_element(source: Value, default: Sequence[Value], hole: Hole) -> Value | None:
    """What all elements of a collection share, for an index that is unknown; None if they are not known."""
    match source:
        case MapValue() | ObjectValue() if complete(source):
            values = [item for _, item in every_member(source)]
        case ListValue(items) | TupleValue(items) if complete(source):
            values = list(items)
        case _:
            return None
    values += default
    return agreed_by_all(values, hole) if values else None


def each_result(name: str, values: tuple[Value, ...], hole: Hole) -> Value | None:
    """What the results of `lookup` or `element` share, for a key that is unknown; None if they are not known."""
    match name, values:
        case "lookup", (source, key, *default) if lone_hole(key) is not None:
            return each_element(source, default, hole)
        case "element", (source, Unknown()):
            return each_element(source, (), hole)
        case _:
            return None


def _names(source: Value) -> Sequence[str]:
    return tuple(source.members) if isinstance(source, MapValue | ObjectValue) and complete(source) else ()


def _literal(value: Value) -> Sequence[Answer]:
    match value:
        case StringValue(text) if text.literal is not None:
            return (text.literal,)
        case BoolValue():
            return (True, False)
        case _:
            return ()
