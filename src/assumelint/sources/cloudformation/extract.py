"""From template files to roles, providers and problems."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct, field

from assumelint.model import Extraction, IdentityProvider, PoolRole, Problem, Role
from assumelint.sources.cloudformation.files import Files
from assumelint.sources.cloudformation.parameter_files import given_values
from assumelint.sources.cloudformation.pools import pool_roles
from assumelint.sources.cloudformation.problems import own_problems
from assumelint.sources.cloudformation.providers import providers
from assumelint.sources.cloudformation.roles import roles
from assumelint.sources.cloudformation.sam import environments
from assumelint.sources.cloudformation.scope import ExpansionError, Resource
from assumelint.sources.cloudformation.serverless import is_serverless, serverless_template
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.cloudformation.worlds import Run
from assumelint.sources.inputs import Inputs
from assumelint.text import Span
from assumelint.text.tree import Tree

# Each use of a nested template is judged with its own parameters, up to a point.
MAX_INSTANCES = 100


class _Gathered(Struct):
    """What the stacks have yielded so far. `seen` counts how often a template was used."""

    files: Files
    roles: list[Role] = field(default_factory=list)
    providers: list[IdentityProvider] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pool_roles: list[PoolRole] = field(default_factory=list)
    seen: dict[tuple[Path, Span], int] = field(default_factory=dict)


def extract(paths: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
    """The roles, identity providers and problems of the templates among some files.

    A file that is no template is passed over in silence. A template that another of them nests is seen through
    that one. Nothing is raised: what cannot be read is a problem or a note.
    """
    files = Files(tree)
    gathered = _Gathered(files)
    given = given_values(inputs, tree, gathered.problems)
    templates, taken = _templates(paths, files)
    stacks = [Stack(template, files, given) for path, template in templates.items() if path not in taken]
    called = {path for stack in stacks for path in _called(stack)}
    tops = [stack for stack in stacks if stack.template.path not in called]
    for stack in [*tops, *(stack for stack in stacks if stack.template.path in called)]:
        if stack in tops or not _is_seen(gathered, stack.template.path):
            _gather(gathered, stack)
            _gather_environments(gathered, stack)
    return Extraction(
        roles=tuple(gathered.roles),
        providers=tuple(gathered.providers),
        problems=tuple(dict.fromkeys([*files.problems, *gathered.problems])),
        notes=tuple(files.notes),
        pool_roles=tuple(gathered.pool_roles),
        waivers=tuple(files.waivers),
    )


def _templates(paths: Sequence[Path], files: Files) -> tuple[dict[Path, Template], frozenset[Path]]:
    """The templates by path, and the files that a serverless.yml takes in."""
    found: dict[Path, Template] = {}
    taken: frozenset[Path] = frozenset()
    for given in paths:
        path = Path(os.path.normpath(files.tree.cwd / given))
        template = None
        if is_serverless(path):
            template, more = serverless_template(path, files)
            taken |= more
        template = template or files.template(path)
        if template is not None:
            found[path] = template
            taken |= template.included if path not in taken else frozenset()
    return found, taken


def _called(stack: Stack) -> Iterable[Path]:
    return [child.template.path for child in _children(stack) if child.template.path != stack.template.path]


def _children(stack: Stack) -> list[Stack]:
    children = [_child(stack, resource) for resource in stack.resources.values()]
    return [child for child in children if child is not None]


def _child(stack: Stack, resource: Resource) -> Stack | None:
    try:
        return stack.child(resource, stack.scope(Run(), []))
    except ExpansionError:  # no more is known of it than of a template that is not there
        return None


def _is_seen(gathered: _Gathered, path: Path) -> bool:
    return any(seen == path for seen, _ in gathered.seen)


def _gather(gathered: _Gathered, stack: Stack) -> None:
    key = (stack.template.path, stack.template.parts[0].span)
    count = gathered.seen[key] = gathered.seen.get(key, 0) + 1
    if sum(gathered.seen.values()) > MAX_INSTANCES and count > 1:
        return
    first = count == 1
    gathered.roles += roles(stack, gathered.problems, variant="" if first else f"use {count} of this template")
    if first:
        gathered.providers += providers(stack, gathered.problems)
        gathered.problems += own_problems(stack)
        gathered.pool_roles += pool_roles(stack)
    for child in _children(stack):
        _gather(gathered, child)


def _gather_environments(gathered: _Gathered, stack: Stack) -> None:
    """The roles of a template as a samconfig.toml deploys it."""
    if stack.template.is_serverless:
        return
    for name, values in environments(stack.template.path, stack.files):
        if values.keys() & stack.template.parameters.keys():
            deployed = Stack(stack.template, stack.files, {**values, **stack.given})
            gathered.roles += roles(deployed, gathered.problems, variant=name)
