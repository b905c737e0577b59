"""Extracts roles, policy documents and identity providers from Terraform configurations."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assumelint.model import Extraction
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.mentions import Mentions
from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.collected.root_directories import CalledDirectories, root_directories
from assumelint.sources.terraform.config.collected.root_modules import walk_root
from assumelint.sources.terraform.config.collected.stacks import walk_stacks
from assumelint.sources.terraform.config.collected.supposed import add_supposed
from assumelint.sources.terraform.config.collected.units import walk_units
from assumelint.sources.terraform.config.collected.unread_blocks import report_unread
from assumelint.sources.terraform.config.collected.unused_documents import unconsumed
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module_code import manifest
from assumelint.text.tree import Tree

# Nested references need more stack frames than Python's default limit (`project.MAX_DEPTH` bounds the nesting).
_FRAMES = 12_000


def extract(directories: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
    """The roles, policy documents and identity providers of the configurations in the given directories.

    A directory that another one calls as a module is evaluated with the arguments of that call, any other as a root
    module. Modules are followed within the tree. Nothing is raised: errors in the code are in `problems`, and
    whatever could not be followed is in `notes`.
    """
    project = Project(tree, inputs)
    collected = Collected(project, Relevance(project))
    with deep_stack():
        given = [Path(os.path.normpath(tree.cwd / directory)) for directory in directories]
        project.has_fetched = any(manifest(directory).is_file() for directory in given)
        used = walk_units(collected, given) | walk_stacks(collected, given)
        calls = CalledDirectories(project)
        roots = list(root_directories(given, calls, used))
        concerned = Mentions(project, calls)
        for directory in roots:
            again = concerned.below(directory)
            base = walk_root(collected, directory, again=again)
            if again:
                add_supposed(collected, base, directory)
        report_unread(calls, collected.relevance, (*roots, *used))
    return Extraction(
        roles=tuple(collected.roles),
        documents=unconsumed(collected.documents, collected.roles),
        providers=tuple(collected.providers),
        problems=tuple(project.problems.values()),
        notes=tuple(project.notes.values()),
        unfollowed=tuple(project.unfollowed.values()),
    )


@contextmanager
def deep_stack() -> Iterator[None]:
    """Allow as many nested calls as the evaluation of nested references needs."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
