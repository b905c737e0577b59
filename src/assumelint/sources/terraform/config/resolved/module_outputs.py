"""Resolves `module.name…`: the outputs of a called module.

See https://developer.hashicorp.com/terraform/language/modules/syntax.
"""

from __future__ import annotations

from collections.abc import Callable

from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.declared.judged_types import PROVIDERS
from assumelint.sources.terraform.config.declared.module_source import written_source
from assumelint.sources.terraform.config.expanded.called_modules import called_module
from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.instances import Instance
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.undeclared import MODULE, undeclared
from assumelint.sources.terraform.config.provided import cluster_outputs
from assumelint.sources.terraform.config.resolved.instance_references import attribute_or_whole, one_or_all
from assumelint.sources.terraform.lang import Attr, Key, Reference, evaluate, fault
from assumelint.sources.terraform.lang.values import ObjectValue, StringValue, Unknown, Value, renamed
from assumelint.sources.terraform.syntax import HclError
from assumelint.sources.terraform.syntax.ast import Expression, GetAttr, Index, Name
from assumelint.text import Hole, Text

# Terraform applies an output with the value that it planned, if that was wholly known.
_SECOND_APPLY = (
    "the apply that creates the provider leaves https:// in what is made of this output: no token has such a key; "
    'the next apply takes it away, and replace(…, "https://", "") does so at once'
)


def module_output(module: Module, name: str, reference: Reference) -> tuple[Value, int]:
    """The value of a reference to a called module, and how many of its steps it covers. Raises `EvalError`."""
    declared = module.declared.modules.get(name)

    def hole(steps: int) -> Hole:
        return module.hole(reference, steps)

    if declared is None:
        return undeclared(module, hole(1), MODULE, name, module.declared.modules), 1

    expansion = expansion_of(module, declared)
    if any(called_module(module, declared, instance) is None for instance in expansion.instances[:1]):
        return _output_of_unknown(declared, reference, hole) or (Unknown(hole(1)), 1)

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


def _output_of_unknown(
    declared: Declaration, reference: Reference, hole: Callable[[int], Hole]
) -> tuple[Value, int] | None:
    """The output of a module whose code is not available, None if nothing is known of it."""
    keys = 1 if len(reference.steps) > 1 and isinstance(reference.steps[1], Key) else 0
    step = reference.steps[1 + keys] if len(reference.steps) > 1 + keys else None
    if not isinstance(step, Attr) or step.name not in cluster_outputs.NAMES:
        return None
    try:
        source = written_source(declared)
    except HclError:
        return None  # reported when the call is followed
    value = cluster_outputs.output(source, step.name, hole(1 + keys), hole(2 + keys))
    return None if value is None else (value, 2 + keys)


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
        if attribute is None:
            return Unknown(hole)
        value = evaluate(attribute.value, module.scope())
        if isinstance(value, StringValue) and value.text.literal and _is_provider_url(attribute.value):
            module.project.note(_SECOND_APPLY, attribute.value.span)
        return value

    return module.remember(("output", name), hole, compute)


def _is_provider_url(expression: Expression) -> bool:
    """Whether an expression is the URL of an identity provider resource."""
    match expression:
        case GetAttr(GetAttr(Name(type), _) | Index(GetAttr(Name(type), _)), "url"):
            return type in PROVIDERS
        case _:
            return False


def outputs(module: Module, hole: Hole) -> Value:
    """All outputs of a module as one object. Raises `EvalError`."""
    members = {
        name: (Text.of(name, hole.span), output(module, name, renamed(hole, f"{hole.reference}.{name}")))
        for name in sorted(module.declared.outputs)
    }
    rest = (hole.as_many(),) if _is_partly_known(module) else ()
    return ObjectValue(members, hole.span, (), rest)
