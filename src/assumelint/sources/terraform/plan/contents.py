"""Reads the resources of a plan (https://developer.hashicorp.com/terraform/internals/json-format)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from assumelint.sources.terraform.plan.configuration import Configuration
from assumelint.sources.terraform.plan.nodes import items, mapping, mappings, plain, text
from assumelint.text import Text
from assumelint.text.document import Mapping

_KEY_AT_END = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]\Z')


class Planned(Struct, frozen=True):
    """A resource instance of a plan or state. `module` is the address of its module followed by a dot, or empty.

    `unknown` flags the values that are known after apply only. `is_new`: this plan creates the instance, so its values
    are those that the author wrote; otherwise they are as AWS returned them.
    """

    address: Text
    module: str
    type: str
    values: Mapping
    unknown: Mapping | None = None
    is_new: bool = False

    @property
    def key(self) -> str:
        """The instance key at the end of the address, with its brackets; empty if there is none."""
        found = _KEY_AT_END.search(str(self.address))
        return found[0] if found else ""


class Deferred(Struct, frozen=True):
    """A data source that is read during apply: its known values, flags for the unknown ones, and what is written.

    `written` are the expressions of its block, none if the plan does not have them.
    """

    address: Text
    after: Mapping
    unknown: Mapping
    written: tuple[Mapping, ...] = ()


def planned_resources(plan: Mapping) -> Iterator[Planned]:
    """Every managed resource instance that is there after the apply, those of the root module first."""
    changes = {plain(each, "address"): each for each in mappings(plan, "resource_changes") if not each.get("deposed")}
    for each in resources(mapping(plan, "planned_values", "root_module")):
        change = mapping(changes.get(str(each.address)), "change")
        actions = {str(action) for action in items(change, "actions")}
        yield Planned(
            each.address, each.module, each.type, each.values, mapping(change, "after_unknown"), "create" in actions
        )


def resources(root: Mapping | None) -> Iterator[Planned]:
    """The managed resource instances of a module and of those below it, in the form that plans and states share."""
    pending = [(root, "")]
    while pending:
        module, prefix = pending.pop(0)
        for resource in mappings(module, "resources"):
            address, values = text(resource, "address"), mapping(resource, "values")
            counts = plain(resource, "mode") == "managed" and resource.get("deposed_key") is None
            if address is not None and values is not None and counts:
                yield Planned(address, prefix, plain(resource, "type"), values)
        pending += ((child, f"{plain(child, 'address')}.") for child in mappings(module, "child_modules"))


def deferred_documents(plan: Mapping, code: Configuration) -> dict[str, Deferred]:
    """The policy documents that are read during apply, by address."""
    found = {}
    for change in mappings(plan, "resource_changes"):
        address = text(change, "address")
        after, unknown = mapping(change, "change", "after"), mapping(change, "change", "after_unknown")
        if plain(change, "type") == "aws_iam_policy_document" and address and after is not None:
            written = code.expressions(str(address))
            found[str(address)] = Deferred(
                address, after, unknown or Mapping((), after.span), () if written is None else (written,)
            )
    return found
