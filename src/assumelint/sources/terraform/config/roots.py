"""Working a root module out: with its defaults for what is printed, without some of them for what is judged.

`policies` shows what an apply without arguments makes. But nobody deploys a role whose organisation is `""`: such
a default only fills the place until a caller gives a value. What is judged leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Role
from assumelint.sources.terraform.config.collect import Collected
from assumelint.sources.terraform.config.inputs import RootInputs
from assumelint.sources.terraform.config.module import Module
from assumelint.sources.terraform.config.project import Open, Project
from assumelint.sources.terraform.config.relevance import Relevance
from assumelint.text import Span

# How a role is called that only shows once an empty default is replaced.
_GIVEN = "the empty variables are given"


def root_module(project: Project, directory: Path) -> Module:
    """A directory as the module that `terraform` is run in."""
    declared = project.declarations(directory)
    given = RootInputs(project, directory, declared)
    return Module(project, directory, declared, given.argument, root=directory)


def walk_root(collected: Collected, directory: Path) -> None:
    """Take in a root module and the modules that it calls."""
    project = collected.project
    project.met_empty, project.instances = False, 0
    problems, roles, documents = len(project.problems), len(collected.roles), len(collected.documents)
    collected.walk(root_module(project, directory))
    if len(project.problems) > problems:
        _keep_certain(project, directory, list(project.problems)[problems:])
    if project.met_empty:
        again = _walked(project, directory, Open.EMPTY, collected)
        collected.roles[roles:] = _judged(collected.roles[roles:], again.roles)
        opened = {role.address: role for _, role in again.documents}
        collected.documents[documents:] = [
            (declared, _opened(role, opened)) for declared, role in collected.documents[documents:]
        ]


def _walked(project: Project, directory: Path, defaults: Open, collected: Collected | None = None) -> Collected:
    opened = project.opened(defaults)
    again = Collected(opened, Relevance(opened))
    if collected is not None:
        again.forms = collected.forms
    again.walk(root_module(opened, directory))
    return again


def _keep_certain(project: Project, directory: Path, faults: Iterable[tuple[Cause, Span]]) -> None:
    """Turn the faults that another value of a root variable would cure into notes."""
    certain = _walked(project, directory, Open.ALL).project.problems
    for key in faults:
        if project.problems[key].cause is not Cause.SYNTAX and key not in certain:
            problem = project.problems.pop(key)
            project.note(problem.message, problem.span)


def _judged(roles: Iterable[Role], again: Iterable[Role]) -> list[Role]:
    """The roles, their policies without empty defaults, and those that only exist without them."""
    opened = {role.address: role for role in again}
    judged = [_opened(role, opened) for role in roles]
    known = {role.span for role in judged}
    return judged + [replace(role, variant=_GIVEN) for role in opened.values() if role.span not in known]


def _opened(role: Role, opened: dict[str, Role]) -> Role:
    other = opened.get(role.address)
    return role if other is None or other.policy is None else replace(role, policy=other.policy)
