"""Reads the relevant parts of a plan (https://developer.hashicorp.com/terraform/internals/json-format)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from assumelint.text import Text
from assumelint.text.document import Mapping, Node, Sequence

_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')


class Planned(Struct, frozen=True):
    """A resource instance of the plan. `module` is the address of its module followed by a dot, or empty."""

    address: Text
    module: str
    type: str
    values: Mapping

    @property
    def key(self) -> str:
        """The instance key at the end of the address, with its brackets; empty if there is none."""
        found = re.search(_KEY.pattern + r"\Z", str(self.address))
        return found[0] if found else ""


class Deferred(Struct, frozen=True):
    """A data source that is read during apply: its known values, flags for the unknown ones, and its expressions."""

    address: Text
    after: Mapping
    unknown: Mapping
    expressions: Mapping | None


def planned_resources(plan: Mapping) -> Iterator[Planned]:
    """Every managed resource instance, those of the root module first."""
    pending = [(mapping(plan, "planned_values", "root_module"), "")]
    while pending:
        module, prefix = pending.pop(0)
        for resource in mappings(module, "resources"):
            address, values = text(resource, "address"), mapping(resource, "values")
            if address is not None and values is not None and plain(resource, "mode") == "managed":
                yield Planned(address, prefix, plain(resource, "type"), values)
        pending += ((child, f"{plain(child, 'address')}.") for child in mappings(module, "child_modules"))


def deferred_documents(plan: Mapping) -> dict[str, Deferred]:
    """The policy documents that are read during apply, by address."""
    found = {}
    for change in mappings(plan, "resource_changes"):
        address = text(change, "address")
        after, unknown = mapping(change, "change", "after"), mapping(change, "change", "after_unknown")
        if plain(change, "type") == "aws_iam_policy_document" and address and after is not None:
            configured = configuration(plan, str(address))
            found[str(address)] = Deferred(
                address,
                after,
                unknown or Mapping((), after.span),
                None if configured is None else mapping(configured, "expressions"),
            )
    return found


def configuration(plan: Mapping, address: str) -> Mapping | None:
    """The declaration of a resource instance in the `configuration` section."""
    names = _KEY.sub("", address).split(".")
    module = mapping(plan, "configuration", "root_module")
    while names[:1] == ["module"] and module is not None:
        module = mapping(module, "module_calls", names[1], "module")
        names = names[2:]
    wanted = ".".join(names)
    return next((item for item in mappings(module, "resources") if plain(item, "address") == wanted), None)


def references(expression: Node | None) -> tuple[str, ...]:
    """The references in an expression of the `configuration` section."""
    found = expression.get("references") if isinstance(expression, Mapping) else None
    items = found.items if isinstance(found, Sequence) else ()
    return tuple(str(item) for item in items if isinstance(item, Text))


def mapping(node: Node | None, *path: str) -> Mapping | None:
    """The object at a path of keys, or None."""
    for key in path:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else None


def mappings(node: Mapping | None, key: str) -> Iterator[Mapping]:
    """The objects in the list under a key, none if there is no such list."""
    found = node.get(key) if node is not None else None
    if isinstance(found, Sequence):
        yield from (item for item in found.items if isinstance(item, Mapping))


def text(node: Mapping, key: str) -> Text | None:
    """A string under a key, or None."""
    found = node.get(key)
    return found if isinstance(found, Text) else None


def plain(node: Mapping, key: str) -> str:
    """A string under a key, or the empty string."""
    return str(text(node, key) or "")
