"""What a source tells of itself before it is loaded, and the files that it is asked about."""

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
    """What was searched: the folders that were asked for, and the root of the tree they lie in."""

    tops: Sequence[str]
    root: str


class Candidate:
    """A file that a source may want. `named`: it was asked for by itself, so it matters if it can be read at all."""

    def __init__(self, path: str, *, named: bool = False) -> None:
        self.path = path
        self.name = os.path.basename(path)
        self.named = named

    @cached_property
    def data(self) -> bytes:
        """Its bytes; none where it is no regular file, too large for code, or cannot be read."""
        return contents(self.path)

    @cached_property
    def is_text(self) -> bool:
        """Whether it may be text in UTF-8."""
        return bool(self.data) and not self.data.startswith(UTF_16) and b"\0" not in self.data[:8192]

    @cached_property
    def is_json(self) -> bool:
        """Whether it looks like JSON, and its name does not say YAML."""
        body = self.data.removeprefix(UTF_8_MARK).lstrip()
        return self.is_text and body[:1] in (b"{", b"[") and not self.name.endswith(YAML_NAMES)


class Source:
    """A kind of input. `suffixes` are how the names of its files end.

    `together` are the suffixes of files that are always read with all others of their folder.
    """

    suffixes: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    def takes(self, file: Candidate) -> bool:
        """Whether a file is this source's and may matter: by its name first, for that costs nothing."""
        return (file.named or file.name.endswith(self.suffixes)) and self.wants(file)

    def wants(self, file: Candidate) -> bool:
        """Whether a file, whose name is right or that was asked for, is one to read."""
        raise NotImplementedError

    def relevant(self, files: list[str], walk: Walk) -> list[str]:
        """Those of its files that matter, seen side by side."""
        return files

    def extract(self, files: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
        """What the files hold. Nothing is raised: what is wrong is a problem, what cannot be followed a note."""
        raise NotImplementedError


def contents(path: str) -> bytes:
    """A file's bytes; none where it is no regular file, too large for code, or cannot be read."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > MAX_BYTES:
            return b""
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return b""
