"""Where the `source` of a module call leads, as far as the call alone tells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.declared.plain_words import plain_text
from assumelint.sources.terraform.syntax import HclError
from assumelint.sources.terraform.syntax.ast import Block


def local_target(directory: Path, call: Declaration) -> Path | None:
    """The directory that a call in a directory names, None for any other source and for a call that cannot be read."""
    try:
        source = written_source(call)
    except HclError:
        return None  # reported by whoever follows the call
    return None if source is None else local_directory(directory, source)


def local_targets(directory: Path, call: Declaration) -> Iterator[Path]:
    """The directories that a call in a directory names, in its block and in those that override it.

    A module whose call an override leads elsewhere is still meant to be called.
    """
    # What an override file sets replaces what was set before, so the merged source is that of one of the blocks.
    for block in (call, *call.overrides):
        try:
            source = block.source or _written(block.load())
        except HclError:
            continue  # reported by whoever follows the call
        target = None if source is None else local_directory(directory, source)
        if target is not None:
            yield target


def written_source(call: Declaration) -> str | None:
    """The `source` of a call, None where it is not plain text. Raises `HclError`."""
    if call.source is not None and not call.overrides:
        return call.source
    return _written(call.block())


def _written(block: Block) -> str | None:
    attribute = block.body.attribute("source")
    return plain_text(attribute.value) if attribute else None


def local_directory(directory: Path, source: str) -> Path | None:
    """The directory that a local source names, None for any other source."""
    if source in (".", "..") or source.startswith(("./", "../", ".\\", "..\\")):
        return Path(os.path.normpath(directory / source.replace("\\", "/")))
    return None
