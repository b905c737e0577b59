"""Paths to an extraction: find what is relevant, hand it to the source that reads it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from assumelint.sources.discover import TERRAFORM, Discovered, Excluder, discover, tree_root
from assumelint.sources.inputs import Inputs
from assumelint.text.code import Code
from assumelint.text.tree import Tree

if TYPE_CHECKING:
    from assumelint.model import Extraction, Role


class Loaded(Struct, frozen=True):
    """What the sources made of the paths, the text it came from, and the named files that no source reads."""

    extraction: Extraction | None
    code: Code
    unknown: tuple[str, ...] = ()


def load(paths: Iterable[Path], cwd: Path, inputs: Inputs, excluder: Excluder) -> Loaded:
    """Read everything relevant under the paths. `extraction` is None where nothing is.

    Raises `sources.discover.NoSuchPathError`.
    """
    by_root: dict[Path, list[Path]] = {}
    for path in paths:
        by_root.setdefault(tree_root(path, cwd), []).append(path)
    trees, extraction, unknown = [], None, []
    for root, group in by_root.items():
        found, tree = discover(group, root, cwd, excluder), Tree(root, cwd)
        unknown += [tree.display(path) for path in found.unknown]
        if found:
            part = _without_siblings(_extract(found, tree, inputs), found, tree)
            extraction = part if extraction is None else extraction + part
            trees.append(tree)
    return Loaded(extraction, Code(tuple(trees)), tuple(unknown))


def _extract(found: Discovered, tree: Tree, inputs: Inputs) -> Extraction:
    from assumelint.model import Extraction

    extraction = Extraction()
    if found.directories or found.plans:
        from assumelint.sources import terraform

        if found.directories:
            extraction += terraform.extract(found.directories, tree, inputs)
        for plan in found.plans:
            extraction += terraform.extract_plan(plan, tree)
    if found.templates:
        from assumelint.sources import cloudformation

        extraction += cloudformation.extract(found.templates, tree, inputs)
    if found.policies:
        from assumelint.sources import policy_json

        extraction += policy_json.extract(found.policies, tree)
    return extraction


def _without_siblings(extraction: Extraction, found: Discovered, tree: Tree) -> Extraction:
    """The extraction without what stands in Terraform files that were read only because a sibling was named."""
    named = {tree.display(path) for path in found.named}
    folders = {os.path.dirname(file) for file in named if file.endswith(TERRAFORM)}
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
