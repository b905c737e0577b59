"""The units that a `terragrunt.stack.hcl` generates (https://docs.terragrunt.com/features/stacks/explicit/)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from assumelint.model import Unfollowed
from assumelint.sources.terraform.config.declared.module_source import directory_here
from assumelint.sources.terraform.config.terragrunt.file import STACK, UNIT, read_file
from assumelint.sources.terraform.config.terragrunt.frame import Frame, World, literal
from assumelint.sources.terraform.config.terragrunt.names import framed
from assumelint.sources.terraform.config.terragrunt.source import as_module_source, known_source
from assumelint.sources.terraform.lang.values import BoolValue, Value
from assumelint.sources.terraform.syntax.ast import Block

_GENERATED = ".terragrunt-stack"
_MAX_NESTING = 10


class Generated(Struct, frozen=True):
    """What a `unit` or `stack` block generates: where, from which directory, and with which values.

    `stacks` are the directories of the stacks in which the block is nested, without the outermost.
    """

    place: Path
    source: Path
    values: Value | None
    stacks: tuple[Path, ...]


def generated_units(world: World, directory: Path) -> Iterator[Generated]:
    """The units of the stack in a directory, and of the stacks in it."""
    return _units(world, Generated(directory, directory, None, ()))


def _units(world: World, stack: Generated) -> Iterator[Generated]:
    file = read_file(world.project, stack.source / STACK)
    if file is None:
        return
    frame = framed(world, file, stack.place, values=stack.values)
    for block in file.units:
        unit = _part(frame, block, stack.stacks)
        if unit is not None and (unit.source / UNIT).is_file():
            yield unit
    for block in file.stacks:
        inner = _part(frame, block, stack.stacks)
        if inner is not None and (inner.source / STACK).is_file() and len(inner.stacks) < _MAX_NESTING:
            yield from _units(world, replace(inner, stacks=(*inner.stacks, inner.source)))


def _part(frame: Frame, block: Block, stacks: tuple[Path, ...]) -> Generated | None:
    """Where the files of a `unit` or `stack` block come from and go; None, which is recorded, if it is not known."""
    body, project = block.body, frame.world.project
    source, path, values = (body.attribute(name) for name in ("source", "path", "values"))
    if source is None or path is None:
        return None
    origin, target = known_source(frame.evaluated(source)), literal(frame.evaluated(path))
    local = None if origin is None else _here(frame, origin)
    if target is None or local is None or not project.tree.holds(local):
        reason = "its source is computed" if origin is None or target is None else "it is not in this tree"
        project.unfollow(Unfollowed(source.value.span, origin or "", reason))
        return None
    flat = body.attribute("no_dot_terragrunt_stack")
    beside = flat is not None and frame.evaluated(flat) == BoolValue(True, flat.value.span)
    parent = frame.place if beside else frame.place / _GENERATED
    given = None if values is None else frame.evaluated(values)
    return Generated(Path(os.path.normpath(parent / target)), local, given, stacks)


def _here(frame: Frame, source: str) -> Path | None:
    return directory_here(frame.place, as_module_source(source, frame.place)[0], frame.world.project.tree)
