"""Reading the given paths: finds the relevant files and passes them to their sources."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assumelint.sources.inputs import Inputs
from assumelint.sources.registry import SOURCES
from assumelint.sources.registry.discover import Discovered, Excluder, discover, tree_root
from assumelint.text.code import Code
from assumelint.text.tree import Tree

if TYPE_CHECKING:
    from assumelint.model import Extraction, Role


_TOGETHER = tuple(suffix for source in SOURCES for suffix in source.together)


class Loaded(NamedTuple):
    """The result of reading the paths, the text of the files, and the named files that no source reads."""

    extraction: Extraction | None
    code: Code
    unknown: tuple[str, ...] = ()


def load(paths: Iterable[Path], cwd: Path, inputs: Inputs, excluder: Excluder) -> Loaded:
    """Read everything relevant under the paths. `extraction` is None if nothing is relevant.

    Raises `registry.discover.NoSuchPathError`.
    """
    by_root: dict[Path, list[Path]] = {}
    for path in paths:
        by_root.setdefault(tree_root(path, cwd), []).append(path)
    trees: list[Tree] = []
    unknown: list[str] = []
    extraction: Extraction | None = None
    for root, group in by_root.items():
        found, tree = discover(group, root, cwd, excluder), Tree(root, cwd)
        unknown += [tree.display(path) for path in found.unknown]
        for source, files in found.files.items():
            part = _without_siblings(source.extract(files, tree, inputs), found, tree)
            extraction = part if extraction is None else extraction + part
        if extraction is not None and found.files:
            extraction += _comments(tree, group, excluder)
            trees.append(tree)
    whole = None if extraction is None else _without_used(extraction)
    return Loaded(whole, Code(tuple(trees)), tuple(unknown))


def _comments(tree: Tree, paths: Iterable[Path], excluder: Excluder) -> Extraction:
    from assumelint.model import Extraction
    from assumelint.sources.registry.comments import comments
    from assumelint.sources.registry.unchecked import unchecked

    return Extraction(comments=tuple(comments(tree)), unchecked=unchecked(tree, paths, excluder))


def _without_used(extraction: Extraction) -> Extraction:
    """Return the extraction without documents that are the policy of a role, which reads the file they are in."""
    if not extraction.documents:
        return extraction
    from msgspec.structs import replace

    used = {place for role in extraction.roles if not role.variant for place in _places(role)}
    unused = [document for document in extraction.documents if not _is_file(document) or _places(document) - used]
    return replace(extraction, documents=tuple(unused))


def _is_file(document: Role) -> bool:
    """Return whether a document with statements is in a file of its own, by which it goes."""
    return document.address == document.span.file and bool(_places(document))


def _places(role: Role) -> set[tuple[str, int, int]]:
    """Return where the statements of a policy begin."""
    statements = role.policy.statements if role.policy else ()
    return {(statement.span.file, statement.span.line, statement.span.column) for statement in statements}


def _without_siblings(extraction: Extraction, found: Discovered, tree: Tree) -> Extraction:
    """Return the extraction without what is in files that were read only because a file beside them was named."""
    named = {tree.display(path) for path in found.named}
    folders = {os.path.dirname(file) for file in named if file.endswith(_TOGETHER)}
    if not folders:
        return extraction
    from msgspec.structs import replace

    def wanted(file: str) -> bool:
        return file in named or os.path.dirname(file) not in folders

    def concerned(role: Role) -> bool:
        statements = role.policy.statements if role.policy else ()
        return wanted(role.span.file) or any(wanted(statement.span.file) for statement in statements)

    return replace(
        extraction,
        roles=tuple(filter(concerned, extraction.roles)),
        documents=tuple(filter(concerned, extraction.documents)),
        problems=tuple(problem for problem in extraction.problems if wanted(problem.span.file)),
    )
