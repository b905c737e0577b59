"""The files a run may read: those under one root, and nothing that a path or a link leads to outside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from msgspec import Struct, field


class UnreadableError(Exception):
    """A file that cannot be had: missing, outside the tree, too large, or not readable. The message says which."""


# A trust policy is 8 kB at most; a file beyond this holds data, not code that people write.
MAX_BYTES = 20_000_000


class Tree(Struct):
    """The git work tree (or folder) that is being checked, and the working directory that paths are shown from."""

    root: Path
    cwd: Path
    _cache: dict[str, bytes] = field(default_factory=dict)

    def read(self, path: Path) -> bytes:
        """The bytes of a file in the tree (a relative path is taken from the working directory).

        Raises `UnreadableError`.
        """
        target = os.path.normpath(os.path.join(self.cwd, path))
        if target not in self._cache:
            self._cache[target] = self._load(Path(target))
        return self._cache[target]

    def _load(self, target: Path) -> bytes:
        if not self.holds(target):
            raise UnreadableError(f"{self.display(target)} lies outside {self.root}")
        try:
            status = target.stat()
            if not stat.S_ISREG(status.st_mode):  # a pipe or a device would never end
                raise UnreadableError(f"{self.display(target)} is no regular file")
            if status.st_size > MAX_BYTES:
                raise UnreadableError(f"{self.display(target)} is larger than {MAX_BYTES // 1_000_000} MB")
            return target.read_bytes()
        except OSError as error:
            raise UnreadableError(f"{self.display(target)}: {error.strerror}") from error

    def loaded(self) -> tuple[Path, ...]:
        """The files that were read so far."""
        return tuple(Path(path) for path in self._cache)

    def holds(self, path: Path) -> bool:
        """Whether a path, links followed, stays inside the root."""
        return Path(os.path.realpath(self.cwd / path)).is_relative_to(os.path.realpath(self.root))

    def display(self, path: Path) -> str:
        """The path as findings show it: relative to the working directory, with `/`."""
        return os.path.relpath(self.cwd / path, self.cwd).replace(os.sep, "/")
