"""Which of the files that a run has read it did not check: what an ignore in them is for was not looked at.

A file is read without being checked if only a reference leads to it. And what a module does depends on its callers: if
one of them is not checked, neither is what the module does there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from assumelint.sources.registry.comments import MARK
from assumelint.sources.registry.discover import PRUNED, Excluder
from assumelint.text.tree import MAX_BYTES, Tree

_MODULES = (".tf", ".tofu", ".hcl")
_SOURCE = re.compile(rb"""\bsource\s*=\s*"(\.{1,2}/[^"$]*)\"""")


def unchecked(tree: Tree, paths: Iterable[Path], excluder: Excluder) -> frozenset[str]:
    """Return the files with a comment for this tool that were read, but not checked, as findings show them."""
    marked = [str(path) for path in tree.loaded() if MARK.encode() in tree.read(path)]
    if not marked:
        return frozenset()
    is_checked = _test([os.path.abspath(tree.cwd / path) for path in paths], excluder)
    found = {file for file in marked if not is_checked(file)}
    if any(file.endswith(_MODULES) for file in marked):
        outside = _called_from_outside(_calls(str(tree.root)), is_checked)
        found |= {file for file in marked if file.endswith(_MODULES) and os.path.dirname(file) in outside}
    return frozenset(tree.display(Path(file)) for file in found)


def _test(paths: list[str], excluder: Excluder) -> Callable[[str], bool]:
    """Return a test for files: whether they are named, or below a named folder and neither pruned nor excluded."""
    folders = [(path, excluder(path)) for path in paths if os.path.isdir(path)]
    named = frozenset(paths)

    def is_checked(file: str) -> bool:
        return file in named or any(_is_below(file, top) and not excluded(file) for top, excluded in folders)

    return is_checked


def _is_below(file: str, top: str) -> bool:
    below = os.path.relpath(file, top).split(os.sep)
    return below[0] != os.pardir and PRUNED.isdisjoint(below)


def _calls(root: str) -> Mapping[str, frozenset[str]]:
    """Return, for each file of a tree that calls modules by a path in it, the directories of those modules."""
    return {file: frozenset(_called(file)) for file in _files(root)}


def _files(root: str) -> Iterator[str]:
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if name not in PRUNED]
        yield from (os.path.join(folder, name) for name in names if name.endswith(_MODULES))


def _called(file: str) -> Iterator[str]:
    try:
        with open(file, "rb") as stream:
            data = stream.read(MAX_BYTES)
    except OSError:  # what cannot be read calls nothing
        return
    for source in _SOURCE.findall(data):
        yield os.path.normpath(os.path.join(os.path.dirname(file), os.fsdecode(source)))


def _called_from_outside(calls: Mapping[str, frozenset[str]], is_checked: Callable[[str], bool]) -> frozenset[str]:
    """Return the directories of modules that a file that is not checked calls, also through other modules."""
    by_folder: dict[str, set[str]] = {}
    for file, called in calls.items():
        by_folder.setdefault(os.path.dirname(file), set()).update(called)
    waiting = [folder for file, called in calls.items() if not is_checked(file) for folder in called]
    found: set[str] = set()
    while waiting:
        folder = waiting.pop()
        if folder not in found:
            found.add(folder)
            waiting += by_folder.get(folder, ())
    return frozenset(found)
