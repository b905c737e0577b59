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
from assumelint.sources.terraform.config.collected.by_default import variants
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.outcome_search import questions_of_roles
from assumelint.sources.terraform.config.declared.assumptions import EMPTY_DEFAULT, Open, Unit
from assumelint.sources.terraform.config.declared.outcomes import ANY, Outcome
from assumelint.sources.terraform.config.declared.project import ProblemKey, Project
from assumelint.sources.terraform.config.declared.suppositions import DEFAULTS, World
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.resolved.resolver import ConfigurationResolver
from assumelint.sources.terraform.config.resolved.root_inputs import root


def root_module(project: Project, directory: Path, before: Module | None = None) -> Module:
    """The module instance for a directory in which `terraform` is run, or which another tool deploys.

    `before` is that of an earlier run.
    """
    if project.deployed is None:
        return root(project, directory, ConfigurationResolver, before)
    made = project.deployed(project)
    made.before = before
    return made


def walk_root(collected: Collected, directory: Path, *, again: bool = True) -> Collected:
    """Collect from a root module and from the modules that it calls. Returns what this root module adds.

    With `again`, what is judged is evaluated without the empty defaults. A policy that has no statement with them is
    evaluated without them in any case.
    """
    project = collected.project
    project.start_root()
    problems = len(project.problems)
    found = Collected(project, collected.relevance, collected.forms)
    found.root = root_module(project, directory)
    found.walk(found.root)
    _keep_certain(found, directory, list(project.problems)[problems:])
    if again or any(role.node is not None and not (role.policy and role.policy.statements) for role in found.roles):
        _open_empty(found, directory)
    _judge_outcomes(found, directory)
    collected.roles += found.roles
    collected.documents += found.documents
    collected.providers += found.providers
    return found


def walk_supposed(
    base: Collected, directory: Path, world: World, units: frozenset[Unit], *, outcomes: bool
) -> Collected:
    """What the declarations in `units`, below a root module, make under suppositions about its variables.

    With `outcomes`, it is judged in each of them, too.
    """
    found = _walked(base, directory, Open.NONE, units, world)
    _open_empty(found, directory)
    if outcomes:
        _judge_outcomes(found, directory)
    return found


def _judge_outcomes(found: Collected, directory: Path) -> None:
    """Add what the roles are in each outcome of what the code asks for."""
    project = found.project
    # What has no instances has none in any outcome of what is unknown.
    asked = {unit: assumed for unit, assumed in questions_of_roles(project).items() if found.made.get(unit)}
    if not asked:
        return
    from assumelint.sources.terraform.config.collected.outcomes import in_each_outcome

    def walked(outcome: Outcome, units: frozenset[Unit]) -> Collected:
        return _walked(found, directory, Open.EMPTY, units, project.supposed, outcome)

    found.roles = in_each_outcome(found, asked, walked)


def _open_empty(found: Collected, directory: Path) -> None:
    """Replace what is judged by what it is without the empty defaults. A provider that is listed keeps them."""
    project = found.project
    units = project.assumptions.units_on(EMPTY_DEFAULT)
    if found.only is not None:
        units &= frozenset(found.made)
    if not units:
        return
    again = _walked(found, directory, Open.EMPTY, units, project.supposed)
    opened = {role.address: role for role in (*again.roles, *(role for _, role in again.documents))}
    by_default = found.roles
    found.roles = [_opened(role, opened) for role in by_default]
    if variants(again.roles, by_default, found.forms.form):
        by_default = _walked(found, directory, Open.BLANK, units, project.supposed).roles
        found.roles += variants(again.roles, by_default, found.forms.form)
    found.documents = [(declared, _opened(role, opened)) for declared, role in found.documents]
    if project.supposed:
        providers = {provider.address: provider for provider in again.providers}
        found.providers = [providers.get(provider.address, provider) for provider in found.providers]


def _walked(
    base: Collected,
    directory: Path,
    left_open: Open,
    units: frozenset[Unit],
    supposed: World = DEFAULTS,
    outcome: Outcome = ANY,
) -> Collected:
    """Evaluate the declarations in `units`, below a root module, with the assumptions in `left_open` dropped."""
    opened = base.project.opened(left_open, supposed, outcome)
    again = Collected(opened, base.relevance, base.forms, only=units)
    again.root = root_module(opened, directory, base.root)
    again.walk(again.root)
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


def _opened(role: Role, opened: dict[str, Role]) -> Role:
    other = opened.get(role.address)
    if other is None or other.policy is None:
        return role
    if role.node is None:  # with its defaults Terraform refuses it: it is made only where they are given
        return replace(role, node=other.node, policy=other.policy, unknown="")
    return replace(role, policy=other.policy)
