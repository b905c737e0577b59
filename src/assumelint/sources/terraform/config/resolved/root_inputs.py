"""The input values of a root module: `.tfvars` files, `--var-file` and `--var`.

See https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.sources.read.error import JsonError
from assumelint.sources.terraform.config.declared.declarations import Declaration, Declarations
from assumelint.sources.terraform.config.declared.files import configuration_files
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module, Names
from assumelint.sources.terraform.lang import constant
from assumelint.sources.terraform.lang.values import MapValue, ObjectValue, StringValue, Value, from_node
from assumelint.sources.terraform.syntax import HclError, SourceText, parse_expression, parse_file
from assumelint.sources.terraform.syntax.ast import Attribute, Name
from assumelint.text import Piece, Span, Text
from assumelint.text.tree import UnreadableError

# The text of a `--var` option, the attribute in a `.tfvars` file, or the value in a `.tfvars.json` file.
_Given: TypeAlias = "str | Attribute | Value"
_PRIMITIVE = frozenset(("string", "number", "bool"))


class RootInputs(Struct):
    """The input values of a root module, read on first use."""

    project: Project
    directory: Path
    declared: Declarations
    _given: dict[str, _Given] | None = field(default=None)

    def argument(self, name: str) -> Value | None:
        """The input value for a variable, None if there is none. Raises `EvalError` and `HclError`."""
        if self._given is None:
            self._given = self._read()
        match self._given.get(name):
            case str() as text:
                return self._from_command_line(name, text)
            case Attribute(_, expression):
                return constant(expression, self.project.duplicate_key)
            case given:
                return given

    def _read(self) -> dict[str, _Given]:
        inputs = self.project.inputs
        given: dict[str, _Given] = {}
        for path in configuration_files(self.directory).variables:
            given |= self._file(path)
        for item in inputs.order or (*inputs.var_files, *inputs.variables):
            if isinstance(item, str):
                given[item] = inputs.variables[item]
            else:
                named = self.project.tree.cwd / item
                given |= self._file(named if named.exists() else self.directory / item)
        return given

    def _file(self, path: Path) -> Mapping[str, _Given]:
        name = self.project.tree.display(path)
        try:
            contents = self.project.tree.read(path)
            self.project.listen(contents)
            source = SourceText.decode(name, contents)
            if path.name.endswith(".json"):
                return _json(source)
            return {attribute.name: attribute for attribute in parse_file(source).attributes}
        except HclError as error:
            self.project.fault(error)
        except JsonError as error:
            self.project.report(Problem(Cause.SYNTAX, error.span, error.message, error.help, error.related))
        except UnreadableError as error:
            self.project.note(f"the variables in {name} are not used: {error}", Span(name, 1, 1, 1, 1))
        return {}

    def _from_command_line(self, name: str, text: str) -> Value | None:
        declared = self.declared.variables.get(name)
        if declared is None:
            return None
        # An option has no file position, so its value gets the span of the variable's declaration.
        given = Text((Piece(text, declared.span, exact=False),) if text else (), declared.span)
        if _is_literal(declared):
            return StringValue(given)
        return constant(parse_expression(given), self.project.duplicate_key)


def root(project: Project, directory: Path, names: Names, before: Module | None = None) -> Module:
    """The module instance for a directory in which `terraform` is run. `before` is that of an earlier run."""
    declared = project.declarations(directory)
    given = RootInputs(project, directory, declared)
    return Module(project, directory, declared, given.argument, names, root=directory, before=before)


def _json(source: SourceText) -> Mapping[str, Value]:
    """The values of a `.tfvars.json` file, whose strings are never templates. Raises `JsonError`."""
    from assumelint.sources.read.json import parse_json

    value = from_node(parse_json(source.as_text()))
    members = value.members if isinstance(value, MapValue | ObjectValue) else {}
    return {name: item for name, (_, item) in members.items()}


def _is_literal(declared: Declaration) -> bool:
    """Whether a `--var` option's text is the value itself rather than an expression.

    It is for variables of a primitive type and for those without a type.
    """
    attribute = declared.block().body.attribute("type")
    if attribute is None:
        return True
    return isinstance(attribute.value, Name) and attribute.value.name in _PRIMITIVE
