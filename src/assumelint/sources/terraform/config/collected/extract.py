"""Terraform configurations to roles, policy documents and identity providers."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assumelint.model import Extraction, Role
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.collected.root_modules import root_module, walk_root
from assumelint.sources.terraform.config.collected.terragrunt import Unit, unit
from assumelint.sources.terraform.config.collected.unused_documents import unconsumed
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.module_code import local_targets, manifest
from assumelint.text.tree import Tree

# References within references need more frames than the interpreter gives by default (`project.MAX_DEPTH` bounds them).
_FRAMES = 12_000


def extract(directories: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
    """Everything that the configurations in some directories make.

    A directory that another calls as a module is worked out with that call's arguments, any other as a root
    module. Modules are followed within the tree. Nothing is raised: what is wrong is in `problems`, what could
    not be followed in `notes`.
    """
    project = Project(tree, inputs)
    collected = Collected(project, Relevance(project))
    with _deep_stack():
        given = [Path(os.path.normpath(tree.cwd / directory)) for directory in directories]
        project.has_fetched = any(manifest(directory).is_file() for directory in given)
        units = [found for found in (unit(project, directory) for directory in given) if found is not None]
        used = {found.module for found in units}
        for found in units:
            collected.walk(unit_module(project, found))
        for directory in roots(given, project, used):
            walk_root(collected, directory)
    return Extraction(
        roles=tuple(collected.roles),
        documents=unconsumed(collected.documents, collected.roles),
        providers=tuple(collected.providers),
        problems=tuple(project.problems.values()),
        notes=tuple(project.notes.values()),
    )


def unit_module(project: Project, found: Unit) -> Module:
    """A module as a Terragrunt unit runs it."""
    return Module(project, found.module, project.declarations(found.module), found.argument, root=found.module)


def roots(given: Sequence[Path], project: Project, used: Collection[Path] = ()) -> Iterator[Path]:
    """The directories that no other calls, and one of each circle that is not called from outside.

    Those in `used` are called by something else than a module.
    """
    calls = {directory: _reachable(directory, project) for directory in dict.fromkeys(given)}
    called = {target for directory, targets in calls.items() for target in targets if target != directory}
    seen = set(used).union(*(_reachable(directory, project) for directory in used))
    for directory in (*(one for one in calls if one not in called), *calls):
        if directory not in seen:
            seen |= {directory, *calls[directory]}
            yield directory


def _reachable(directory: Path, project: Project) -> set[Path]:
    """The directories that a directory calls as modules, and those that these call."""
    found: set[Path] = set()
    pending = [directory]
    while pending:
        at = pending.pop()
        for call in project.declarations(at).modules.values():
            new = {target for target in local_targets(at, call) if project.tree.holds(target)} - found
            found |= new
            pending += new
    return found


@contextmanager
def _deep_stack() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


__all__ = ["Role", "extract", "root_module", "roots"]
