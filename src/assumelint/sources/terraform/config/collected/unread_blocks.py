"""Syntax errors in blocks that no role needed.

Terraform refuses a root module whole for one syntax error in it, or in a module that it calls. So where a root module
concerns web identity, every block is checked, whether a role needs its value or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.module_source import local_targets
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.syntax import HclError

# One of these words is in every configuration that makes a role for a web identity, or an identity provider.
_WORDS = ("WebIdentity", "oidc", "openid", "irsa", "OIDC", "IRSA")


def report_unread(project: Project, relevance: Relevance, roots: Iterable[Path]) -> None:
    """Report the syntax errors in the directories below the given ones that were not needed for any role."""
    checked: set[Path] = set()
    for root in roots:
        below = _with_modules(project, root)
        # A directory without anything relevant is read only if the user named a file in it.
        if relevance.of_directory(root) and not any(_mentions(project.declarations(each)) for each in below):
            continue
        for directory in below:
            if directory not in checked:
                checked.add(directory)
                for error in _errors(project.declarations(directory)):
                    project.fault(error)


def _with_modules(project: Project, root: Path) -> list[Path]:
    """The directory, and all that it calls directly or indirectly."""
    found, pending = {root: None}, [root]
    while pending:
        at = pending.pop()
        for call in project.declarations(at).modules.values():
            for target in local_targets(at, call):
                if target not in found and project.tree.holds(target):
                    found[target] = None
                    pending.append(target)
    return list(found)


def _mentions(declared: Declarations) -> bool:
    return any(word in written.text for written in declared.written for word in _WORDS)


def _errors(declared: Declarations) -> Iterator[HclError]:
    for written in declared.written:
        error = written.error()
        if error is not None:
            yield error
