"""The source code that reports quote: the files that were read, split into lines."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assumelint.text.tree import Tree, UnreadableError

if TYPE_CHECKING:
    from assumelint.text import Span


class Code:
    """The files that were read, keyed by the path that findings show."""

    def __init__(self, trees: tuple[Tree, ...] = ()) -> None:
        self.trees = trees
        self._lines: dict[str, list[str] | None] = {}

    def text(self, file: str) -> str | None:
        """Return the text of a file without its byte-order mark, or None if the file cannot be read."""
        for tree in self.trees:
            try:
                return tree.read(Path(file)).decode("utf-8-sig", errors="replace")
            except UnreadableError:
                continue
        return None

    def lines(self, file: str) -> list[str] | None:
        """Return the lines of a file without their line endings, or None if the file cannot be read."""
        if file not in self._lines:
            text = self.text(file)
            self._lines[file] = None if text is None else [line.removesuffix("\r") for line in text.split("\n")]
        return self._lines[file]

    def slice(self, span: Span) -> str | None:
        """Return the source text at a span, or None if the file is shorter than that."""
        lines = self.lines(span.file)
        if lines is None or span.end_line > len(lines):
            return None
        chosen = lines[span.line - 1 : span.end_line]
        chosen[-1] = chosen[-1][: span.end_column - 1]
        chosen[0] = chosen[0][span.column - 1 :]
        return "\n".join(chosen)

    def files(self) -> tuple[str, ...]:
        """All files that were read, sorted by path."""
        return tuple(sorted({tree.display(path) for tree in self.trees for path in tree.loaded()}))

    def identity(self, file: str) -> str:
        """Return the file's path relative to the tree: it does not depend on the working directory."""
        for tree in self.trees:
            target = Path(os.path.normpath(tree.cwd / file))
            if target.is_relative_to(tree.root):
                return target.relative_to(tree.root).as_posix()
        return file

    def relative(self, file: str, folder: Path) -> str:
        """Return the file's path relative to a folder, with `/` as the separator."""
        cwd = self.trees[0].cwd if self.trees else Path.cwd()
        return os.path.relpath(cwd / file, folder).replace(os.sep, "/")

    def remote(self) -> tuple[str, str] | None:
        """The GitHub owner and repository of the (first) tree, or None if its git configuration names none."""
        return next((tree.remote for tree in self.trees if tree.remote), None)

    def begins_after(self, time: int) -> bool:
        """Return whether all commits of the tree that `remote` names are younger than a time in seconds since 1970."""
        from assumelint.text.history import begins_after

        root = next((tree.root for tree in self.trees if tree.remote), None)
        return root is not None and begins_after(root, time)
