"""Evaluates `for` expressions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from assumelint.sources.terraform.lang.expressions.examples import example
from assumelint.sources.terraform.lang.expressions.objects import object_key
from assumelint.sources.terraform.lang.expressions.render import render
from assumelint.sources.terraform.lang.expressions.scope import EvalError, Evaluate, Scope
from assumelint.sources.terraform.lang.expressions.unknown import unknown
from assumelint.sources.terraform.lang.values import numbers
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.equality import may_equal
from assumelint.sources.terraform.lang.values.shapes import alike, alike_entries
from assumelint.sources.terraform.lang.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    friendly,
)
from assumelint.sources.terraform.lang.values.unknowns import named, named_after
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    ListValue,
    MapValue,
    Member,
    NullValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    in_order,
    type_of,
)
from assumelint.sources.terraform.syntax.ast import Expression, ForObject, ForTuple
from assumelint.text import Hole, Text

Item: TypeAlias = "tuple[Value, Value] | Hole"


def iterate(collection: Value, expression: Expression) -> Iterator[Item]:
    """The key and value of each element. A hole stands for any number of elements. Raises `EvalError`."""
    match collection:
        case NullValue():
            detail = "A null value cannot be used as the collection in a 'for' expression."
            raise EvalError(f"Iteration over null value: {detail}", expression.span)
        case Unknown(hole, type):
            if type != DYNAMIC and not isinstance(type, ListType | SetType | MapType | TupleType | ObjectType):
                raise _not_iterable(collection, expression)
            yield hole.as_many()
        case ListValue(items) | TupleValue(items):
            yield from _numbered(items)
        case SetValue(items):
            for item in items:
                many = isinstance(item, Unknown) and item.hole.many
                yield item.hole if many and isinstance(item, Unknown) else (item, item)
        case MapValue(members) | ObjectValue(members):
            # Unknown elements may sort anywhere. Placed first, they leave all later positions unknown.
            yield from (hole.as_many() for hole in collection.rest)
            yield from ((StringValue(key), item) for key, item in (*members.values(), *collection.partial))
        case _:
            raise _not_iterable(collection, expression)


def _not_iterable(collection: Value, expression: Expression) -> EvalError:
    kind = friendly(type_of(collection))
    detail = f"A value of type {kind} cannot be used as the collection in a 'for' expression."
    return EvalError(f"Iteration over non-iterable value: {detail}", expression.span)


def _numbered(items: tuple[Value, ...]) -> Iterator[Item]:
    """The items with their positions, which are unknown after an item that stands for any number of items."""
    counted = True
    for index, item in enumerate(items):
        if isinstance(item, Unknown) and item.hole.many:
            counted = False
            yield item.hole
        elif counted:
            yield NumberValue(numbers.whole(index), item.span), item
        else:
            yield Unknown(named("index", item.span), NUMBER), item


def _names(expression: ForTuple | ForObject, item: tuple[Value, Value]) -> dict[str, Value]:
    if expression.key is None:
        return {expression.value: item[1]}
    return {expression.key: item[0], expression.value: item[1]}


def _included(expression: ForTuple | ForObject, scope: Scope, value_of: Evaluate) -> bool | None:
    """The result of the `if` clause, None if it is unknown."""
    if expression.condition is None:
        return True
    value = value_of(expression.condition, scope)
    place = expression.condition.span
    if isinstance(value, NullValue):
        raise EvalError("Invalid 'for' condition: The value of the 'if' clause must not be null.", place)
    try:
        flag = convert(value, BOOL)
    except ConversionError as error:
        raise EvalError(f"Invalid 'for' condition: The 'if' clause value is invalid: {error}.", place) from None
    return flag.value if isinstance(flag, BoolValue) else None


def _check_condition(expression: ForTuple | ForObject, scope: Scope, value_of: Evaluate) -> None:
    """Evaluate the `if` clause for an empty collection, as Terraform does. Raises `EvalError`."""
    unknown = Unknown(named(expression.value, expression.span))
    _included(expression, scope.child(_names(expression, (unknown, unknown))), value_of)


def for_tuple(expression: ForTuple, scope: Scope, value_of: Evaluate) -> Value:
    """`[for value in collection : result]`. Raises `EvalError`."""
    results: list[Value] = []
    collection = value_of(expression.collection, scope)
    items = tuple(iterate(collection, expression.collection))
    if not items:
        _check_condition(expression, scope, value_of)
    for item in items:
        if isinstance(item, Hole):
            inner = scope.child(_names(expression, _example(expression, collection, item)))
            results += _repeated(expression, item, inner, value_of)
            continue
        inner = scope.child(_names(expression, item))
        included = _included(expression, inner, value_of)
        if included:
            results.append(value_of(expression.result, inner))
        elif included is None:
            results += _repeated(expression, scope, inner, value_of)
    return TupleValue(tuple(results), expression.span)


def _example(expression: ForTuple | ForObject, collection: Value, hole: Hole) -> tuple[Value, Value]:
    names = (expression.key or f"{expression.value} index", expression.value)
    return example(collection, hole, names, expression.collection.span)


def _repeated(expression: ForTuple, about: Hole | Scope, inner: Scope, value_of: Evaluate) -> Iterator[Unknown]:
    """An item for any number of results with the shape that the result has in scope `inner`; none if all are left out.

    `about` is as for `_some`.
    """
    some = _some(expression, about)
    try:
        if _included(expression, inner, value_of) is not False:
            yield alike(value_of(expression.result, inner), some.hole)
    except EvalError:  # there may be no element
        yield some


def _some(expression: ForTuple | ForObject, about: Hole | Scope) -> Unknown:
    """An item for any number of results, named after the hole they derive from, or after the unknown `if` clause."""
    span = expression.result.span
    if isinstance(about, Hole):
        return Unknown(named_after(about, about.reference, span, many=True))
    reference = render(expression.condition) if expression.condition is not None else ""
    return Unknown(named(reference, span, about.resolver.home, many=True))


def for_object(expression: ForObject, scope: Scope, value_of: Evaluate) -> Value:
    """`{for value in collection : key => result}`. Raises `EvalError`."""
    results: list[Member | Hole] = []
    collection = value_of(expression.collection, scope)
    items = tuple(iterate(collection, expression.collection))
    if not items:
        _check_condition(expression, scope, value_of)
    for item in items:
        if isinstance(item, Hole):
            inner = scope.child(_names(expression, _example(expression, collection, item)))
            results += _repeated_entries(expression, item, inner, value_of)
            continue
        inner = scope.child(_names(expression, item))
        included = _included(expression, inner, value_of)
        if included is None:
            results += _repeated_entries(expression, scope, inner, value_of)
        elif included:
            results.append((_key(expression, inner, value_of), value_of(expression.result, inner)))
    return _grouped(expression, results, scope) if expression.group else _single(expression, results)


def _repeated_entries(expression: ForObject, about: Hole | Scope, inner: Scope, value_of: Evaluate) -> Iterator[Hole]:
    """A hole for any number of members of one shape, as `_repeated` is for items."""
    hole = _some(expression, about).hole
    try:
        if _included(expression, inner, value_of) is not False:
            result = value_of(expression.result, inner)
            yield hole if expression.group else alike_entries(_key(expression, inner, value_of), result, hole)
    except EvalError:  # there may be no element
        yield hole


def _key(expression: ForObject, scope: Scope, value_of: Evaluate) -> Text:
    return object_key(
        expression.result_key,
        value_of(expression.result_key, scope),
        "Invalid object key: Key expression in 'for' expression must not produce a null value.",
        "Invalid object key: The key expression produced an invalid result",
    )


def _single(expression: ForObject, results: list[Member | Hole]) -> Value:
    known: dict[str, Member] = {}
    partial: list[Member] = []
    rest = tuple(result for result in results if isinstance(result, Hole))
    for result in results:
        if isinstance(result, Hole):
            continue
        key, value = result
        if key.literal is None:
            partial.append((key, value))
        elif key.literal in known:
            detail = (
                f"Two different items produced the key \"{key.literal}\" in this 'for' expression. If duplicates are "
                "expected, use the ellipsis (...) after the value expression to enable grouping by key."
            )
            raise EvalError(f"Duplicate object key: {detail}", expression.result_key.span)
        else:
            known[key.literal] = (key, value)
    return ObjectValue(in_order(known), expression.span, tuple(partial), rest)


def _grouped(expression: ForObject, results: list[Member | Hole], scope: Scope) -> Value:
    """The object of a `for` with `...`: the tuple of values for each key. Unknown results may belong to any key."""
    keys = {result[0].literal: result[0] for result in results if not isinstance(result, Hole)}
    known: dict[str, Member] = {}
    for name, key in keys.items():
        if name is not None:
            known[name] = (key, TupleValue(tuple(_group(expression, results, key, scope)), expression.span))
    rest = [result for result in results if isinstance(result, Hole)]
    for result in results:
        if not isinstance(result, Hole) and result[0].literal is None:
            rest.append(_some(expression, result[0].holes[0]).hole)
    return ObjectValue(in_order(known), expression.span, (), tuple(rest))


def _group(expression: ForObject, results: list[Member | Hole], key: Text, scope: Scope) -> Iterator[Value]:
    for result in results:
        if isinstance(result, Hole):
            yield Unknown(result)
        elif result[0].literal == key.literal:
            yield result[1]
        elif result[0].literal is None and may_equal(result[0], key):
            yield Unknown(unknown(expression.result, scope, many=True))
