"""Resolves references to resources and data sources."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.sources.terraform.config.declared.declarations import ResourceName
from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.instances import Instance
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.expanded.undeclared import resource as undeclared_resource
from assumelint.sources.terraform.config.expanded.undeclared import undeclared
from assumelint.sources.terraform.config.provided.attributes import attribute, whole
from assumelint.sources.terraform.config.provided.kinds import within
from assumelint.sources.terraform.config.resolved.instance_references import attribute_or_whole, one_or_all
from assumelint.sources.terraform.lang import Attr, Reference
from assumelint.sources.terraform.lang.values import Value
from assumelint.text import Hole


def managed(module: Module, reference: Reference, *, first: int) -> tuple[Value, int] | None:
    """The value of `type.name…` (`first` = 0) or `resource.type.name…` (`first` = 1), and how many steps it covers.

    Raises `EvalError`.
    """
    names = [reference.root, *(step.name for step in reference.steps[: first + 1] if isinstance(step, Attr))]
    if len(names) < first + 2:
        return None
    return _resource(module, ("managed", names[first], names[first + 1]), reference, first + 1)


def other(module: Module, reference: Reference) -> tuple[Value, int] | None:
    """The value of `data.type.name…` or `ephemeral.type.name…`, and how many steps it covers. Raises `EvalError`."""
    match reference.steps[:2]:
        case (Attr(type), Attr(name)):
            return _resource(module, (reference.root, type, name), reference, 2)
        case _:
            return None


def _resource(module: Module, name: ResourceName, reference: Reference, used: int) -> tuple[Value, int]:
    declared = module.declared.resources.get(name)

    def hole(steps: int) -> Hole:
        return replace(module.hole(reference, steps), within=within(name))

    if declared is None:
        similar = [other for mode, type, other in module.declared.resources if (mode, type) == name[:2]]
        return undeclared(module, hole(used), undeclared_resource(name), name[2], similar), used

    def one(instance: Instance, used: int) -> tuple[Value, int]:
        resource = Resource(module, name, declared, instance)
        if name[:2] == ("data", "terraform_remote_state"):
            from assumelint.sources.terraform.config.resolved.remote_state import state_output

            found = state_output(resource, reference, used, hole)
            if found is not None:
                return found
        return attribute_or_whole(
            reference, used, hole, lambda step, at: attribute(resource, step.name, at), lambda at: whole(resource, at)
        )

    def all_of(instance: Instance, hole: Hole) -> Value:
        return whole(Resource(module, name, declared, instance), hole)

    return one_or_all(expansion_of(module, declared), reference, used, hole, one, all_of)
