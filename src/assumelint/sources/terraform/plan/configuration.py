"""Reads the `configuration` section of a plan: what the code says, of which references are left but no expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.sources.terraform.plan.nodes import items, mapping, mappings, plain
from assumelint.text import Text
from assumelint.text.document import Mapping, Node, Sequence

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_CALL = re.compile(rf"module\.([^.\[]+)(?:{_KEY.pattern})?\.")
_OUTPUT = re.compile(rf"(module\.[^.\[]+(?:{_KEY.pattern})?\.)([^.\[]+)\Z")


def configuration(plan: Mapping, address: str) -> Mapping | None:
    """The declaration of a resource instance."""
    names = _KEY.sub("", address).split(".")
    module = mapping(plan, "configuration", "root_module")
    while names[:1] == ["module"] and module is not None:
        module = mapping(module, "module_calls", names[1], "module")
        names = names[2:]
    wanted = ".".join(names)
    return next((item for item in mappings(module, "resources") if plain(item, "address") == wanted), None)


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


def followed(plan: Mapping, module: str, reference: str) -> tuple[str, str]:
    """A reference, followed through variables to the caller and through outputs into the called module.

    `module` is where the reference stands: the address of a module with a dot behind it, or empty. The result has the
    same form.
    """
    while True:
        output = _OUTPUT.match(reference)
        if output is not None:
            called = _module(plan, module + output[1])
            step = only_reference(mapping(called, "outputs", output[2], "expression"))
            inner = module + output[1]
        elif reference.startswith("var.") and module:
            inner, _, call = module.rpartition("module.")
            name = call.partition("[")[0].removesuffix(".")
            passed = mapping(_module(plan, inner), "module_calls", name, "expressions")
            argument, *steps = reference.removeprefix("var.").split(".")
            step = None if steps or passed is None else only_reference(passed.get(argument))
        else:
            return module, reference
        if step is None:
            return module, reference
        module, reference = inner, step


def _module(plan: Mapping, address: str) -> Mapping | None:
    at = mapping(plan, "configuration", "root_module")
    for call in _CALL.finditer(address):
        at = mapping(at, "module_calls", call[1], "module")
    return at


def _is_part(reference: str, whole: str) -> bool:
    return reference == whole or reference.startswith((f"{whole}.", f"{whole}["))
