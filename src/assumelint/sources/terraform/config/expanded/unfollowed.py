"""What is said of a called module whose code is not here."""

from __future__ import annotations

import re

from assumelint.model import Unfollowed
from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.registry import has_model
from assumelint.sources.terraform.registry.address import published, repository
from assumelint.sources.terraform.registry.without_web_identity import deciding_arguments
from assumelint.sources.terraform.syntax import HclError

# A host, and the name of a module in its registry.
_PRIVATE_REGISTRY = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?/[\w-]+/[\w-]+/[\w-]+(?://.*)?")


def not_here(project: Project, call: Declaration, source: str) -> None:
    """Record that the module of a call is neither in the tree nor known: as unfollowed, if it may hold a role."""
    if may_hold_role(call, source):
        project.unfollow(Unfollowed(call.span, source, _reason(source)))
    else:
        project.note(f'the module "{source}" is not here: what it makes is not known', call.span)


def may_hold_role(call: Declaration, source: str) -> bool:
    """Whether the module of a call may create a role for web identity, as far as its name and its arguments tell."""
    deciding = deciding_arguments(source)
    if deciding is None:
        return True
    try:
        return any(call.block().body.attribute(name) is not None for name in deciding)
    except HclError:
        return True  # the error is reported when the call is followed


def _reason(source: str) -> str:
    if has_model(source):
        return "this version of it is not known, and it was not fetched"
    if repository(source) is not None or source.startswith(("git::", "git@")):
        return "it is in another repository, and was not fetched"
    if published(source) is not None:
        return "it is in a registry, and was not fetched"
    if _PRIVATE_REGISTRY.fullmatch(source):
        return "it is in a private registry, and was not fetched"
    return "it is not in this tree, and was not fetched"
