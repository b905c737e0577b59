"""The blocks of a Terragrunt file, by name. Nothing is evaluated."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from assumelint.sources.terraform.config.declared.declarations import Declarations, Local
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.lang import render
from assumelint.sources.terraform.syntax import HclError, SourceText, parse_file
from assumelint.sources.terraform.syntax.ast import Attribute, Block, Body, Template, Tuple
from assumelint.text import Span
from assumelint.text.tree import UnreadableError

UNIT = "terragrunt.hcl"
STACK = "terragrunt.stack.hcl"
VALUES = "terragrunt.values.hcl"
# The arguments by which Terraform gets values of variables in files and in its environment.
_VALUES = ("required_var_files", "optional_var_files", "env_vars")


class File(Struct, eq=False):
    """A Terragrunt file. The lists are its blocks of these types.

    `passes_more`: Terraform gets values of variables from files or arguments besides the inputs.
    """

    path: Path
    locals: Declarations = field(default_factory=Declarations)
    inputs: Attribute | None = None
    source: Attribute | None = None
    includes: list[Block] = field(default_factory=list)
    dependencies: list[Block] = field(default_factory=list)
    generates: list[Block] = field(default_factory=list)
    units: list[Block] = field(default_factory=list)
    stacks: list[Block] = field(default_factory=list)
    passes_more: bool = False


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
            file.passes_more = any(map(_passes_values, block.body.blocks))
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


def _passes_values(block: Block) -> bool:
    """Whether a block of extra arguments passes values of variables.

    https://docs.terragrunt.com/reference/hcl/blocks/#terraform
    """
    if block.type != "extra_arguments":
        return False
    arguments = block.body.attribute("arguments")
    if arguments is not None:
        written = arguments.value.items if isinstance(arguments.value, Tuple) else (arguments.value,)
        if not all(isinstance(each, Template) and "-var" not in render(each) for each in written):
            return True
    return any(block.body.attribute(name) is not None for name in _VALUES)


def _local(attribute: Attribute) -> Local:
    return Local(attribute.name, attribute.name_span, lambda: attribute)
