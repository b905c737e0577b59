"""The files that were read, as lines: what reports quote."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assumelint.text.tree import Tree, UnreadableError

if TYPE_CHECKING:
    from assumelint.text import Span


class Code:
    """The files that were read, by the path that findings show."""

    def __init__(self, trees: tuple[Tree, ...] = ()) -> None:
        self.trees = trees
        self._lines: dict[str, list[str] | None] = {}

    def text(self, file: str) -> str | None:
        """The text of a file without its byte-order mark, or None where it cannot be had."""
        for tree in self.trees:
            try:
                return tree.read(Path(file)).decode("utf-8-sig", errors="replace")
            except UnreadableError:
                continue
        return None

    def lines(self, file: str) -> list[str] | None:
        """The lines of a file without their ends, or None where it cannot be had."""
        if file not in self._lines:
            text = self.text(file)
            self._lines[file] = None if text is None else [line.removesuffix("\r") for line in text.split("\n")]
        return self._lines[file]

    def slice(self, span: Span) -> str | None:
        """What stands at a span, or None where the file does not reach that far."""
        lines = self.lines(span.file)
        if lines is None or span.end_line > len(lines):
            return None
        chosen = lines[span.line - 1 : span.end_line]
        chosen[-1] = chosen[-1][: span.end_column - 1]
        chosen[0] = chosen[0][span.column - 1 :]
        return "\n".join(chosen)

    def files(self) -> tuple[str, ...]:
        """Every file that was read, in order of its path."""
        return tuple(sorted({tree.display(path) for tree in self.trees for path in tree.loaded()}))

    def identity(self, file: str) -> str:
        """The path within the tree: the same from whatever folder the command is run."""
        for tree in self.trees:
            target = Path(os.path.normpath(tree.cwd / file))
            if target.is_relative_to(tree.root):
                return target.relative_to(tree.root).as_posix()
        return file

    def relative(self, file: str, folder: Path) -> str:
        """The path as seen from a folder, with `/`."""
        cwd = self.trees[0].cwd if self.trees else Path.cwd()
        return os.path.relpath(cwd / file, folder).replace(os.sep, "/")

    def remote(self) -> tuple[str, str] | None:
        """Owner and repository on GitHub of the (first) tree, where its git configuration names one."""
        from assumelint.text.remote import github_remote

        return next((remote for tree in self.trees if (remote := github_remote(tree.root))), None)
