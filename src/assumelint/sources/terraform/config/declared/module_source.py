"""The directory in the tree that the `source` of a module call names, as far as the call alone determines it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.declared.plain_words import plain_text
from assumelint.sources.terraform.registry.address import own_directory
from assumelint.sources.terraform.syntax import HclError
from assumelint.sources.terraform.syntax.ast import Block
from assumelint.text.tree import Tree


def local_target(directory: Path, call: Declaration, tree: Tree) -> Path | None:
    """The directory that a call's `source` names, None for a source that is not here and for an unparsable call."""
    try:
        source = written_source(call)
    except HclError:
        return None  # reported when the call is followed
    return None if source is None else directory_here(directory, source, tree)


def local_targets(directory: Path, call: Declaration, tree: Tree) -> Iterator[Path]:
    """The directories that the `source` of a call and of each of its overrides names.

    A module whose call is redirected by an override file still counts as called.
    """
    # An override replaces the source as a whole, so the merged source is always the source of one of the blocks.
    for block in (call, *call.overrides):
        try:
            source = block.source or _written(block.load())
        except HclError:
            continue  # reported when the call is followed
        target = None if source is None else directory_here(directory, source, tree)
        if target is not None:
            yield target


def written_source(call: Declaration) -> str | None:
    """The `source` of a call, None unless it is a plain string. Raises `HclError`."""
    if call.source is not None and not call.overrides:
        return call.source
    return _written(call.block())


def _written(block: Block) -> str | None:
    attribute = block.body.attribute("source")
    return plain_text(attribute.value) if attribute else None


def directory_here(directory: Path, source: str, tree: Tree) -> Path | None:
    """The directory that a source names: a local one, or a folder of the repository that the tree was cloned from."""
    return local_directory(directory, source) or own_directory(source, tree)


def local_directory(directory: Path, source: str) -> Path | None:
    """The directory that a local source names, None for a source that is not local."""
    if source in (".", "..") or source.startswith(("./", "../", ".\\", "..\\")):
        return Path(os.path.normpath(directory / source.replace("\\", "/")))
    return None
