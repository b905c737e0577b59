"""References to resources and data sources: one attribute, one instance, or all of them."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.sources.terraform.config.declared.declarations import Declaration, ResourceName
from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.instances import find_instance
from assumelint.sources.terraform.config.expanded.module import Expansion, Module, undeclared
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.provided.attributes import attribute, whole
from assumelint.sources.terraform.lang.expressions.scope import Attr, Key, Reference
from assumelint.sources.terraform.lang.values.value import ObjectValue, TupleValue, Unknown, Value
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
        return undeclared(module, _hole(reference, used), similar), used
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
                return Unknown(_hole(reference, used + 1)), used + 1
    return _collection(module, name, declared, expansion, _hole(reference, used)), used


def _part(resource: Resource, reference: Reference, used: int) -> tuple[Value, int]:
    """The attribute that the next step names, or the whole object."""
    if len(reference.steps) > used:
        step = reference.steps[used]
        if isinstance(step, Attr):
            hole = _hole(reference, used + 1)
            value = attribute(resource, step.name, hole)
            if isinstance(value, Unknown) and value.hole.reference == hole.reference:
                value = replace(value, hole=replace(hole, kind=value.hole.kind))
            return value, used + 1
    return whole(resource, _hole(reference, used)), used


def _collection(module: Module, name: ResourceName, declared: Declaration, expansion: Expansion, hole: Hole) -> Value:
    if expansion.kind == "count":
        if not expansion.complete and not expansion.switched:
            return TupleValue((Unknown(replace(hole, many=True)),), hole.span)
        return TupleValue(
            tuple(
                whole(Resource(module, name, declared, found), replace(hole, reference=f"{hole.reference}[{number}]"))
                for number, found in enumerate(expansion.instances)
            ),
            hole.span,
        )
    members: list[tuple[Text, Value]] = []
    for found in expansion.instances:
        if isinstance(found.key, Text):
            inner = replace(hole, reference=f'{hole.reference}["{found.key}"]')
            members.append((found.key, whole(Resource(module, name, declared, found), inner)))
    known = {key.literal: (key, value) for key, value in members if key.literal is not None}
    partial = tuple((key, value) for key, value in members if key.literal is None)
    rest = () if expansion.complete else (replace(hole, many=True),)
    return ObjectValue(known, hole.span, partial, rest)


def _hole(reference: Reference, used: int) -> Hole:
    return Hole(reference.texts[used], reference.spans[used])
