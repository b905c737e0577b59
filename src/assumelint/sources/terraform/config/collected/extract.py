"""Terraform configurations to roles, policy documents and identity providers."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, field

from assumelint.model import Extraction, Role
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.collected.root_modules import root_module, walk_root
from assumelint.sources.terraform.config.collected.terragrunt import Unit, unit
from assumelint.sources.terraform.config.collected.unused_documents import unconsumed
from assumelint.sources.terraform.config.declared.module_source import local_targets
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.module_code import manifest
from assumelint.sources.terraform.config.resolved.resolver import ConfigurationResolver
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
    return Module(
        project,
        found.module,
        project.declarations(found.module),
        found.argument,
        ConfigurationResolver,
        root=found.module,
    )


def roots(given: Sequence[Path], project: Project, used: Collection[Path] = ()) -> Iterator[Path]:
    """The directories that no other calls, and one of each circle that is not called from outside.

    Those in `used` are called by something else than a module.
    """
    calls = _CalledDirectories(project)
    distinct = list(dict.fromkeys(given))
    called = calls.by_another(distinct)
    seen: set[Path] = set()
    for directory in used:
        calls.add_reachable(directory, seen)
    for directory in (*(one for one in distinct if one not in called), *distinct):
        if directory not in seen:
            calls.add_reachable(directory, seen)
            yield directory


class _CalledDirectories(Struct):
    """Which directories each directory calls as modules, found out once."""

    project: Project
    _targets: dict[Path, frozenset[Path]] = field(default_factory=dict)

    def of(self, directory: Path) -> frozenset[Path]:
        """The directories that a directory calls itself."""
        if directory not in self._targets:
            calls = self.project.declarations(directory).modules.values()
            targets = {target for call in calls for target in local_targets(directory, call)}
            self._targets[directory] = frozenset(filter(self.project.tree.holds, targets))
        return self._targets[directory]

    def add_reachable(self, directory: Path, seen: set[Path]) -> None:
        """Add a directory and all that are called from it, where they were not seen before."""
        pending = [directory]
        while pending:
            at = pending.pop()
            if at not in seen:
                seen.add(at)
                pending += self.of(at)

    def by_another(self, given: Sequence[Path]) -> set[Path]:
        """The directories that one of those given calls, be it through others, and that are not that one itself."""
        # Two callers of each suffice: one of them is another.
        callers: dict[Path, set[Path]] = {}
        pending = [(directory, directory) for directory in given]
        while pending:
            at, caller = pending.pop()
            for target in self.of(at):
                known = callers.setdefault(target, set())
                if caller not in known and len(known) < 2:
                    known.add(caller)
                    pending.append((target, caller))
        return {directory for directory, known in callers.items() if known - {directory}}


@contextmanager
def _deep_stack() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


__all__ = ["Role", "extract", "root_module", "roots"]
