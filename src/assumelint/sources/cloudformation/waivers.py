"""Ignores in the `Metadata` of a template: for one resource, or for the whole template.

    Metadata:
      assumelint:
        ignore: [rule-id]

The list may also be a mapping of rule ids to reasons. It is the only way in a JSON template, which has no comments.
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.model import Waiver
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar, as_map


def waivers(template: Template) -> Iterator[Waiver]:
    """What the metadata of a template asks not to report."""
    for part in template.parts:
        yield from _of(part, None)
    for section in template.section("Resources"):
        for key, resource in section.entries:
            if isinstance(key, RawScalar) and isinstance(resource, RawMap):
                yield from _of(resource, key.value)


def _of(owner: RawMap, role: str | None) -> Iterator[Waiver]:
    metadata = as_map(owner.get("Metadata"))
    ours = as_map(metadata.get("assumelint")) if metadata is not None else None
    for node in _rules(ours.get("ignore") if ours is not None else None):
        if isinstance(node, RawScalar):
            yield Waiver(node.value, node.span, role)


def _rules(ignore: Raw | None) -> list[Raw]:
    match ignore:
        case RawMap(entries):
            return [key for key, _ in entries]
        case RawList(items):
            return items
        case RawScalar():
            return [ignore]
        case _:
            return []
