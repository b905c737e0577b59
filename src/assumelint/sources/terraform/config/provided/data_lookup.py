"""Which managed resource a data source finds, where the same configuration makes what is looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.syntax import HclError


def only(type: str, modules: Iterable[Module], fits: Callable[[Resource], bool]) -> Resource | None:
    """The managed resource of a type that fits.

    None where there is no such, or more than one, or where it stands for instances that are not known.
    """
    try:
        found = [(resource, certain) for resource, certain in _instances(type, modules) if fits(resource)]
    except (EvalError, HclError):
        return None  # reported where that resource is worked out by itself
    match found:
        case [(resource, True)]:
            return resource
        case _:
            return None


def _instances(type: str, modules: Iterable[Module]) -> Iterator[tuple[Resource, bool]]:
    for module in modules:
        for name, declared in module.declared.resources.items():
            if name[:2] == ("managed", type):
                expansion = expansion_of(module, declared)
                for instance in expansion.instances:
                    yield Resource(module, name, declared, instance), expansion.complete or expansion.switched


def run(module: Module) -> Iterator[Module]:
    """The modules of the same run that were reached so far. What an argument refers to was reached."""
    while module.parent is not None:
        module = module.parent
    pending: list[Module | None] = [module]
    while pending:
        at = pending.pop()
        if at is not None:
            yield at
            pending += at.children.values()
