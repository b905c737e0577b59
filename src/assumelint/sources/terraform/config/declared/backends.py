"""Where the root modules of the tree keep their state, as their `terraform` blocks say.

See https://developer.hashicorp.com/terraform/language/backend and
https://developer.hashicorp.com/terraform/cli/cloud/settings.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from assumelint.sources.terraform.config.declared.files import configuration_files
from assumelint.sources.terraform.config.declared.plain_words import plain_text
from assumelint.sources.terraform.syntax import HclError, SourceText, parse_block, top_level
from assumelint.sources.terraform.syntax.ast import Block, Body
from assumelint.text.tree import MAX_BYTES, Tree

# The kind of a backend and the settings that name one state in it. Two equal places are the same state.
Place: TypeAlias = "tuple[str, ...]"
# Gives a setting of a backend by its name, None if it is not known.
Settings: TypeAlias = "Callable[[str], str | None]"

# The settings that together name one state.
_NAMING: Mapping[str, tuple[str, ...]] = {
    "s3": ("bucket", "key"),
    "gcs": ("bucket", "prefix"),
    "azurerm": ("storage_account_name", "container_name", "key"),
    "remote": ("hostname", "organization", "workspace"),
}
_DEFAULTS: Mapping[str, str] = {"hostname": "app.terraform.io"}
_LOCAL_STATE = "terraform.tfstate"
_SUFFIXES = (".tf", ".tofu")
_BACKEND = re.compile(rb'\bbackend\s+"|\bcloud\s*\{')
# In a tree with more folders than this, no root module is looked for beyond them.
_MAX_FOLDERS = 20_000


def place_of(kind: str, directory: Path, setting: Settings) -> Place | None:
    """The place that a backend's settings name, as seen from a directory. None if they do not name one."""
    if kind == "local":
        return "local", os.path.normpath(directory / (setting("path") or _LOCAL_STATE))
    names = _NAMING.get(kind)
    values = [setting(name) or _DEFAULTS.get(name) for name in names or ()]
    known = [value for value in values if value is not None]
    return (kind, *known) if names and len(known) == len(names) else None


class Backends:
    """The places of the states of all root modules in a tree, found on first use."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._found: dict[Place, list[Path]] | None = None
        self._elsewhere: set[Path] = set()

    def roots(self, place: Place) -> Sequence[Path]:
        """The directories whose configuration keeps its state at a place."""
        if self._found is None:
            self._found = self._read()
        return self._found.get(place) or list(self._without_backend(place))

    def _without_backend(self, place: Place) -> Iterator[Path]:
        """The directory in which a local state lies, if its configuration says nothing of a backend."""
        path = Path(place[-1])
        if place[0] != "local" or path.name != _LOCAL_STATE or path.parent in self._elsewhere:
            return
        if self._tree.holds(path.parent) and configuration_files(path.parent):
            yield path.parent

    def _read(self) -> dict[Place, list[Path]]:
        found: dict[Place, list[Path]] = {}
        for path in _files(self._tree.root):
            data = _bytes(path)
            for kind, body in _backends(path.name, data) if _BACKEND.search(data) else ():
                self._elsewhere.add(path.parent)
                place = place_of(kind, path.parent, partial(_setting, body))
                if place is not None:
                    found.setdefault(place, []).append(path.parent)
        return found


def _backends(name: str, data: bytes) -> Iterator[tuple[str, Body]]:
    """The kinds and bodies of the `backend` and `cloud` blocks in a file."""
    try:
        source = SourceText.decode(name, data)
        entries = [entry for entry in top_level(source).entries if entry.is_block and entry.name == "terraform"]
        blocks = [block for entry in entries for block in parse_block(source, entry).body.blocks]
    except HclError:
        return  # reported when the directory itself is read
    for block in blocks:
        if block.type == "backend" and block.labels:
            yield block.labels[0].text, block.body
        elif block.type == "cloud":
            yield "remote", block.body


def _setting(body: Body, name: str) -> str | None:
    """A setting of a `backend` or `cloud` block; `workspace` is the name in its block `workspaces`."""
    if name == "workspace":
        return next((_setting(block.body, "name") for block in _workspaces(body)), None)
    attribute = body.attribute(name)
    return None if attribute is None else plain_text(attribute.value)


def _workspaces(body: Body) -> Iterator[Block]:
    return (block for block in body.blocks if block.type == "workspaces")


def _files(top: Path) -> Iterator[Path]:
    for number, (folder, folders, files) in enumerate(os.walk(top)):
        if number >= _MAX_FOLDERS:
            return
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(_SUFFIXES))


def _bytes(path: Path) -> bytes:
    try:
        # Not read through the tree: a file that is only looked into is not part of what the run checks.
        return path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_BYTES else b""
    except OSError:  # a file that cannot be read holds no backend that could be followed
        return b""
