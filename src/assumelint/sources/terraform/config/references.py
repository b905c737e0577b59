"""References to resources and data sources: one attribute, one instance, or all of them."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.sources.terraform.config.declarations import Declaration, ResourceName
from assumelint.sources.terraform.config.expansion import expansion_of
from assumelint.sources.terraform.config.keys import find_instance
from assumelint.sources.terraform.config.module import Expansion, Module, undeclared
from assumelint.sources.terraform.config.resource import Resource
from assumelint.sources.terraform.config.resources import attribute, whole
from assumelint.sources.terraform.config.resources.kinds import within
from assumelint.sources.terraform.lang.scope import Attr, Key, Reference
from assumelint.sources.terraform.lang.unknowns import element, member
from assumelint.sources.terraform.lang.values import ObjectValue, TupleValue, Unknown, Value, at
from assumelint.text import Hole, Text


def managed(module: Module, reference: Reference, *, first: int) -> tuple[Value, int] | None:
    """`type.name…`, the type being the root (`first` = 0) or the step before `first`. Raises `EvalError`."""
    names = [reference.root, *(step.name for step in reference.steps[: first + 1] if isinstance(step, Attr))]
    if len(names) < first + 2:
        return None
    return _resource(module, ("managed", names[first], names[first + 1]), reference, first + 1)


def other(module: Module, reference: Reference) -> tuple[Value, int] | None:
    """`data.type.name…` and `ephemeral.type.name…`. Raises `EvalError`."""
    match reference.steps[:2]:
        case (Attr(type), Attr(name)):
            return _resource(module, (reference.root, type, name), reference, 2)
        case _:
            return None


def _resource(module: Module, name: ResourceName, reference: Reference, used: int) -> tuple[Value, int]:
    declared = module.declared.resources.get(name)
    if declared is None:
        similar = [other for mode, type, other in module.declared.resources if (mode, type) == name[:2]]
        return undeclared(module, _hole(module, name, reference, used), name[2], similar), used
    expansion = expansion_of(module, declared)
    if not expansion.kind:
        return _part(Resource(module, name, declared, expansion.instances[0]), reference, used)
    if len(reference.steps) > used:
        step = reference.steps[used]
        if isinstance(step, Key):
            found = find_instance(expansion, step.value)
            if found is not None:
                return _part(Resource(module, name, declared, found), reference, used + 1)
            if not expansion.complete:
                return Unknown(_hole(module, name, reference, used + 1)), used + 1
    return _collection(module, name, declared, expansion, _hole(module, name, reference, used)), used


def _part(resource: Resource, reference: Reference, used: int) -> tuple[Value, int]:
    """The attribute that the next step names, or the whole object."""
    hole = _hole(resource.module, resource.name, reference, used)
    step = reference.steps[used] if len(reference.steps) > used else None
    if not isinstance(step, Attr):
        return whole(resource, hole), used
    hole = member(hole, step.name, reference.texts[used + 1], reference.spans[used + 1])
    value = attribute(resource, step.name, hole)
    if isinstance(value, Unknown) and value.hole.identity == hole.identity:
        value = at(value, hole.span)
    return value, used + 1


def _collection(module: Module, name: ResourceName, declared: Declaration, expansion: Expansion, hole: Hole) -> Value:
    if expansion.kind == "count":
        if not expansion.complete and not expansion.switched:
            return TupleValue((Unknown(hole.as_many()),), hole.span)
        return TupleValue(
            tuple(
                whole(Resource(module, name, declared, found), element(hole, f"{hole.reference}[{number}]", hole.span))
                for number, found in enumerate(expansion.instances)
            ),
            hole.span,
        )
    members: list[tuple[Text, Value]] = []
    for found in expansion.instances:
        if isinstance(found.key, Text):
            inner = element(hole, f'{hole.reference}["{found.key}"]', hole.span)
            members.append((found.key, whole(Resource(module, name, declared, found), inner)))
    known = {key.literal: (key, value) for key, value in members if key.literal is not None}
    partial = tuple((key, value) for key, value in members if key.literal is None)
    rest = () if expansion.complete else (hole.as_many(),)
    return ObjectValue(known, hole.span, partial, rest)


def _hole(module: Module, name: ResourceName, reference: Reference, used: int) -> Hole:
    """The hole for a resource, of which is known what its type says."""
    return replace(module.hole(reference, used), within=within(name))
