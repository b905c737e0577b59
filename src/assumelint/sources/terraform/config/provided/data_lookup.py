"""Finds the managed resource that a data source looks up, if the same configuration creates it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assumelint.sources.terraform.config.expanded.count_and_for_each import expansion_of
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.syntax import HclError


def only(type: str, modules: Iterable[Module], fits: Callable[[Resource], bool]) -> Resource | None:
    """The only managed resource of a type for which `fits` is true.

    None if there is none, if there are several, or if the one found is an example that stands for unknown instances.
    """
    try:
        found = [(resource, certain) for resource, certain in _instances(type, modules) if fits(resource)]
    except (EvalError, HclError):
        return None  # reported when that resource itself is evaluated
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
    """All modules under the same root that were loaded so far. Modules that an argument refers to are among them."""
    *_, root = module.with_callers()
    pending: list[Module | None] = [root]
    while pending:
        at = pending.pop()
        if at is not None:
            yield at
            pending += at.children.values()
