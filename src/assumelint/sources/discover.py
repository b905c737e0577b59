"""Which files are worth reading: found by name, then by a look at their bytes, then by what git ignores.

A run in which nothing is relevant must cost next to nothing, so nothing is parsed here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field

from assumelint.sources import relevance

TERRAFORM = (".tf", ".tofu", ".tf.json", ".tofu.json")
TEXT = (".json", ".yaml", ".yml", ".template")
PRUNED = frozenset(
    (
        *(".git", ".hg", ".svn", ".terraform", ".terragrunt-cache", ".external_modules", ".aws-sam", ".serverless"),
        *("node_modules", "bower_components", "vendor", "vendored", "third_party", "site-packages", "__pycache__"),
        *(".venv", "venv", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".idea", ".vscode"),
    )
)
# Set while git runs a hook; they would lead to the repository of the commit, whichever is asked for.
_GIT_PLACES = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"))

Excluder: TypeAlias = Callable[[str], Callable[[str], bool]]


class NoSuchPathError(Exception):
    """A path that was asked for does not exist. The message names it."""


class Discovered(Struct, frozen=True):
    """What to read. `named` are the files that were named one by one, `unknown` those of them that no source reads."""

    directories: tuple[Path, ...] = ()
    templates: tuple[Path, ...] = ()
    policies: tuple[Path, ...] = ()
    plans: tuple[Path, ...] = ()
    named: frozenset[Path] = frozenset()
    unknown: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.directories or self.templates or self.policies or self.plans)


class _Found(Struct):
    """What the walk has gathered: Terraform files by directory, and other files by kind."""

    terraform: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, relevance.Kind] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)


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
    for folder in [folder for folder in found.terraform if relevance.is_sample(folder, found.terraform, tops)]:
        del found.terraform[folder]
    return _chosen(found, named, root)


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
            elif _is_code(entry.name) and not excluded(entry.path) and _readable(entry, real_root):
                _sort(entry.path, entry.name, folder, found)
                found.roots[entry.path] = repository


def _is_code(name: str) -> bool:
    return name.endswith((*TERRAFORM, *TEXT)) or name == "terragrunt.hcl"


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


def _sort(path: str, name: str, folder: str, found: _Found) -> None:
    if name.endswith(TERRAFORM) or name == "terragrunt.hcl":
        if not name.startswith("."):
            found.terraform.setdefault(folder, []).append(path)
        return
    kind = relevance.kind_of(path)
    if kind is not None:
        found.kinds[path] = kind


def _chosen(found: _Found, named: list[str], root: Path) -> Discovered:
    directories = relevance.directories(found.terraform, str(root))
    candidates = [path for folder in directories for path in found.terraform[folder]] + list(found.kinds)
    ignored = _ignored(candidates, found.roots)
    kept = [folder for folder in directories if not ignored.issuperset(found.terraform[folder])]
    kinds = {path: kind for path, kind in found.kinds.items() if path not in ignored}
    unknown = []
    for path in named:
        if path.endswith((*TERRAFORM, ".tfvars", ".tfvars.json")) or os.path.basename(path) == "terragrunt.hcl":
            kept.append(os.path.dirname(path))
        elif (kind := relevance.kind_of(path, named=True)) is not None:
            kinds[path] = kind
        else:
            unknown.append(Path(path))
    return Discovered(
        directories=tuple(Path(folder) for folder in dict.fromkeys(kept)),
        templates=_of(kinds, "template"),
        policies=_of(kinds, "policy"),
        plans=_of(kinds, "plan"),
        named=frozenset(Path(path) for path in named),
        unknown=tuple(unknown),
    )


def _of(kinds: dict[str, relevance.Kind], wanted: relevance.Kind) -> tuple[Path, ...]:
    """The paths of one kind, without those that are links to another."""
    real = {os.path.realpath(path): path for path, kind in reversed(kinds.items()) if kind == wanted}
    return tuple(Path(path) for path in sorted(real.values()))


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
