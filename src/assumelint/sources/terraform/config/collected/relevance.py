"""Which directories are relevant: those with a role, provider or policy document, in them or in a called module."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.declared.judged_types import POLICY_DOCUMENT, PROVIDERS, ROLES
from assumelint.sources.terraform.config.declared.module_source import directory_here, local_target
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.unfollowed import not_here
from assumelint.sources.terraform.registry import has_model

_TYPES = frozenset((*(("managed", type) for type in (*ROLES, *PROVIDERS)), ("data", POLICY_DOCUMENT)))


class Relevance(Struct):
    """Which directories of one project are relevant; each answer is cached."""

    project: Project
    _known: dict[Path, bool] = field(default_factory=dict)

    def of_call(self, module: Module, call: Declaration) -> bool:
        """Whether the module that a call names may be relevant."""
        if call.source is None or call.overrides:
            return True
        target = directory_here(module.directory, call.source, self.project.tree)
        if target is not None:
            return self.of_directory(target)
        if self._may_be_here(call.source):
            return True
        not_here(self.project, call, call.source)
        return False

    def _may_be_here(self, source: str) -> bool:
        return self.project.has_fetched or has_model(source)

    def of_directory(self, directory: Path) -> bool:
        """Whether a directory, or a module that it calls, may be relevant."""
        if directory in self._known:
            return self._known[directory]
        pending = [directory]
        callers: dict[Path, Path | None] = {directory: None}
        while pending:
            at = pending.pop()
            if not self.project.tree.holds(at):
                continue
            if self._known.get(at) or self._matters(at):
                self._keep_callers(at, callers)
                return True
            new = [target for target in self._called(at) if target not in callers]
            callers |= dict.fromkeys(new, at)
            pending += new
        self._known |= dict.fromkeys(callers, False)
        return False

    def _keep_callers(self, directory: Path, callers: dict[Path, Path | None]) -> None:
        """Record a directory and all its callers as relevant."""
        at: Path | None = directory
        while at is not None:
            self._known[at] = True
            at = callers[at]

    def _matters(self, directory: Path) -> bool:
        declared = self.project.declarations(directory)
        if any(name[:2] in _TYPES for name in declared.resources):
            return True
        return any(local_target(directory, call, self.project.tree) is None for call in declared.modules.values())

    def _called(self, directory: Path) -> list[Path]:
        calls = self.project.declarations(directory).modules.values()
        found = (local_target(directory, call, self.project.tree) for call in calls)
        return [target for target in found if target is not None and self._known.get(target) is not False]
