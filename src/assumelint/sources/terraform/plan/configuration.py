"""Reads the `configuration` section of a plan: what the code says, of which references are left but no expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.sources.terraform.plan.nodes import items, mapping, mappings, plain
from assumelint.text import Text
from assumelint.text.document import Mapping, Node, Sequence

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_OUTPUT = re.compile(rf"(module\.[^.\[]+(?:{_KEY.pattern})?\.)([^.\[]+)\Z")


def references(expression: Node | None) -> tuple[str, ...]:
    """The references in an expression."""
    found = items(expression, "references") if isinstance(expression, Mapping) else ()
    return tuple(str(item) for item in found if isinstance(item, Text))


def all_references(expression: Node | None) -> Iterator[str]:
    """The references in an expression, or in all expressions of a block."""
    yield from references(expression)
    match expression:
        case Mapping(entries):
            for _, value in entries:
                yield from all_references(value)
        case Sequence(items):
            for item in items:
                yield from all_references(item)


def only_reference(expression: Node | None) -> str | None:
    """The one value that an expression refers to, None if it refers to none or to several.

    A plan lists each reference followed by the objects that it is a part of.
    """
    first, *others = references(expression) or (None,)
    if first is None or any(not _is_part(first, str(other)) for other in others):
        return None
    return first


def _is_part(reference: str, whole: str) -> bool:
    return reference == whole or reference.startswith((f"{whole}.", f"{whole}["))


class Configuration:
    """What a plan's code declares. Addresses may have instance keys: all instances have the same declaration.

    The address of a module has a dot behind it; that of the root module is empty.
    """

    def __init__(self, plan: Mapping) -> None:
        self._modules: dict[str, Mapping] = {}
        self._resources: dict[str, Mapping] = {}
        self._add("", mapping(plan, "configuration", "root_module"))

    def _add(self, address: str, module: Mapping | None) -> None:
        if module is None:
            return
        self._modules[address] = module
        self._resources |= {address + plain(each, "address"): each for each in mappings(module, "resources")}
        calls = mapping(module, "module_calls")
        for name, call in calls.entries if calls is not None else ():
            self._add(f"{address}module.{name}.", mapping(call, "module"))

    def expressions(self, address: str) -> Mapping | None:
        """The expressions of a resource or data source."""
        return mapping(self._resources.get(_KEY.sub("", address)), "expressions")

    def followed(self, module: str, reference: str) -> tuple[str, str]:
        """A reference in a module, followed through variables to the caller and through outputs into called modules.

        The result is the module where it ends, and the reference there.
        """
        seen = set()
        while (module, reference) not in seen:
            seen.add((module, reference))
            module, reference = self._step(module, reference) or (module, reference)
        return module, reference

    def _step(self, module: str, reference: str) -> tuple[str, str] | None:
        output = _OUTPUT.match(reference)
        if output is not None:
            target = module + output[1]
            found = only_reference(mapping(self._module(target), "outputs", output[2], "expression"))
        elif reference.startswith("var.") and module:
            target, _, call = module.rpartition("module.")
            name = _KEY.sub("", call).removesuffix(".")
            argument = reference.removeprefix("var.")
            found = only_reference(mapping(self._module(target), "module_calls", name, "expressions", argument))
        else:
            return None
        return None if found is None else (target, found)

    def _module(self, address: str) -> Mapping | None:
        return self._modules.get(_KEY.sub("", address))
