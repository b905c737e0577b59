"""Evaluating the expressions of a template."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from assumelint.cause import Cause
from assumelint.sources.cloudformation import lists, strings
from assumelint.sources.cloudformation.conditions import condition, truth
from assumelint.sources.cloudformation.decode import call
from assumelint.sources.cloudformation.literals import (
    dynamic,
    first_unknown,
    literal,
    placed,
    plain_text,
    raw_unknown,
    string,
)
from assumelint.sources.cloudformation.loops import FOR_EACH, entries, include
from assumelint.sources.cloudformation.names import attribute, reference
from assumelint.sources.cloudformation.scope import MAX_DEPTH, ExpansionError, Scope
from assumelint.sources.cloudformation.serverless_variables import whole_self_value
from assumelint.sources.cloudformation.unknowns import hole, malformed, unknown
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar, RawTagged, scalar_value
from assumelint.text import Hole, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

Function: TypeAlias = Callable[[Scope, Raw, Span], Node | None]


def evaluate(raw: Raw, scope: Scope) -> Node | None:
    """Return the value of an expression; None is `AWS::NoValue`.

    Raises `ExpansionError` if the value becomes too large.
    """
    budget = scope.budget
    budget.spend()
    if budget.depth > MAX_DEPTH:
        raise ExpansionError(f"the value is nested more than {MAX_DEPTH} levels deep")
    budget.depth += 1
    try:
        return _value(raw, scope)
    finally:
        budget.depth -= 1


def _value(raw: Raw, scope: Scope) -> Node | None:
    match raw:
        case RawScalar():
            return _scalar(scope, raw)
        case RawTagged(tag):  # a tag that CloudFormation does not define: its value is unknown
            return hole(scope, tag, raw.span)
        case RawList(items):
            values = [evaluate(item, scope) for item in items]
            return Sequence(tuple(value for value in values if value is not None), raw.span)
        case RawMap():
            function = call(raw)
            if function is not None and not function[0].value.startswith(FOR_EACH):
                return _call(scope, function[0], function[1], raw)
            return _mapping(scope, raw)


def _scalar(scope: Scope, raw: RawScalar) -> Node | None:
    elsewhere = whole_self_value(raw)
    if elsewhere is not None:
        return evaluate(elsewhere, scope)
    value = literal(raw)
    if isinstance(value, Text):
        return dynamic(scope.replaced(value))
    if isinstance(value, Scalar) and value.value is None:
        scope.report(Cause.INVALID_TEMPLATE, raw.span, "CloudFormation allows no null in a template")
    return value


def _mapping(scope: Scope, raw: RawMap) -> Mapping:
    found: list[tuple[Text, Node]] = []
    rest: list[Hole] = []
    for entry in entries(scope, raw):
        if entry.hole is not None:
            rest.append(entry.hole)
            continue
        name = entry.key.value if isinstance(entry.key, RawScalar) else ""
        if name.startswith("Fn::") and len(raw.entries) > 1:  # a function beside other keys: what it adds is unknown
            rest.append(unknown(scope, name.removeprefix("Fn::"), "", entry.key.span, many=True))
            continue
        value = evaluate(entry.value, entry.scope)
        key = _key(entry.scope, entry.key)
        if value is not None:
            found.append((key, value))
    return Mapping(tuple(found), raw.span, tuple(rest))


def _key(scope: Scope, raw: Raw) -> Text:
    if isinstance(raw, RawScalar):
        return scope.replaced(string(raw))
    scope.report(
        Cause.FUNCTION_AS_KEY,
        raw.span,
        "an intrinsic function as a key: CloudFormation takes functions in values only",
        "Write the whole policy as one JSON string under Fn::Sub: then the key is text like any other.",
    )
    text = plain_text(evaluate(raw, scope))
    return text if text is not None else Text((hole(scope, "key", raw.span),), raw.span)


def _call(scope: Scope, name: RawScalar, argument: Raw, raw: RawMap) -> Node | None:
    function = _FUNCTIONS.get(name.value)
    if function is not None:
        return function(scope, argument, raw.span)
    if name.value == "Condition":  # in a policy, the name of a condition is an ordinary key
        return _mapping(scope, raw)
    if name.value not in _OPAQUE:
        scope.report(Cause.INVALID_TEMPLATE, name.span, f"CloudFormation has no function {name.value}")
    return unknown(scope, name.value.removeprefix("Fn::"), _about(scope, argument), raw.span)


def _about(scope: Scope, argument: Raw) -> str:
    return first_unknown(evaluate(argument, scope)) or raw_unknown(argument)


def _if(scope: Scope, argument: Raw, at: Span) -> Node | None:
    items = argument.items if isinstance(argument, RawList) else []
    if len(items) != 3:
        return malformed(scope, "If", argument, at, "a condition and two values")
    name = scope.name(items[0])
    holds = truth(scope, items[0]) if name is None else condition(scope, name, items[0].span)
    return evaluate(items[1] if holds else items[2], scope)


def _transform(scope: Scope, argument: Raw, at: Span) -> Node | None:
    included = include(scope, argument)
    if included is not None:
        return evaluate(included, scope)
    name = scalar_value(argument.get("Name")) if isinstance(argument, RawMap) else None
    return unknown(scope, "Transform", name or "", at)


def _import_value(scope: Scope, argument: Raw, at: Span) -> Node:
    text = plain_text(evaluate(argument, scope))
    value = scope.stack.imported(text, scope) if text is not None else None
    if value is not None:
        return placed(value, at)
    name = text.literal if text is not None else None
    hole = unknown(scope, "ImportValue", first_unknown(text) if name is None else name, at)
    return Text((hole,), at)


_FUNCTIONS: dict[str, Function] = {
    "Ref": reference,
    "Fn::GetAtt": attribute,
    "Fn::Sub": strings.substitute,
    "Fn::Join": strings.join,
    "Fn::Split": lists.split,
    "Fn::Select": lists.select,
    "Fn::FindInMap": lists.find_in_map,
    "Fn::Base64": strings.encode,
    "Fn::Cidr": lists.networks,
    "Fn::Length": lists.length,
    "Fn::ToJsonString": strings.to_json,
    "Fn::ImportValue": _import_value,
    "Fn::If": _if,
    "Fn::Transform": _transform,
}
_OPAQUE = frozenset(
    (
        *("Fn::GetAZs", "Fn::GetStackOutput", "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", "Fn::Contains"),
        *("Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll"),
    )
)
