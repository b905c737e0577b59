"""The time of a repository's first commit, read from git's objects, without running git.

https://git-scm.com/docs/gitformat-pack, https://git-scm.com/docs/gitrepository-layout
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from assumelint.text.packs import Packs
from assumelint.text.remote import git_folder

_PARENT = re.compile(rb"^parent ([0-9a-f]{40})$", re.MULTILINE)
_COMMITTER = re.compile(rb"^committer .* ([0-9]+) [-+][0-9]{4}$", re.MULTILINE)
_REFERENCE = re.compile(r"ref: (refs/[\w./-]+)\s*")
_ID = re.compile(r"[0-9a-f]{40}")
# A repository with a longer history is not looked at: it would take too long.
_MOST = 2_000


def begins_after(root: Path, time: int) -> bool:
    """Return whether every commit on the current branch certainly is younger than a time in seconds since 1970.

    A shallow clone, and a repository in a format that is not read here, are not.
    """
    git = git_folder(root)
    if git is None or (git / "shallow").exists():
        return False
    try:
        return _all_after(time, _head(root, git), git / "objects")
    except (OSError, UnicodeDecodeError, zlib.error, IndexError):
        return False


def _all_after(time: int, head: str | None, objects: Path) -> bool:
    packs, seen, waiting = Packs(objects / "pack"), set[str](), [head]
    while waiting:
        commit = waiting.pop()
        if commit in seen:
            continue
        content = None if commit is None or len(seen) > _MOST else _commit(objects, packs, commit)
        made = None if content is None else _COMMITTER.search(content)
        if commit is None or content is None or made is None or int(made[1]) <= time:
            return False
        seen.add(commit)
        waiting += (parent.decode() for parent in _PARENT.findall(content.partition(b"\n\n")[0]))
    return True


def _head(root: Path, git: Path) -> str | None:
    """Return the id of the current commit. A linked work tree has a HEAD of its own."""
    own = root / ".git"
    folder = own if own.is_dir() else root / own.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    head = (folder / "HEAD").read_text(encoding="utf-8")
    named = _REFERENCE.fullmatch(head)
    ids = _ids(git, named[1]) if named else iter((head.strip(),))
    return next((found for found in ids if _ID.fullmatch(found)), None)


def _ids(git: Path, reference: str) -> Iterator[str]:
    """Yield what a branch is at: its own file counts more than the packed references."""
    for file, suffix in ((git / reference, ""), (git / "packed-refs", f" {reference}")):
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else ()
        yield from (line.removesuffix(suffix) for line in lines if line.endswith(suffix))


def _commit(objects: Path, packs: Packs, name: str) -> bytes | None:
    """Return the text of a commit, or None if it is not there or not in a format that is read here."""
    loose = objects / name[:2] / name[2:]
    if not loose.exists():
        return packs.commit(bytes.fromhex(name))
    kind, _, content = zlib.decompress(loose.read_bytes()).partition(b"\0")
    return content if kind.startswith(b"commit ") else None
