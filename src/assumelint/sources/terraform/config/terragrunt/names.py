"""What the names in a Terragrunt file stand for."""

from __future__ import annotations

from pathlib import Path

from assumelint.sources.terraform.config.expanded.instances import Instance
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.resolved.module_outputs import output, outputs
from assumelint.sources.terraform.config.resolved.resolver import ConfigurationResolver
from assumelint.sources.terraform.config.terragrunt.exposed import configuration_member, local_of
from assumelint.sources.terraform.config.terragrunt.file import File
from assumelint.sources.terraform.config.terragrunt.frame import Frame, World
from assumelint.sources.terraform.config.terragrunt.functions import function
from assumelint.sources.terraform.lang import Attr, Reference
from assumelint.sources.terraform.lang.functions.spec import Function
from assumelint.sources.terraform.lang.values import Unknown, Value


class FileNames(ConfigurationResolver, frozen=True, kw_only=True):
    """Resolves the references in one file."""

    frame: Frame

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        """The value of a reference, and how many of its steps it covers."""
        match reference.root, reference.steps:
            case "local", (Attr(name), *_):
                return local_of(self.frame, name, self.module.hole(reference, 1)), 1
            case "include", (Attr(), *_):
                return self._included(reference)
            case "dependency", (Attr(name), *_):
                return self._dependency(name, reference)
            case "values", _ if self.frame.values is not None:
                return self.frame.values, 0
            case _:  # features, units of a stack, and whatever later versions add
                return Unknown(self.module.hole(reference, len(reference.steps))), len(reference.steps)

    def function(self, name: str) -> Function | None:
        """The function of Terragrunt with this name."""
        return function(self.frame, name)

    def _included(self, reference: Reference) -> tuple[Value, int]:
        used = len(reference.steps)
        hole = self.module.hole(reference, used)
        label = reference.steps[0].name if isinstance(reference.steps[0], Attr) else ""
        for each in self.frame.world.included(self.frame):
            if each.exposed and each.label in ("", label):
                return configuration_member(each.frame, reference, 1 if each.label else 0, hole)
        return Unknown(hole), used

    def _dependency(self, name: str, reference: Reference) -> tuple[Value, int]:
        directory = _directory(self.frame, name)
        module = None if directory is None else self.frame.world.deployed(directory)
        match reference.steps[1:3]:
            case (Attr("outputs"), Attr(each)) if module is not None and each in module.declared.outputs:
                hole = self.module.hole(reference, 3)
                return self.frame.tried(hole.reference, hole.span, lambda: output(module, each, hole)), 3
            case (Attr("outputs"),) if module is not None:
                return outputs(module, self.module.hole(reference, 2)), 2
            case _:
                used = min(len(reference.steps), 3)
                return Unknown(self.module.hole(reference, used)), used


def _directory(frame: Frame, name: str) -> Path | None:
    """The directory of the unit that a `dependency` block of the file, or of one that it includes, names."""
    for each in (frame, *(included.frame for included in frame.world.included(frame))):
        for block in each.file.dependencies:
            if [label.text for label in block.labels] == [name]:
                return each.path(block.body.attribute("config_path"))
    return None


def framed(
    world: World,
    file: File,
    place: Path,
    *,
    original: Path | None = None,
    includer: Frame | None = None,
    values: Value | None = None,
) -> Frame:
    """A file in a place."""

    def names(module: Module, instance: Instance) -> FileNames:
        return FileNames(module, instance, frame=frame)

    address = world.project.tree.display(file.path)
    module = Module(world.project, place, file.locals, lambda _: None, names, root=place, address=address)
    frame = Frame(world, file, place, original or place, module, includer, values)
    return frame
