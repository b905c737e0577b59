"""Syntax errors in blocks that no role needed.

Terraform refuses a root module whole for one syntax error in it, or in a module that it calls. So where a root module
concerns web identity, every block is checked, whether a role needs its value or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.collected.root_directories import CalledDirectories
from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.syntax import HclError

# One of these words is in every configuration that makes a role for a web identity, or an identity provider.
_WORDS = ("WebIdentity", "oidc", "openid", "irsa", "OIDC", "IRSA")


def report_unread(project: Project, relevance: Relevance, roots: Iterable[Path]) -> None:
    """Report the syntax errors in the directories of these root modules that were not needed for any role."""
    calls = CalledDirectories(project)
    checked: set[Path] = set()
    for root in roots:
        below: set[Path] = set()
        calls.add_reachable(root, below)
        # A directory without anything relevant is read only if the user named a file in it.
        if relevance.of_directory(root) and not any(_mentions(project.declarations(each)) for each in below):
            continue
        for directory in sorted(below):
            if directory not in checked:
                checked.add(directory)
                for error in _errors(project.declarations(directory)):
                    project.fault(error)


def _mentions(declared: Declarations) -> bool:
    return any(word in written.text for written in declared.written for word in _WORDS)


def _errors(declared: Declarations) -> Iterator[HclError]:
    for written in declared.written:
        error = written.error()
        if error is not None:
            yield error
