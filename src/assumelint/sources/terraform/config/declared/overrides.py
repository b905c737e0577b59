"""Merging override files (https://developer.hashicorp.com/terraform/language/files/override)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from assumelint.sources.terraform.syntax.ast import Block, Body


def merge_blocks(base: Block, overrides: Sequence[Block]) -> Block:
    """A block with the override blocks of the same name merged in, one after the other.

    An argument replaces that of the same name; nested blocks replace all of their type, except `lifecycle`,
    whose arguments are merged one by one.
    """
    for override in overrides:
        base = replace(base, body=_merge_bodies(base.body, override.body))
    return base


def _merge_bodies(base: Body, override: Body) -> Body:
    set_there = {attribute.name for attribute in override.attributes}
    kept = tuple(attribute for attribute in base.attributes if attribute.name not in set_there)
    if override.named("lifecycle"):
        override = _with_lifecycle(base, override)
    types = {_type(block) for block in override.blocks}
    blocks = tuple(block for block in base.blocks if _type(block) not in types) + override.blocks
    return replace(base, attributes=kept + override.attributes, blocks=blocks)


def _with_lifecycle(base: Body, override: Body) -> Body:
    merged = tuple(
        merge_blocks(first, [block]) if block.type == "lifecycle" else block
        for block in override.blocks
        for first in (*base.named("lifecycle"), block)[:1]
    )
    return replace(override, blocks=merged)


def _type(block: Block) -> str:
    """The type of a block; for a `dynamic` block, the type of the blocks it generates."""
    return block.labels[0].text if block.type == "dynamic" and block.labels else block.type
