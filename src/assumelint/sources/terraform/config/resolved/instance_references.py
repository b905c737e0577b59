"""References to what has instances, a resource or a called module: to one attribute, one instance, or all of them."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from assumelint.sources.terraform.config.expanded.instances import Expansion, Instance
from assumelint.sources.terraform.lang import Attr, Key, Reference
from assumelint.sources.terraform.lang.values import ObjectValue, TupleValue, Unknown, Value
from assumelint.text import Hole, Text


def one_or_all(
    expansion: Expansion,
    reference: Reference,
    used: int,
    one: Callable[[Instance, int], tuple[Value, int]],
    whole: Callable[[Instance, Hole], Value],
) -> tuple[Value, int]:
    """The value of a reference after the steps that name the declaration, and how many steps it includes.

    `one` gives the value of a reference to one instance, `whole` all of an instance. Raises `EvalError`.
    """
    if not expansion.kind:
        return one(expansion.instances[0], used)
    step = reference.steps[used] if len(reference.steps) > used else None
    if isinstance(step, Key):
        found = expansion.find(step.value)
        if found is not None:
            return one(found, used + 1)
        if not expansion.complete:
            return Unknown(reference.hole(used + 1)), used + 1
    return _all(expansion, reference.hole(used), whole), used


def attribute_or_whole(
    reference: Reference, used: int, attribute: Callable[[Attr, Hole], Value], whole: Callable[[Hole], Value]
) -> tuple[Value, int]:
    """The attribute of one instance that the next step names, or the whole object."""
    step = reference.steps[used] if len(reference.steps) > used else None
    if not isinstance(step, Attr):
        return whole(reference.hole(used)), used
    hole = reference.hole(used + 1)
    return referred_to(attribute(step, hole), hole), used + 1


def referred_to(value: Value, hole: Hole) -> Value:
    """A value that was worked out for another reference: where it is an unknown of this name, it stands here."""
    if isinstance(value, Unknown) and value.hole.reference == hole.reference:
        return replace(value, hole=replace(hole, kind=value.hole.kind))
    return value


def _all(expansion: Expansion, hole: Hole, whole: Callable[[Instance, Hole], Value]) -> Value:
    """The tuple or object of all instances."""
    if expansion.kind == "count":
        if not expansion.complete and not expansion.switched:
            return TupleValue((Unknown(replace(hole, many=True)),), hole.span)
        items = (whole(instance, _keyed(hole, str(number))) for number, instance in enumerate(expansion.instances))
        return TupleValue(tuple(items), hole.span)
    keyed = [(instance.key, instance) for instance in expansion.instances if isinstance(instance.key, Text)]
    members = [(key, whole(instance, _keyed(hole, f'"{key}"'))) for key, instance in keyed]
    known = {key.literal: (key, value) for key, value in members if key.literal is not None}
    partial = tuple((key, value) for key, value in members if key.literal is None)
    rest = () if expansion.complete else (replace(hole, many=True),)
    return ObjectValue(known, hole.span, partial, rest)


def _keyed(hole: Hole, key: str) -> Hole:
    return replace(hole, reference=f"{hole.reference}[{key}]")
