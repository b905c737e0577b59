"""Finds the root modules: the directories that no other directory calls."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from assumelint.sources.terraform.config.collected.root_modules import root_module
from assumelint.sources.terraform.config.declared.module_source import (
    directory_here,
    local_targets,
    written_source,
)
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module_code import computed_source
from assumelint.sources.terraform.syntax import HclError


def root_directories(given: Sequence[Path], calls: CalledDirectories, used: Collection[Path] = ()) -> Iterator[Path]:
    """The directories that no other calls, and one of each cycle of calls that is not called from outside.

    Directories in `used` already have a caller that is not a module (a Terragrunt unit).
    """
    distinct = list(dict.fromkeys(given))
    called = calls.by_another(distinct)
    seen: set[Path] = set()
    for directory in used:
        calls.add_reachable(directory, seen)
    for directory in (*(one for one in distinct if one not in called), *distinct):
        if directory not in seen:
            calls.add_reachable(directory, seen)
            yield directory


class CalledDirectories(Struct):
    """Which directories each directory calls as modules; each answer is cached."""

    project: Project
    _targets: dict[Path, frozenset[Path]] = field(default_factory=dict)

    def of(self, directory: Path) -> frozenset[Path]:
        """The directories that a directory calls directly."""
        if directory not in self._targets:
            calls = self.project.declarations(directory).modules.values()
            targets = {one for call in calls for one in local_targets(directory, call, self.project.tree)}
            targets |= set(self._computed(directory))
            self._targets[directory] = frozenset(filter(self.project.tree.holds, targets))
        return self._targets[directory]

    def _computed(self, directory: Path) -> Iterator[Path]:
        """The directories that calls whose source is an expression name."""
        calls = self.project.declarations(directory).modules.values()
        for call in calls:
            try:
                if call.source is None and written_source(call) is None:
                    source = computed_source(root_module(self.project, directory), call)
                    target = None if source is None else directory_here(directory, source, self.project.tree)
                    yield from () if target is None else (target,)
            except HclError:  # reported when the call is followed
                continue

    def add_reachable(self, directory: Path, seen: set[Path]) -> None:
        """Add a directory, and all that it calls directly or indirectly, to `seen`."""
        pending = [directory]
        while pending:
            at = pending.pop()
            if at not in seen:
                seen.add(at)
                pending += self.of(at)

    def by_another(self, given: Sequence[Path]) -> set[Path]:
        """The directories that a different one of the given directories calls, directly or indirectly."""
        # Two callers of each are enough to know: at least one of them is not the directory itself.
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
