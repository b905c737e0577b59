"""Finding the files to read: by name, then by their bytes, then without those that git ignores.

A run that finds nothing relevant must be fast, so nothing is parsed here.
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
# Set while git runs a hook. They would direct git to the repository of the commit, whichever repository is asked for.
_GIT_PLACES = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"))

_SUFFIXES = tuple({suffix for source in SOURCES for suffix in source.suffixes})

Excluder: TypeAlias = Callable[[str], Callable[[str], bool]]


class NoSuchPathError(Exception):
    """A path given by the user does not exist. The message names it."""


class Discovered(NamedTuple):
    """The files to read, by the source that reads them. Sources without files are left out.

    `named` are the files that the user named, `unknown` those of them that no source reads.
    """

    files: dict[Source, tuple[Path, ...]]
    named: frozenset[Path]
    unknown: tuple[Path, ...]


class _Found:
    """The files found so far, by source, and the repository of each."""

    def __init__(self) -> None:
        self.files: dict[Source, list[str]] = {source: [] for source in SOURCES}
        self.roots: dict[str, str] = {}


def work_tree(path: Path) -> Path | None:
    """Return the git work tree that a path is in, or None, without running git."""
    start = Path(os.path.abspath(path))
    return next((folder for folder in (start, *start.parents) if os.path.lexists(folder / ".git")), None)


def tree_root(path: Path, cwd: Path) -> Path:
    """Return the tree of a path: its git work tree, else the working directory if that contains it, else its folder."""
    target = Path(os.path.abspath(cwd / path))
    root = work_tree(target)
    if root is not None:
        return root
    if target.is_relative_to(cwd):
        return cwd
    return target if target.is_dir() else target.parent


def discover(paths: Iterable[Path], root: Path, cwd: Path, excluder: Excluder) -> Discovered:
    """Return the relevant files under the paths. A file that the user named is always relevant.

    `excluder` takes a folder that the user named and returns a test for paths to exclude below it. Raises
    `NoSuchPathError`.
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
    """Return the source that reads a file, or None."""
    return next((source for source in SOURCES if source.takes(file)), None)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # a folder that cannot be listed is skipped
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
    """Yield a source's files without links to others of them. A source that reads whole folders keeps all files."""
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
    """Yield the paths that git ignores (never a tracked one).

    Yields none if git is missing or refuses the repository.
    """
    import subprocess  # importing it costs more than a run that finds nothing may take

    # The configuration of a repository may name programs to run; git is kept from running any.
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
