"""The files that a run may read: those under one root. Paths and links that lead outside it are refused."""

from __future__ import annotations

import os
import stat
from functools import cached_property
from pathlib import Path


class UnreadableError(Exception):
    """A file cannot be read: it is missing, outside the tree, too large or unreadable. The message says which."""


# A trust policy is at most 8 kB. A file larger than this holds data, not code that people write.
MAX_BYTES = 20_000_000
# The byte-order marks of UTF-16.
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Tree:
    """The git work tree (or folder) that is checked, and the working directory that displayed paths are relative to."""

    def __init__(self, root: Path, cwd: Path) -> None:
        self.root = root
        self.cwd = cwd
        self._cache: dict[str, bytes] = {}
        self._real_folders: dict[str, str] = {}
        self._real_root = os.path.realpath(root)

    def read(self, path: Path) -> bytes:
        """Return the bytes of a file in the tree. A relative path is resolved against the working directory.

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
            if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device might never end
                raise UnreadableError(f"{self.display(target)} is no regular file")
            if status.st_size > MAX_BYTES:
                raise UnreadableError(f"{self.display(target)} is larger than {MAX_BYTES // 1_000_000} MB")
            return target.read_bytes()
        except OSError as error:
            raise UnreadableError(f"{self.display(target)}: {error.strerror}") from error

    @cached_property
    def remote(self) -> tuple[str, str] | None:
        """The GitHub owner and repository that the tree was cloned from, None if its git configuration names none."""
        from assumelint.text.remote import github_remote

        return github_remote(self.root)

    def loaded(self) -> tuple[Path, ...]:
        """The files that were read so far."""
        return tuple(Path(path) for path in self._cache)

    def holds(self, path: Path) -> bool:
        """Return whether a path, with links followed, is inside the root."""
        real = self._real(os.path.join(self.cwd, path))
        return real == self._real_root or real.startswith(self._real_root.rstrip(os.sep) + os.sep)

    def _real(self, path: str) -> str:
        """Return the path with links followed. The real path of each folder is cached, as many files share it."""
        folder, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir):
            return os.path.realpath(path)
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(folder)
        joined = os.path.join(self._real_folders[folder], name)
        return os.path.realpath(joined) if os.path.islink(joined) else joined

    def display(self, path: Path) -> str:
        """Return the path as findings show it: relative to the working directory, with `/` as the separator."""
        return os.path.relpath(self.cwd / path, self.cwd).replace(os.sep, "/")
