"""The blocks of a Terragrunt file, by name. Nothing is evaluated."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from assumelint.sources.terraform.config.declared.declarations import Declarations, Local
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.syntax import HclError, SourceText, parse_file
from assumelint.sources.terraform.syntax.ast import Attribute, Block, Body
from assumelint.text import Span
from assumelint.text.tree import UnreadableError

UNIT = "terragrunt.hcl"
STACK = "terragrunt.stack.hcl"
VALUES = "terragrunt.values.hcl"


class File(Struct, eq=False):
    """A Terragrunt file. The lists are its blocks of these types."""

    path: Path
    locals: Declarations = field(default_factory=Declarations)
    inputs: Attribute | None = None
    source: Attribute | None = None
    includes: list[Block] = field(default_factory=list)
    dependencies: list[Block] = field(default_factory=list)
    generates: list[Block] = field(default_factory=list)
    units: list[Block] = field(default_factory=list)
    stacks: list[Block] = field(default_factory=list)


def read_file(project: Project, path: Path) -> File | None:
    """The blocks of a file; None, and a problem or a note, if it cannot be read."""
    body = _body(project, path)
    if body is None:
        return None
    file = File(path, inputs=body.attribute("inputs"))
    for block in body.blocks:
        _take(file, block)
    return file


def read_values(project: Project, path: Path) -> tuple[Attribute, ...]:
    """The arguments of a file that holds nothing else."""
    body = _body(project, path)
    return () if body is None else body.attributes


def _body(project: Project, path: Path) -> Body | None:
    name = project.tree.display(path)
    try:
        return parse_file(SourceText.decode(name, project.tree.read(path)))
    except HclError as error:
        project.fault(error)
    except UnreadableError as error:
        project.note(str(error), Span(name, 1, 1, 1, 1))
    return None


def _take(file: File, block: Block) -> None:
    match block.type:
        case "locals":
            file.locals.add_locals(map(_local, block.body.attributes), override=False)
        case "terraform":
            file.source = block.body.attribute("source")
        case "include":
            file.includes.append(block)
        case "dependency":
            file.dependencies.append(block)
        case "generate":
            file.generates.append(block)
        case "unit":
            file.units.append(block)
        case "stack":
            file.stacks.append(block)


def _local(attribute: Attribute) -> Local:
    return Local(attribute.name, attribute.name_span, lambda: attribute)
