"""Module calls: where a module's code is, its instances, and what its outputs say.

See https://developer.hashicorp.com/terraform/language/modules/syntax.
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.sources.terraform.config.addresses import with_key
from assumelint.sources.terraform.config.declarations import Declaration
from assumelint.sources.terraform.config.expansion import expansion_of
from assumelint.sources.terraform.config.keys import find_instance
from assumelint.sources.terraform.config.locations import locate
from assumelint.sources.terraform.config.module import Argument, Expansion, Instance, Module, fault, undeclared
from assumelint.sources.terraform.lang.evaluate import evaluate
from assumelint.sources.terraform.lang.scope import Attr, Key, Reference
from assumelint.sources.terraform.lang.unknowns import renamed
from assumelint.sources.terraform.lang.values import ObjectValue, TupleValue, Unknown, Value, at
from assumelint.text import Hole, Text

_META = frozenset(("source", "version", "providers", "count", "for_each", "depends_on"))


def instances(module: Module, declared: Declaration) -> Iterator[Module]:
    """The module instances that a call makes; none where its code is not at hand. Raises `EvalError`."""
    for instance in expansion_of(module, declared).instances:
        found = child(module, declared, instance)
        if found is not None:
            yield found


def child(module: Module, declared: Declaration, instance: Instance) -> Module | None:
    """One instance of a called module, None where its code is not at hand."""
    key = (declared.name, instance.key)
    if key not in module.children:
        module.children[key] = _made(module, declared, instance)
    return module.children[key]


def _made(module: Module, declared: Declaration, instance: Instance) -> Module | None:
    found = locate(module, declared)
    if found is None or not module.project.count_instance(declared.span):
        return None
    directory, declarations = found
    address = with_key(".".join(part for part in (module.address, "module", declared.name) if part), instance.key)
    return Module(
        project=module.project,
        directory=directory,
        declared=declarations,
        argument=_arguments(module, declared, instance),
        root=module.root,
        address=address,
        calls=(*module.calls, declared.name),
        parent=module,
        call=declared,
    )


def _arguments(module: Module, declared: Declaration, instance: Instance) -> Argument:
    def argument(name: str) -> Value | None:
        attribute = declared.block().body.attribute(name)
        if attribute is None or name in _META:
            return None
        return evaluate(attribute.value, module.scope(instance))

    return argument


def output(module: Module, name: str, reference: Reference) -> tuple[Value, int]:
    """`module.name…`. Raises `EvalError`."""
    declared = module.declared.modules.get(name)
    if declared is None:
        return undeclared(module, module.hole(reference, 1), name, module.declared.modules), 1
    expansion = expansion_of(module, declared)
    if not expansion.kind:
        return _part(module, declared, expansion.instances[0], reference, 1)
    step = reference.steps[1] if len(reference.steps) > 1 else None
    if isinstance(step, Key):
        found = find_instance(expansion, step.value)
        if found is not None:
            return _part(module, declared, found, reference, 2)
        if not expansion.complete:
            return Unknown(module.hole(reference, 2)), 2
    return _collection(module, declared, expansion, module.hole(reference, 1)), 1


def _part(
    module: Module, declared: Declaration, instance: Instance, reference: Reference, used: int
) -> tuple[Value, int]:
    found = child(module, declared, instance)
    if found is None:
        return Unknown(module.hole(reference, used)), used
    step = reference.steps[used] if len(reference.steps) > used else None
    if not isinstance(step, Attr):
        return _outputs(found, module.hole(reference, used)), used
    hole = module.hole(reference, used + 1)
    if step.name not in found.declared.outputs:
        if found.declared.problems or found.declared.partial:
            return Unknown(hole), used + 1
        detail = f'This object does not have an attribute named "{step.name}".'
        raise fault("Unsupported attribute", detail, step.span)
    value = _output(found, step.name, hole)
    if isinstance(value, Unknown) and value.hole.identity == hole.identity:
        value = at(value, hole.span)
    return value, used + 1


def _output(module: Module, name: str, hole: Hole) -> Value:
    declared = module.declared.outputs[name]

    def compute() -> Value:
        attribute = declared.block().body.attribute("value")
        return Unknown(hole) if attribute is None else evaluate(attribute.value, module.scope())

    return module.remember(("output", name), hole, compute)


def _outputs(module: Module, hole: Hole) -> Value:
    members = {
        name: (Text.of(name, hole.span), _output(module, name, renamed(hole, f"{hole.reference}.{name}")))
        for name in sorted(module.declared.outputs)
    }
    rest = (hole.as_many(),) if module.declared.problems or module.declared.partial else ()
    return ObjectValue(members, hole.span, (), rest)


def _collection(module: Module, declared: Declaration, expansion: Expansion, hole: Hole) -> Value:
    found = [(instance, child(module, declared, instance)) for instance in expansion.instances]
    if any(made is None for _, made in found):
        return Unknown(hole)
    if expansion.kind == "count":
        if not expansion.complete and not expansion.switched:
            return TupleValue((Unknown(hole.as_many()),), hole.span)
        return TupleValue(tuple(_outputs(made, hole) for _, made in found if made is not None), hole.span)
    members = [(at.key, _outputs(made, hole)) for at, made in found if made is not None and isinstance(at.key, Text)]
    known = {key.literal: (key, value) for key, value in members if key.literal is not None}
    partial = tuple((key, value) for key, value in members if key.literal is None)
    rest = () if expansion.complete else (hole.as_many(),)
    return ObjectValue(known, hole.span, partial, rest)
