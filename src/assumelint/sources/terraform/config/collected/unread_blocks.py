"""Syntax errors in blocks that no role needed.

Terraform refuses a root module whole for one syntax error in it, or in a module that it calls. So where a root module
concerns web identity, every block is checked, whether a role needs its value or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from assumelint.sources.terraform.config.collected.mentions import WORDS, mentions
from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.collected.root_directories import CalledDirectories
from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.syntax import HclError


def report_unread(calls: CalledDirectories, relevance: Relevance, roots: Iterable[Path]) -> None:
    """Report the syntax errors in the directories of these root modules that were not needed for any role."""
    project = calls.project
    checked: set[Path] = set()
    for root in roots:
        below: set[Path] = set()
        calls.add_reachable(root, below)
        # A directory without anything relevant is read only if the user named a file in it.
        if relevance.of_directory(root) and not any(mentions(project.declarations(each), WORDS) for each in below):
            continue
        for directory in sorted(below):
            if directory not in checked:
                checked.add(directory)
                for error in _errors(project.declarations(directory)):
                    project.fault(error)


def _errors(declared: Declarations) -> Iterator[HclError]:
    for written in declared.written:
        error = written.error()
        if error is not None:
            yield error
