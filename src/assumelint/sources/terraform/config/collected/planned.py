"""Evaluates a root module with the variables of a plan, for the policies that the plan itself does not know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from assumelint.model import Role
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.extract import deep_stack
from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Argument, Module
from assumelint.sources.terraform.config.expanded.module_code import manifest
from assumelint.sources.terraform.config.resolved.resolver import ConfigurationResolver
from assumelint.text.tree import Tree


class RootBlocks(NamedTuple):
    """The addresses of the resources and data sources of a root module, and the names of the modules that it calls."""

    resources: frozenset[str]
    modules: frozenset[str]


class PlannedRoots:
    """The directories of a tree as root modules of one plan."""

    def __init__(self, tree: Tree) -> None:
        self._project = Project(tree, Inputs())

    def declares(self, directory: Path, blocks: RootBlocks) -> bool:
        """Whether a directory declares exactly these blocks."""
        return blocks == _blocks(self._project.declarations(directory))

    def roles(self, directory: Path, argument: Argument) -> tuple[Role, ...]:
        """The roles that a directory makes with these values of its variables."""
        project = self._project
        project.has_fetched = manifest(directory).is_file()
        declared = project.declarations(directory)
        collected = Collected(project, Relevance(project))
        with deep_stack():
            collected.walk(Module(project, directory, declared, argument, ConfigurationResolver, root=directory))
        return tuple(collected.roles)


def _blocks(declared: Declarations) -> RootBlocks:
    return RootBlocks(frozenset(_addresses(declared)), frozenset(declared.modules))


def _addresses(declared: Declarations) -> Iterator[str]:
    for mode, type, name in declared.resources:
        if mode in ("managed", "data"):
            yield f"{type}.{name}" if mode == "managed" else f"{mode}.{type}.{name}"
