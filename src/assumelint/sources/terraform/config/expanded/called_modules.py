"""The module instances that a call makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.expanded.addresses import with_key
from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.instances import Instance
from assumelint.sources.terraform.config.expanded.module import Argument, Module
from assumelint.sources.terraform.config.expanded.module_code import locate
from assumelint.sources.terraform.config.expanded.object_arguments import member_of, written_entries
from assumelint.sources.terraform.lang import evaluate
from assumelint.sources.terraform.lang.values import TupleValue, Value, string
from assumelint.sources.terraform.syntax.ast import Attribute

# The variable by which a model learns which arguments are passed (see `registry`).
GIVEN = "given"
_META = frozenset(("source", "version", "providers", "count", "for_each", "depends_on"))


def called_modules(module: Module, declared: Declaration) -> Iterator[Module]:
    """The instances of a called module, none if its code is not available. Raises `EvalError`."""
    for instance in expansion_of(module, declared).instances:
        found = called_module(module, declared, instance)
        if found is not None:
            yield found


def called_module(module: Module, declared: Declaration, instance: Instance) -> Module | None:
    """One instance of a called module, created once; None if its code is not available."""
    key = (declared.name, instance.key)
    if key not in module.children:
        before = None if module.before is None else module.before.children.get(key)
        module.children[key] = _made(module, declared, instance, before)
    return module.children[key]


def _made(module: Module, declared: Declaration, instance: Instance, before: Module | None) -> Module | None:
    found = locate(module, declared)
    if found is None or not module.project.count_instance(declared.span):
        return None
    directory, declarations = found
    address = with_key(".".join(part for part in (module.address, declared.type, declared.name) if part), instance.key)
    return Module(
        project=module.project,
        directory=directory,
        declared=declarations,
        argument=_arguments(module, declared, instance, is_model=declarations.partial),
        names=module.names,
        root=module.root,
        address=address,
        calls=(*module.calls, declared.name),
        parent=module,
        call=declared,
        assumed=module.assumed | module.project.assumptions.current,
        unit=module.unit,
        before=before if before is not None and before.declared is declarations else None,
    )


def _arguments(module: Module, declared: Declaration, instance: Instance, *, is_model: bool) -> Argument:
    def argument(name: str) -> Value | None:
        if is_model and name == GIVEN:
            return given(declared)
        if declared.type == "component":  # of an HCP Terraform stack
            return _input(module, declared, instance, name)
        attribute = declared.block().body.attribute(name)
        if attribute is None or name in _META:
            return None
        return evaluate(attribute.value, module.scope(instance))

    return argument


def given(declared: Declaration) -> Value:
    """The names of the arguments that a call passes."""
    body = declared.block().body
    names: Iterable[str] = (attribute.name for attribute in body.attributes if attribute.name not in _META)
    if declared.type == "component" and (inputs := body.attribute("inputs")) is not None:
        names = written_entries(inputs) or ()
    return TupleValue(tuple(string(name, declared.span) for name in names), declared.span)


def _input(module: Module, declared: Declaration, instance: Instance, name: str) -> Value | None:
    def evaluated(attribute: Attribute) -> Value:
        return evaluate(attribute.value, module.scope(instance))

    return member_of(declared.block().body.attribute("inputs"), name, evaluated, module.home)
