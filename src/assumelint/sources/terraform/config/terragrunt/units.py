"""The units of a run, and the modules that they deploy."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.called_modules import GIVEN, given
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.resolved.resolver import ConfigurationResolver
from assumelint.sources.terraform.config.terragrunt.file import STACK, UNIT, VALUES, File, read_file, read_values
from assumelint.sources.terraform.config.terragrunt.frame import Frame, Included, literal
from assumelint.sources.terraform.config.terragrunt.inputs import are_known, input_of
from assumelint.sources.terraform.config.terragrunt.names import framed
from assumelint.sources.terraform.config.terragrunt.passed import passed
from assumelint.sources.terraform.config.terragrunt.source import Code, code_of
from assumelint.sources.terraform.config.terragrunt.stack import Generated, generated_units
from assumelint.sources.terraform.lang.values import BoolValue, ObjectValue, Value
from assumelint.sources.terraform.syntax.ast import Block
from assumelint.text import Text

_DEFAULT_STRATEGY = "shallow"


class Unit(Struct, eq=False):
    """A unit: its file in its place, and the code that it deploys."""

    frame: Frame
    code: Code


class Units(Struct, eq=False):
    """The units that were asked for, each read once; they are the world of every frame."""

    project: Project
    _files: dict[Path, File | None] = field(default_factory=dict)
    _generated: dict[Path, Generated] = field(default_factory=dict)
    _units: dict[Path, Unit | None] = field(default_factory=dict)
    _modules: dict[Path, Module] = field(default_factory=dict)
    _included: dict[int, tuple[Frame, tuple[Included, ...]]] = field(default_factory=dict)
    _read: dict[tuple[Path, Path], Frame | None] = field(default_factory=dict)
    _alone: set[Path] = field(default_factory=set)

    def roots(self, directories: Iterable[Path]) -> Iterator[Unit]:
        """The units in the directories, and those that stacks there generate, but not the sources of the latter."""
        given = list(dict.fromkeys(directories))
        stacks = [directory for directory in given if (directory / STACK).is_file()]
        generated = {directory: tuple(generated_units(self, directory)) for directory in stacks}
        nested = {stack for units in generated.values() for each in units for stack in each.stacks}
        outer = [each for directory, units in generated.items() if directory not in nested for each in units]
        self._generated = {each.place: each for each in outer}
        sources = {each.source for each in outer}
        places = dict.fromkeys((*(each for each in given if each not in sources), *self._generated))
        found = {place: unit for place in places if (unit := self.unit(place)) is not None}
        users = Counter(unit.code.key for unit in found.values())
        self._alone = {place for place, unit in found.items() if users[unit.code.key] == 1}
        yield from found.values()

    def unit(self, place: Path) -> Unit | None:
        """The unit in a directory, None if there is none or if its module is not known."""
        if place not in self._units:
            self._units[place] = None  # a unit that depends on itself
            frame = self._frame(place)
            code = None if frame is None else code_of(frame)
            self._units[place] = None if frame is None or code is None else Unit(frame, code)
        return self._units[place]

    def _frame(self, place: Path) -> Frame | None:
        generated = self._generated.get(place)
        path = place / UNIT if generated is None else generated.source / UNIT
        file = self._file(path) if path.is_file() else None
        if file is None:
            return None
        return framed(self, file, place, values=self._values(place) if generated is None else generated.values)

    def _values(self, place: Path) -> Value | None:
        """The values that `terragrunt stack generate` wrote beside a unit."""
        file = place / VALUES
        if not file.is_file():
            return None
        scope = framed(self, File(file), place)
        found = read_values(self.project, file)
        members = {each.name: (Text.of(each.name, each.name_span), scope.evaluated(each)) for each in found}
        return ObjectValue(members, found[0].span) if found else None

    def module(self, unit: Unit) -> Module:
        """The module of a unit as a root module with the unit's inputs."""
        if unit.frame.place not in self._modules:
            self._modules[unit.frame.place] = self._made(unit, self.project)
        return self._modules[unit.frame.place]

    def module_in(self, project: Project, unit: Unit) -> Module:
        """The module of a unit in a run over the same project. What it gets from other units stays the same."""
        return self.module(unit) if project is self.project else self._made(unit, project)

    def _made(self, unit: Unit, project: Project) -> Module:
        frame, code = unit.frame, unit.code
        label = os.path.relpath(frame.place, project.tree.root.absolute()).replace(os.sep, "/")
        return Module(
            project,
            code.directory,
            code.declared,
            lambda name: self._argument(unit, name),
            ConfigurationResolver,
            root=code.directory,
            call=code.call,
            unit="" if frame.place in self._alone else label,
            chosen=are_known(frame),
        )

    def _argument(self, unit: Unit, name: str) -> Value | None:
        if name == GIVEN and unit.code.declared.partial and unit.code.call is not None:
            return given(unit.code.call)
        value = input_of(unit.frame, name)
        return None if value is None else passed(self.project, unit.code.declared, name, value)

    def deployed(self, directory: Path) -> Module | None:
        """The module that the unit in a directory deploys, None if it is not known."""
        unit = self.unit(directory)
        return None if unit is None else self.module(unit)

    def included(self, frame: Frame) -> tuple[Included, ...]:
        """The files that a file includes, in order. An included file includes no other."""
        if frame.includer is not None:
            return ()
        if id(frame) not in self._included:
            self._included[id(frame)] = frame, ()  # while the paths of the blocks are evaluated
            found = (self._one_included(frame, block) for block in frame.file.includes)
            self._included[id(frame)] = frame, tuple(each for each in found if each is not None)
        return self._included[id(frame)][1]

    def _one_included(self, frame: Frame, block: Block) -> Included | None:
        path = frame.path(block.body.attribute("path"))
        file = None if path is None else self._file(path)
        if file is None:
            return None
        label = block.labels[0].text if block.labels else ""
        strategy, expose = (block.body.attribute(name) for name in ("merge_strategy", "expose"))
        shown = frame.evaluated(expose) if expose is not None else None
        return Included(
            label,
            framed(self, file, frame.place, original=frame.original, includer=frame, values=frame.values),
            _DEFAULT_STRATEGY if strategy is None else literal(frame.evaluated(strategy)) or _DEFAULT_STRATEGY,
            isinstance(shown, BoolValue) and shown.value,
        )

    def configuration(self, path: Path, frame: Frame) -> Frame | None:
        """Another file, as `read_terragrunt_config` reads it in this one; None if it cannot be read."""
        target = path / UNIT if path.is_dir() else path
        key = target, frame.original
        if key not in self._read:
            file = self._file(target)
            self._read[key] = None if file is None else framed(self, file, target.parent, original=frame.original)
        return self._read[key]

    def _file(self, path: Path) -> File | None:
        if path not in self._files:
            self._files[path] = read_file(self.project, path)
        return self._files[path]
