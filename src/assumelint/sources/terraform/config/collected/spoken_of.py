"""Whether the code of a root module speaks of web identities: outcomes of code that does not have nothing to judge."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.declared.declarations import speaks
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.text.tree import UnreadableError

# A call of `file` or `templatefile` whose path is more than a name below the module or the root module.
_COMPUTED_PATH = re.compile(r'\b(?:template)?file\(\s*(?!"(?:[^"$]|\$\{path\.(?:module|root)\})*"\s*[,)])')
# The most files that a computed path is taken to choose from. With more, any of them may be about web identities.
_MOST_FILES = 300


def speaks_of_web_identities(found: Collected) -> bool:
    """Whether a text that policies of a root module may be made of has the words that each such policy has."""
    project = found.project
    if found.root is None or project.has_spoken or any(map(speaks, project.inputs.variables.values())):
        return True
    modules = {(module.directory, id(module.declared)): module for module in _modules(found.root)}.values()
    if any(module.declared.speaks() for module in modules):
        return True
    computed = any(_COMPUTED_PATH.search(text) for module in modules for text in module.declared.texts)
    return computed and any(_files_speak(module.directory, project) for module in modules)


def _modules(module: Module) -> Iterator[Module]:
    """A module, those that it calls, and the root modules whose state it reads."""
    yield module
    for called in module.children.values():
        if called is not None:
            yield from _modules(called)
    for directory, root in module.states.items():
        if directory != module.directory:
            yield from _modules(root)


def _files_speak(directory: Path, project: Project) -> bool:
    """Whether a file below a directory speaks of web identities, or there are too many to look at."""
    if directory not in project.speaking:
        paths = list(islice(_files(directory), _MOST_FILES + 1))
        project.speaking[directory] = len(paths) > _MOST_FILES or any(_file_speaks(path, project) for path in paths)
    return project.speaking[directory]


def _file_speaks(path: Path, project: Project) -> bool:
    try:
        return speaks(project.tree.read(path).decode("utf-8", "replace"))
    except UnreadableError:  # Terraform cannot read it, either
        return False


def _files(directory: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(directory):
        folders[:] = (name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in names if not name.endswith((".tf", ".tf.json")))
