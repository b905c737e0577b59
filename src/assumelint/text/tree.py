"""The files a run may read: those under one root, and nothing that a path or a link leads to outside it."""

from __future__ import annotations

import os
import stat
from pathlib import Path


class UnreadableError(Exception):
    """A file that cannot be had: missing, outside the tree, too large, or not readable. The message says which."""


# A trust policy is 8 kB at most; a file beyond this holds data, not code that people write.
MAX_BYTES = 20_000_000
# How text in UTF-16 begins, in both orders of bytes.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Tree:
    """The git work tree (or folder) that is being checked, and the working directory that paths are shown from."""

    def __init__(self, root: Path, cwd: Path) -> None:
        self.root = root
        self.cwd = cwd
        self._cache: dict[str, bytes] = {}
        self._real_folders: dict[str, str] = {}
        self._real_root = os.path.realpath(root)

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
        real = self._real(os.path.join(self.cwd, path))
        return real == self._real_root or real.startswith(self._real_root.rstrip(os.sep) + os.sep)

    def _real(self, path: str) -> str:
        """The path with links followed. Files share their folders, so that of a folder is worked out once."""
        folder, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir):
            return os.path.realpath(path)
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(folder)
        joined = os.path.join(self._real_folders[folder], name)
        return os.path.realpath(joined) if os.path.islink(joined) else joined

    def display(self, path: Path) -> str:
        """The path as findings show it: relative to the working directory, with `/`."""
        return os.path.relpath(self.cwd / path, self.cwd).replace(os.sep, "/")
