"""Conditions: what is true in a world, and what has to be asked because the template leaves it open."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.sources.cloudformation.decode import call
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.names import usual_value
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, scalar_value
from assumelint.text import HOLE_MARK, Hole, Span
from assumelint.text.document import Node


def condition(scope: Scope, name: str, at: Span) -> bool:
    """Whether a named condition holds."""
    found = scope.stack.conditions.get(name)
    if found is None:
        if scope.stack.template.is_closed and scope.stack.is_complete:
            scope.report(Cause.UNDEFINED_REFERENCE, at, f"the template declares no condition {name!r}")
        return scope.run.holds(name)
    if name in scope.conditions:
        scope.report(Cause.INVALID_TEMPLATE, found[0].span, f"the condition {name!r} refers to itself")
        return scope.run.holds(name)
    raw, loops = found
    return truth(replace(scope.inside(loops), conditions=(*scope.conditions, name)), raw)


def truth(scope: Scope, raw: Raw) -> bool:
    """Whether a condition function holds."""
    scope.budget.spend()
    function = call(raw)
    if function is not None:
        key, argument = function
        items = argument.items if isinstance(argument, RawList) else [argument]
        match key.value:
            case "Fn::And":
                return all(truth(scope, item) for item in items)
            case "Fn::Or":
                return any(truth(scope, item) for item in items)
            case "Fn::Not" if items:
                return not truth(scope, items[0])
            case "Fn::Equals" if len(items) == 2:
                return _equal(scope, items[0], items[1])
            case "Condition":
                return condition(scope, scope.name(argument) or "", argument.span)
    text = plain_text(scope.value(raw))
    if text is not None and (text.literal or "").lower() in ("true", "false"):
        return (text.literal or "").lower() == "true"
    return scope.run.holds(_shown(scope, raw))


def _equal(scope: Scope, left: Raw, right: Raw) -> bool:
    for one, other in ((left, right), (right, left)):
        name = _open_name(scope, one)
        if name is None:
            continue
        text = plain_text(scope.value(other))
        value = text.literal if text is not None else None
        if value is not None:
            _, usual, allowed = usual_value(scope, name)
            return scope.run.is_equal(name, value, usual, allowed)
    return _same(scope, scope.value(left), scope.value(right))


def _open_name(scope: Scope, raw: Raw) -> str | None:
    """The name that an operand refers to, where its value is open."""
    function = call(raw)
    if function is None or function[0].value != "Ref":
        return None
    name = scalar_value(function[1]) or ""
    return name if name not in scope.loops and usual_value(scope, name)[0] else None


def _same(scope: Scope, left: Node | None, right: Node | None) -> bool:
    one, other = plain_text(left), plain_text(right)
    if one is None or other is None:
        if isinstance(left, Hole) or isinstance(right, Hole):
            return scope.run.holds(f"{left} = {right}")
        return one is None and other is None
    if one.literal is not None and other.literal is not None:
        return one.literal == other.literal
    if not _can_meet(one.flat, other.flat, bool(one.holes), bool(other.holes)):
        return False
    return one.shape == other.shape or scope.run.holds(f"{one} = {other}")


def _can_meet(one: str, other: str, one_open: bool, other_open: bool) -> bool:
    """Whether two texts may be equal: their known beginnings and ends agree."""
    for left, right in ((one, other), (one[::-1], other[::-1])):
        for first, second in zip(left, right, strict=False):
            if HOLE_MARK in (first, second):
                break
            if first != second:
                return False
    return one_open or other_open or one == other


def _shown(scope: Scope, raw: Raw) -> str:
    span = raw.span
    named = next((name for name, (other, _) in scope.stack.conditions.items() if other is raw), None)
    return named or f"the condition at line {span.line}" + ("" if isinstance(raw, RawMap) else f":{span.column}")
