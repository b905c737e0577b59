"""Evaluates a root module: with all its defaults for output, without empty defaults for the rules.

The `policies` command shows the result of an apply without arguments. But nobody deploys a role whose organisation is
`""`: such a default is a placeholder for a value given later. For the rules, a variable with one is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Role
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.outcome_search import questions_of_roles
from assumelint.sources.terraform.config.collected.outcomes import in_each_outcome
from assumelint.sources.terraform.config.collected.relevance import Relevance
from assumelint.sources.terraform.config.declared.assumptions import EMPTY_DEFAULT, Assumptions, Open, Unit
from assumelint.sources.terraform.config.declared.outcomes import Outcome, Questions
from assumelint.sources.terraform.config.declared.project import ProblemKey, Project
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.resolved.resolver import ConfigurationResolver
from assumelint.sources.terraform.config.resolved.root_inputs import RootInputs

# The variant of a role that exists only if a variable has another value than its empty default.
_GIVEN = "the empty variables are given"


def root_module(project: Project, directory: Path) -> Module:
    """The module instance for a directory in which `terraform` is run."""
    declared = project.declarations(directory)
    given = RootInputs(project, directory, declared)
    return Module(project, directory, declared, given.argument, ConfigurationResolver, root=directory)


def walk_root(collected: Collected, directory: Path) -> None:
    """Collect from a root module and from the modules that it calls."""
    project = collected.project
    project.assumptions, project.questions, project.instances = Assumptions(), Questions(), 0
    problems, roles, documents = len(project.problems), len(collected.roles), len(collected.documents)
    owners = len(collected.owners)
    collected.walk(root_module(project, directory))
    asked = questions_of_roles(project.assumptions)
    _keep_certain(collected, directory, list(project.problems)[problems:])
    on_empty_defaults = project.assumptions.units_on(EMPTY_DEFAULT)
    if on_empty_defaults:
        again = _walked(collected, directory, Open.EMPTY, on_empty_defaults)
        collected.roles[roles:] = _judged(collected.roles[roles:], again.roles)
        opened = {role.address: role for _, role in again.documents}
        collected.documents[documents:] = [
            (declared, _opened(role, opened)) for declared, role in collected.documents[documents:]
        ]
    if asked:

        def walked(outcome: Outcome, units: frozenset[Unit]) -> Collected:
            return _walked(collected, directory, Open.EMPTY, units, outcome)

        found = collected.roles[roles:]
        collected.roles[roles:] = in_each_outcome(collected, found, collected.owners[owners:], asked, walked)


def _walked(
    collected: Collected, directory: Path, left_open: Open, units: frozenset[Unit], outcome: Outcome | None = None
) -> Collected:
    """Evaluate the declarations in `units`, below a root module, with the assumptions in `left_open` dropped."""
    opened = collected.project.opened(left_open, outcome)
    again = Collected(opened, Relevance(opened), collected.forms, only=units)
    again.walk(root_module(opened, directory))
    return again


def _keep_certain(collected: Collected, directory: Path, found: Iterable[ProblemKey]) -> None:
    """Turn the problems that disappear once the assumptions are dropped into notes."""
    project = collected.project
    doubtful = [key for key in found if key not in project.certain and project.problems[key].cause is not Cause.SYNTAX]
    if not doubtful:
        return
    units = frozenset(unit for key in doubtful for unit in project.doubtful[key])
    remaining = _walked(collected, directory, Open.ALL, units).project.problems
    for key in doubtful:
        if key not in remaining:
            problem = project.problems.pop(key)
            project.note(problem.message, problem.span)


def _judged(roles: Iterable[Role], again: Iterable[Role]) -> list[Role]:
    """The roles with their policies evaluated without empty defaults, and the roles that exist only without them."""
    opened = {role.address: role for role in again}
    judged = [_opened(role, opened) for role in roles]
    known = {role.span for role in judged}
    return judged + [replace(role, variant=_GIVEN) for role in opened.values() if role.span not in known]


def _opened(role: Role, opened: dict[str, Role]) -> Role:
    other = opened.get(role.address)
    return role if other is None or other.policy is None else replace(role, policy=other.policy)
