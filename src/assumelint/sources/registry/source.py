"""The interface of a source before it is loaded, and the candidates for its files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assumelint.text.tree import MAX_BYTES, UTF_16

if TYPE_CHECKING:
    from assumelint.model import Extraction
    from assumelint.sources.inputs import Inputs
    from assumelint.text.tree import Tree

UTF_8_MARK = b"\xef\xbb\xbf"
YAML_NAMES = (".yaml", ".yml")


class Walk(NamedTuple):
    """The paths of a search: the folders that the user named, and the root of their tree."""

    tops: Sequence[str]
    root: str


class Candidate:
    """A file that a source may read. `named`: the user named the file, so it is read if a source can read it at all."""

    def __init__(self, path: str, *, named: bool = False) -> None:
        self.path = path
        self.name = os.path.basename(path)
        self.named = named

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file; empty if it is not a regular file, is too large for code, or cannot be read."""
        return contents(self.path)

    @cached_property
    def is_text(self) -> bool:
        """Whether it may be UTF-8 text."""
        return bool(self.data) and not self.data.startswith(UTF_16) and b"\0" not in self.data[:8192]

    @cached_property
    def is_json(self) -> bool:
        """Whether it looks like JSON and does not have the name of a YAML file."""
        body = self.data.removeprefix(UTF_8_MARK).lstrip()
        return self.is_text and body[:1] in (b"{", b"[") and not self.name.endswith(YAML_NAMES)


class Source:
    """A kind of input. `suffixes` are the endings of its files' names.

    `together` are the suffixes of files that are always read with all such files in their folder.
    """

    suffixes: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    def takes(self, file: Candidate) -> bool:
        """Return whether a file belongs to this source and may be relevant.

        The name is tested first, as that is free.
        """
        return (file.named or file.name.endswith(self.suffixes)) and self.wants(file)

    def wants(self, file: Candidate) -> bool:
        """Return whether to read a file that has a matching name or was named by the user."""
        raise NotImplementedError

    def relevant(self, files: list[str], walk: Walk) -> list[str]:
        """Return the relevant ones of the source's files, considered together."""
        return files

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """Return the contents of the files.

        Raises nothing: an error is a problem, and what cannot be followed is a note.
        """
        raise NotImplementedError


def contents(path: str) -> bytes:
    """Return a file's bytes; empty if it is not a regular file, is too large for code, or cannot be read."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > MAX_BYTES:
            return b""
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return b""
