"""References to resources and called modules: to an attribute, to one instance, or to all instances."""

from __future__ import annotations

from collections.abc import Callable

from assumelint.sources.terraform.config.expanded.instances import Expansion, Instance
from assumelint.sources.terraform.lang import Attr, Key, Reference
from assumelint.sources.terraform.lang.values import ObjectValue, TupleValue, Unknown, Value, at, element, member
from assumelint.text import Hole, Text


def one_or_all(
    expansion: Expansion,
    reference: Reference,
    used: int,
    hole: Callable[[int], Hole],
    one: Callable[[Instance, int], tuple[Value, int]],
    whole: Callable[[Instance, Hole], Value],
) -> tuple[Value, int]:
    """The value of a reference to a declaration, and how many of its steps that value covers.

    `used` is the number of steps that name the declaration. `hole` makes the hole for the first so many steps, `one`
    evaluates a reference to a single instance, `whole` gives a whole instance as one value. Raises `EvalError`.
    """
    if not expansion.kind:
        return one(expansion.instances[0], used)
    step = reference.steps[used] if len(reference.steps) > used else None
    if isinstance(step, Key):
        found = expansion.find(step.value)
        if found is not None:
            return one(found, used + 1)
        if not expansion.complete:
            return Unknown(hole(used + 1)), used + 1
    return _all(expansion, hole(used), whole), used


def attribute_or_whole(
    reference: Reference,
    used: int,
    hole: Callable[[int], Hole],
    attribute: Callable[[Attr, Hole], Value],
    whole: Callable[[Hole], Value],
) -> tuple[Value, int]:
    """The attribute that the next step of a reference names or else the whole object, and how many steps it covers."""
    step = reference.steps[used] if len(reference.steps) > used else None
    if not isinstance(step, Attr):
        return whole(hole(used)), used
    inner = member(hole(used), step.name, reference.texts[used + 1], reference.spans[used + 1])
    return referred_to(attribute(step, inner), inner), used + 1


def referred_to(value: Value, hole: Hole) -> Value:
    """A cached value as seen from this reference: if it is the same unknown (`hole`), it gets the span of `hole`."""
    return at(value, hole.span) if isinstance(value, Unknown) and value.hole.identity == hole.identity else value


def _all(expansion: Expansion, hole: Hole, whole: Callable[[Instance, Hole], Value]) -> Value:
    """The tuple (`count`) or object (`for_each`) of all instances."""
    if expansion.kind == "count":
        if not expansion.complete and not expansion.switched:
            return TupleValue((Unknown(hole.as_many()),), hole.span)
        items = (whole(instance, _keyed(hole, str(number))) for number, instance in enumerate(expansion.instances))
        return TupleValue(tuple(items), hole.span)
    keyed = [(instance.key, instance) for instance in expansion.instances if isinstance(instance.key, Text)]
    members = [(key, whole(instance, _keyed(hole, f'"{key}"'))) for key, instance in keyed]
    known = {key.literal: (key, value) for key, value in members if key.literal is not None}
    partial = tuple((key, value) for key, value in members if key.literal is None)
    rest = () if expansion.complete else (hole.as_many(),)
    return ObjectValue(known, hole.span, partial, rest)


def _keyed(hole: Hole, key: str) -> Hole:
    return element(hole, f"{hole.reference}[{key}]", hole.span)
