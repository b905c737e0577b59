"""Collects from the stacks of HCP Terraform: their components are calls of modules, with the inputs of each deployment.

See https://developer.hashicorp.com/terraform/language/stacks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.deployed import walk_deployed
from assumelint.sources.terraform.config.declared.declarations import Declaration, Declarations
from assumelint.sources.terraform.config.declared.load import load_files
from assumelint.sources.terraform.config.declared.module_source import local_targets
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.instances import Instance
from assumelint.sources.terraform.config.expanded.module import Argument, Module
from assumelint.sources.terraform.config.expanded.object_arguments import member_of
from assumelint.sources.terraform.config.resolved.resolver import ConfigurationResolver
from assumelint.sources.terraform.lang import EvalError, Reference, evaluate
from assumelint.sources.terraform.lang.values import Unknown, Value, named
from assumelint.sources.terraform.syntax import HclError
from assumelint.sources.terraform.syntax.ast import Attribute

_COMPONENTS = (".tfcomponent.hcl", ".tfstack.hcl")
_DEPLOYMENTS = ".tfdeploy.hcl"


def walk_stacks(collected: Collected, directories: Sequence[Path]) -> set[Path]:
    """Collect from the stacks in the directories; return the directories of their modules."""
    used: set[Path] = set()
    for directory in dict.fromkeys(directories):
        declared = _loaded(collected.project, directory, _COMPONENTS)
        if declared.modules:
            tree = collected.project.tree
            used.update(each for call in declared.modules.values() for each in local_targets(directory, call, tree))
            for rooted in _deployed(collected.project, directory, declared):
                walk_deployed(collected, directory, rooted)
    return used


def _loaded(project: Project, directory: Path, suffixes: str | tuple[str, ...]) -> Declarations:
    try:
        names = sorted(name for name in os.listdir(directory) if name.endswith(suffixes))
    except OSError:  # a directory that is missing is reported by the source
        names = []
    declared = load_files([directory / name for name in names], project.tree)
    for problem in declared.problems:
        project.report(problem)
    return declared


def _deployed(project: Project, directory: Path, declared: Declarations) -> Iterator[Callable[[Project], Module]]:
    """What makes the stack as a root module, once for each deployment; without one, its variables are open."""
    deploy = _loaded(project, directory, _DEPLOYMENTS)
    scope = Module(project, directory, deploy, _nothing, DeploymentNames, root=directory, address=_DEPLOYMENTS)
    for deployment in deploy.deployments or (None,):
        argument = _nothing if deployment is None else _inputs(scope, deployment)
        unit = deployment.name if deployment is not None and len(deploy.deployments) > 1 else ""
        made = partial(
            Module,
            directory=directory,
            declared=declared,
            argument=argument,
            names=ConfigurationResolver,
            root=directory,
            unit=unit,
            chosen=deployment is not None,
        )
        yield made


def _nothing(_: str) -> Value | None:
    return None


def _inputs(scope: Module, deployment: Declaration) -> Argument:
    def evaluated(attribute: Attribute) -> Value:
        try:
            return evaluate(attribute.value, scope.scope())
        except EvalError as error:
            scope.project.note(error.message, error.span)
            return Unknown(named(attribute.name, attribute.span, scope.home))

    def argument(name: str) -> Value | None:
        try:
            inputs = deployment.block().body.attribute("inputs")
        except HclError as error:
            scope.project.fault(error)
            return Unknown(named(f"inputs.{name}", deployment.span, scope.home))
        return member_of(inputs, name, evaluated, scope.home)

    return argument


class DeploymentNames(ConfigurationResolver, frozen=True):
    """Resolves the references in deployment files. Tokens, stores and other stacks are known to HCP Terraform only."""

    module: Module
    instance: Instance

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        """The value of a reference, and how many of its steps it covers."""
        if reference.root == "local":
            return super().resolve(reference)
        return Unknown(self.module.hole(reference, len(reference.steps))), len(reference.steps)
