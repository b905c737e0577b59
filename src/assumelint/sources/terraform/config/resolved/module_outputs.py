"""Resolves `module.name…`: the outputs of a called module.

See https://developer.hashicorp.com/terraform/language/modules/syntax.
"""

from __future__ import annotations

from assumelint.sources.terraform.config.expanded.called_modules import called_module
from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.instances import Instance
from assumelint.sources.terraform.config.expanded.module import Module, undeclared
from assumelint.sources.terraform.config.resolved.instance_references import attribute_or_whole, one_or_all
from assumelint.sources.terraform.lang import Attr, Reference, evaluate, fault
from assumelint.sources.terraform.lang.values import ObjectValue, Unknown, Value, renamed
from assumelint.text import Hole, Text


def module_output(module: Module, name: str, reference: Reference) -> tuple[Value, int]:
    """The value of a reference to a called module, and how many of its steps it covers. Raises `EvalError`."""
    declared = module.declared.modules.get(name)

    def hole(steps: int) -> Hole:
        return module.hole(reference, steps)

    if declared is None:
        return undeclared(module, hole(1), name, module.declared.modules), 1

    expansion = expansion_of(module, declared)
    if any(called_module(module, declared, instance) is None for instance in expansion.instances[:1]):
        return Unknown(hole(1)), 1  # the code of the module is not available

    def one(instance: Instance, used: int) -> tuple[Value, int]:
        found = called_module(module, declared, instance)
        if found is None:
            return Unknown(hole(used)), used
        return attribute_or_whole(
            reference, used, hole, lambda step, at: _member(found, step, at), lambda at: outputs(found, at)
        )

    def all_of(instance: Instance, hole: Hole) -> Value:
        found = called_module(module, declared, instance)
        return Unknown(hole) if found is None else outputs(found, hole)

    return one_or_all(expansion, reference, 1, hole, one, all_of)


def _member(module: Module, step: Attr, hole: Hole) -> Value:
    if step.name in module.declared.outputs:
        return output(module, step.name, hole)
    if _is_partly_known(module):
        return Unknown(hole)
    raise fault("Unsupported attribute", f'This object does not have an attribute named "{step.name}".', step.span)


def _is_partly_known(module: Module) -> bool:
    """Whether the module may have outputs that are not in its declarations."""
    return bool(module.declared.problems) or module.declared.partial


def output(module: Module, name: str, hole: Hole) -> Value:
    """The value of a declared output. Raises `EvalError`."""
    declared = module.declared.outputs[name]

    def compute() -> Value:
        attribute = declared.block().body.attribute("value")
        return Unknown(hole) if attribute is None else evaluate(attribute.value, module.scope())

    return module.remember(("output", name), hole, compute)


def outputs(module: Module, hole: Hole) -> Value:
    """All outputs of a module as one object. Raises `EvalError`."""
    members = {
        name: (Text.of(name, hole.span), output(module, name, renamed(hole, f"{hole.reference}.{name}")))
        for name in sorted(module.declared.outputs)
    }
    rest = (hole.as_many(),) if _is_partly_known(module) else ()
    return ObjectValue(members, hole.span, (), rest)
