"""Roles that no root module makes, as it is or under suppositions: all that calls their module leaves them out.

A role behind a variable of its module that no caller sets is judged as if that variable were set. Of the others, which
their callers leave out on purpose, there is a note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from assumelint.model import Role
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.mentions import mentions
from assumelint.sources.terraform.config.collected.openings import Openings
from assumelint.sources.terraform.config.collected.root_modules import root_module, walk_supposed
from assumelint.sources.terraform.config.declared.assumptions import Open
from assumelint.sources.terraform.config.declared.declarations import Declarations, ResourceName
from assumelint.sources.terraform.config.declared.judged_types import ROLES
from assumelint.sources.terraform.config.declared.module_source import local_targets
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.declared.suppositions import DEFAULTS, World, condition
from assumelint.sources.terraform.syntax import HclError

_FETCHED = ".terraform"
_WORD = "WebIdentity"


def add_unmade(collected: Collected, roots: Collection[Path], units: Collection[Path]) -> None:
    """Add the roles of called modules that stand behind variables which no caller sets; note the other unmade ones.

    `roots` are the directories where that was tried already, `units` those that a Terragrunt unit gives inputs.
    """
    project = collected.project
    for directory, declared in project.loaded():
        if _FETCHED in directory.parts or not mentions(declared, (_WORD,)):
            continue
        module = _CalledModule(project, directory)
        for name in list(_unmade(project, declared)):
            found: list[Role] = []
            if directory not in roots and directory not in units:
                found = list(module.supposed(name, collected))
            if not found:
                message = (
                    f"{'.'.join(name[1:])} is not checked: what calls its module or sets its variables leaves it out"
                )
                project.note(message, declared.resources[name].span)
            collected.roles += found


def _unmade(project: Project, declared: Declarations) -> Iterator[ResourceName]:
    """The roles of which no root module makes an instance. One whose place has a note needs no second one."""
    known = project.made | {span for _, span in project.notes}
    for name, found in declared.resources.items():
        if name[0] == "managed" and name[1] in ROLES and found.span not in known:
            yield name


class _CalledModule(Struct):
    """The directory of a module that others call, looked at by itself."""

    project: Project
    directory: Path

    def supposed(self, name: ResourceName, collected: Collected) -> Iterator[Role]:
        """The instances of a role where some variables are set that no caller sets."""
        base = Collected(self.project.opened(Open.NONE), collected.relevance, collected.forms)
        base.root = root_module(base.project, self.directory)
        world = Openings(base.project, self.directory, base.root).of(((), name), DEFAULTS)
        if world and self._is_free(world):
            found = walk_supposed(base, self.directory, world, frozenset({((), name)}), outcomes=False)
            yield from (replace(role, supposed=True, condition=condition(world)) for role in found.roles)

    def _is_free(self, world: World) -> bool:
        """Whether no call of the module sets one of the variables."""
        return {one.variable for one in world}.isdisjoint(self._given())

    def _given(self) -> Iterator[str]:
        for at, declared in self.project.loaded():
            for call in declared.modules.values():
                if self.directory in local_targets(at, call, self.project.tree):
                    try:
                        yield from (attribute.name for attribute in call.block().body.attributes)
                    except HclError:  # reported when the call is followed
                        continue
