"""Which files are worth reading: found by name, then by a look at their bytes, then by what git ignores.

A run in which nothing is relevant must cost next to nothing, so nothing is parsed here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from assumelint.sources.registry import SOURCES, Candidate, Source, Walk

PRUNED = frozenset(
    (
        *(".git", ".hg", ".svn", ".terraform", ".terragrunt-cache", ".external_modules", ".aws-sam", ".serverless"),
        *("node_modules", "bower_components", "vendor", "vendored", "third_party", "site-packages", "__pycache__"),
        *(".venv", "venv", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".idea", ".vscode"),
    )
)
# Set while git runs a hook; they would lead to the repository of the commit, whichever is asked for.
_GIT_PLACES = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"))

_SUFFIXES = tuple({suffix for source in SOURCES for suffix in source.suffixes})

Excluder: TypeAlias = Callable[[str], Callable[[str], bool]]


class NoSuchPathError(Exception):
    """A path that was asked for does not exist. The message names it."""


class Discovered(NamedTuple):
    """What to read, and which source is to read it; a source that nothing is for is not among them.

    `named` are the files that were named one by one, `unknown` those of them that no source reads.
    """

    files: dict[Source, tuple[Path, ...]]
    named: frozenset[Path]
    unknown: tuple[Path, ...]


class _Found:
    """What the walk has gathered: files by the source that takes them, and the repository that each lies in."""

    def __init__(self) -> None:
        self.files: dict[Source, list[str]] = {source: [] for source in SOURCES}
        self.roots: dict[str, str] = {}


def work_tree(path: Path) -> Path | None:
    """The git work tree that a path lies in, or None. Git itself is not asked."""
    start = Path(os.path.abspath(path))
    return next((folder for folder in (start, *start.parents) if os.path.lexists(folder / ".git")), None)


def tree_root(path: Path, cwd: Path) -> Path:
    """The tree of a path: its git work tree, else the working directory where the path lies in it, else its folder."""
    target = Path(os.path.abspath(cwd / path))
    root = work_tree(target)
    if root is not None:
        return root
    if target.is_relative_to(cwd):
        return cwd
    return target if target.is_dir() else target.parent


def discover(paths: Iterable[Path], root: Path, cwd: Path, excluder: Excluder) -> Discovered:
    """The relevant files under the paths; a file that is named itself is always relevant.

    `excluder` makes, of a folder that was asked for, the test for what is left out below it. Raises `NoSuchPathError`.
    """
    found, named, tops = _Found(), [], []
    for path in paths:
        target = os.path.abspath(cwd / path)
        if os.path.isdir(target):
            tops.append(target)
            _walk(target, str(root), excluder(target), found)
        elif os.path.exists(target):
            named.append(target)
        else:
            raise NoSuchPathError(f"no such file or folder: {path}")
    return _chosen(found, named, Walk(tops, str(root)))


def _walk(top: str, root: str, excluded: Callable[[str], bool], found: _Found) -> None:
    real_root = os.path.realpath(root)
    pending = [(top, root)]
    while pending:
        folder, repository = pending.pop()
        entries = _entries(folder)
        if any(entry.name == ".git" for entry in entries):
            repository = folder
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in PRUNED and not excluded(entry.path):
                    pending.append((entry.path, repository))
            elif entry.name.endswith(_SUFFIXES) and not excluded(entry.path) and _readable(entry, real_root):
                source = _source(Candidate(entry.path))
                if source is not None:
                    found.files[source].append(entry.path)
                    found.roots[entry.path] = repository


def _source(file: Candidate) -> Source | None:
    """The source that a file is for."""
    return next((source for source in SOURCES if source.takes(file)), None)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # not ours to read: what cannot be listed cannot be part of the code either
        return []


def _readable(entry: os.DirEntry[str], real_root: str) -> bool:
    if not entry.is_symlink():
        return entry.is_file()
    target = os.path.realpath(entry.path)
    return os.path.isfile(target) and (target + os.sep).startswith(real_root.rstrip(os.sep) + os.sep)


def _chosen(found: _Found, named: list[str], walk: Walk) -> Discovered:
    chosen = {source: source.relevant(files, walk) for source, files in found.files.items()}
    ignored = _ignored([file for files in chosen.values() for file in files], found.roots)
    kept = {source: [file for file in files if file not in ignored] for source, files in chosen.items()}
    unknown = []
    for path in named:
        source = _source(Candidate(path, named=True))
        if source is None:
            unknown.append(Path(path))
        else:
            kept[source].append(path)
    files = {source: tuple(map(Path, _each_once(source, paths))) for source, paths in kept.items() if paths}
    return Discovered(files, frozenset(map(Path, named)), tuple(unknown))


def _each_once(source: Source, files: list[str]) -> Iterable[str]:
    """The files of a source, without those that are links to another; where a folder is one, all of them belong."""
    if source.together:
        return files
    return sorted({os.path.realpath(file): file for file in reversed(files)}.values())


def _ignored(paths: list[str], roots: dict[str, str]) -> set[str]:
    repositories = dict.fromkeys(roots[path] for path in paths)
    return {
        path
        for repository in repositories
        if os.path.lexists(os.path.join(repository, ".git"))
        for path in _git_ignored(repository, [path for path in paths if roots[path] == repository])
    }


def _git_ignored(repository: str, paths: list[str]) -> Iterator[str]:
    """The paths that git ignores (tracked ones never); none where git is missing or refuses the repository."""
    import subprocess  # costs more than a run that finds nothing may

    # A repository's own configuration may name programs; git is kept from running any.
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-C", repository]
    real = {os.path.realpath(os.path.dirname(path)) + os.sep + os.path.basename(path): path for path in paths}
    try:
        done = subprocess.run(
            [*command, "check-ignore", "--stdin", "-z"],
            input=b"\0".join(os.fsencode(path) for path in real),
            env={name: value for name, value in os.environ.items() if name not in _GIT_PLACES},
            capture_output=True,
            check=False,
        )
    except OSError:
        return
    for line in done.stdout.split(b"\0"):
        if line:
            yield real[os.fsdecode(line)]
