"""Roles that nothing in the tree makes: all that calls their module, or sets its variables, leaves them out."""

from __future__ import annotations

from pathlib import Path

from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.judged_types import ROLES
from assumelint.sources.terraform.config.declared.project import Project

_FETCHED = ".terraform"
_WORD = "WebIdentity"


def note_unmade(project: Project) -> None:
    """Note the roles in directories that speak of web identities of which no root module makes an instance."""
    known = project.made | {span for _, span in project.notes}  # a role with a note of its own needs no second one
    for directory, declared in project.loaded():
        if _is_own(directory) and _mentions(declared):
            for (mode, type, name), found in declared.resources.items():
                if mode == "managed" and type in ROLES and found.span not in known:
                    message = f"{type}.{name} is not checked: what calls its module or sets its variables leaves it out"
                    project.note(message, found.span)


def _is_own(directory: Path) -> bool:
    return _FETCHED not in directory.parts


def _mentions(declared: Declarations) -> bool:
    return any(_WORD in written.text for written in declared.written)
