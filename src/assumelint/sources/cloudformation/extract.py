"""Extracting roles, providers and problems from template files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from assumelint.model import Extraction, IdentityProvider, PoolRole, Problem, Role
from assumelint.sources.cloudformation.exports import Exports
from assumelint.sources.cloudformation.files import Files
from assumelint.sources.cloudformation.parameter_files import given_values
from assumelint.sources.cloudformation.pools import pool_roles
from assumelint.sources.cloudformation.problems import own_problems
from assumelint.sources.cloudformation.providers import providers
from assumelint.sources.cloudformation.roles import roles
from assumelint.sources.cloudformation.sam import environments
from assumelint.sources.cloudformation.serverless import is_serverless, serverless_template
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.inputs import Inputs
from assumelint.text import Span
from assumelint.text.document import Node
from assumelint.text.tree import Tree

# The most uses of one nested template that are checked, each with its own parameters.
MAX_INSTANCES = 100


class _Gathered(Struct):
    """The results of the stacks so far. `seen` counts the uses of each template."""

    files: Files
    roles: list[Role] = field(default_factory=list)
    providers: list[IdentityProvider] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pool_roles: list[PoolRole] = field(default_factory=list)
    seen: dict[tuple[Path, Span], int] = field(default_factory=dict)


def extract(paths: Sequence[Path], tree: Tree, inputs: Inputs) -> Extraction:
    """Return the roles, identity providers and problems of the templates among some files.

    Files that are not templates are skipped without a message. A template nested in another one is read as part of that
    one. Nothing is raised: what cannot be read is a problem or a note.
    """
    files = Files(tree)
    gathered = _Gathered(files)
    given = given_values(inputs, tree, gathered.problems)
    templates, taken = _templates(paths, files)
    exports = Exports(_beside(frozenset(templates), tree, given))
    stacks = [
        Stack(template, files, given, exports=exports) for path, template in templates.items() if path not in taken
    ]
    called = {path for stack in stacks for path in _called(stack)}
    tops = exports.stacks = [stack for stack in stacks if stack.template.path not in called]
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
        unfollowed=tuple(files.unfollowed.values()),
    )


def _templates(paths: Sequence[Path], files: Files) -> tuple[dict[Path, Template], frozenset[Path]]:
    """Return the templates by path, and the files that a serverless.yml includes."""
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


def _beside(known: frozenset[Path], tree: Tree, given: Mapping[str, Node | None]) -> Callable[[Path], Stack | None]:
    """Return what makes stacks of templates that are not known, whose exports others import.

    Such a template is read apart from the others: what is wrong in it, and the comments in it, are of no concern here.
    """
    files = Files(Tree(tree.root, tree.cwd))

    def stack(path: Path) -> Stack | None:
        if path in known or not files.mentions(path, b"Export"):
            return None
        template = files.template(path)
        return None if template is None else Stack(template, files, given)

    return stack


def _called(stack: Stack) -> Iterable[Path]:
    return [child.template.path for child in stack.children() if child.template.path != stack.template.path]


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
    for child in stack.children():
        _gather(gathered, child)


def _gather_environments(gathered: _Gathered, stack: Stack) -> None:
    """Add the roles of a template with the parameters of each environment in samconfig.toml."""
    if stack.template.is_serverless:
        return
    for name, values in environments(stack.template.path, stack.files):
        if values.keys() & stack.template.parameters.keys():
            deployed = Stack(stack.template, stack.files, {**values, **stack.given}, exports=stack.exports)
            gathered.roles += roles(deployed, gathered.problems, variant=name)
