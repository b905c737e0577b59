"""A Terragrunt file in the place where it is evaluated: the same file has other values for another unit."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.terragrunt.file import File
from assumelint.sources.terraform.lang import EvalError, evaluate
from assumelint.sources.terraform.lang.values import StringValue, Unknown, Value, named
from assumelint.sources.terraform.syntax.ast import Attribute
from assumelint.text import Span


class World(Protocol):
    """The files around the one that is evaluated."""

    project: Project

    def included(self, frame: Frame) -> tuple[Included, ...]:
        """The files that a file includes, in order."""

    def configuration(self, path: Path, frame: Frame) -> Frame | None:
        """Another file, as `read_terragrunt_config` reads it in this one; None if it cannot be read."""

    def deployed(self, directory: Path) -> Module | None:
        """The module that the unit in a directory deploys, None if it is not known."""


class Frame(Struct, eq=False):
    """A file and its surroundings.

    `place` is the directory of the unit, or of the file that `read_terragrunt_config` was called with; `original` is
    that of the unit that everything is read for. `includer` is the frame that includes this file. `values` are those
    that a stack gives to its unit. `module` is the scope: it has the locals of the file.
    """

    world: World
    file: File
    place: Path
    original: Path
    module: Module
    includer: Frame | None = None
    values: Value | None = None

    @property
    def home(self) -> Path:
        """The directory of the file itself."""
        return self.file.path.parent

    def evaluated(self, attribute: Attribute) -> Value:
        """The value of an argument; unknown, and a note, if Terragrunt would refuse it."""
        return self.tried(attribute.name, attribute.span, lambda: evaluate(attribute.value, self.module.scope()))

    def tried(self, reference: str, span: Span, compute: Callable[[], Value]) -> Value:
        """The result of `compute`; unknown, and a note, if Terragrunt would refuse it."""
        hole = named(reference, span, self.module.home)
        try:
            return self.module.remember(("tried", reference, span), hole, compute)
        except EvalError as error:
            self.world.project.note(error.message, error.span)
            return Unknown(hole)

    def path(self, attribute: Attribute | None) -> Path | None:
        """The path that an argument names, from the frame's place; None if it is not known."""
        text = None if attribute is None else literal(self.evaluated(attribute))
        return None if text is None else self.at(text)

    def at(self, path: str) -> Path:
        """A path as it is found from the frame's place."""
        return Path(os.path.normpath(self.place / path))


class Included(Struct, frozen=True):
    """A file that another includes, as its block says: the label, how inputs are merged, whether it may be named."""

    label: str
    frame: Frame
    strategy: str
    exposed: bool


def literal(value: Value) -> str | None:
    """The text of a string that is wholly known."""
    return value.text.literal if isinstance(value, StringValue) else None
