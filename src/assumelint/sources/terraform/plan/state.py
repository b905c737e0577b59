"""Reads the resources of a state: what `terraform show -json` prints of it, or the raw file (`terraform.tfstate`)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from assumelint.sources.terraform.plan.contents import Planned, resources
from assumelint.sources.terraform.plan.nodes import mapping, mappings, plain, text
from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Scalar


def stored_resources(state: Mapping) -> Iterator[Planned]:
    """Every managed resource instance in a state of either form."""
    shown = mapping(state, "values", "root_module")
    return _raw(state) if shown is None else resources(shown)


def _raw(state: Mapping) -> Iterator[Planned]:
    for resource in mappings(state, "resources"):
        name, module, type = text(resource, "name"), plain(resource, "module"), plain(resource, "type")
        if name is None or plain(resource, "mode") != "managed":
            continue
        prefix = f"{module}." if module else ""
        for instance in mappings(resource, "instances"):
            values = mapping(instance, "attributes")
            # An object that is deposed waits for its deletion.
            if values is not None and instance.get("deposed") is None:
                key, place = _key(instance, name.span)
                yield Planned(Text.of(f"{prefix}{type}.{name}{key}", place), prefix, type, values)


def _key(instance: Mapping, name: Span) -> tuple[str, Span]:
    """The instance key in brackets, empty if there is none, and where the instance is named."""
    match instance.get("index_key"):
        case Text(span=span) as key:
            return f"[{json.dumps(str(key), ensure_ascii=False)}]", span
        case Scalar(int() as number, span=span):
            return f"[{number}]", span
        case _:
            return "", name
