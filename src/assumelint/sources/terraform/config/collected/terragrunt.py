"""Terragrunt units: a `terragrunt.hcl` that gives inputs to a module of the tree.

See https://terragrunt.gruntwork.io/docs/reference/hcl/. Calls of Terragrunt's own functions, dependencies and inputs
from an `include` are unknown values here.
"""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.files import configuration_files
from assumelint.sources.terraform.config.declared.load import take_locals
from assumelint.sources.terraform.config.declared.module_source import local_directory
from assumelint.sources.terraform.config.declared.plain_words import plain_text
from assumelint.sources.terraform.config.declared.project import Project
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.resolved.resolver import ConfigurationResolver
from assumelint.sources.terraform.lang import EvalError, evaluate
from assumelint.sources.terraform.lang.values import MapValue, ObjectValue, Unknown, Value, named
from assumelint.sources.terraform.syntax import (
    Entry,
    HclError,
    SourceText,
    parse_attribute,
    parse_block,
    top_level,
)
from assumelint.sources.terraform.syntax.ast import Attribute, Expression, Object
from assumelint.text.tree import UnreadableError

FILE = "terragrunt.hcl"


class Unit(Struct, frozen=True):
    """A unit: the directory of its module, its `inputs`, and the scope they are evaluated in."""

    module: Path
    inputs: Attribute | None
    scope: Module
    included: bool

    def as_root(self, project: Project) -> Module:
        """The module as a root module with the unit's inputs."""
        declared = project.declarations(self.module)
        return Module(project, self.module, declared, self.argument, ConfigurationResolver, root=self.module)

    def argument(self, name: str) -> Value | None:
        """The input for a variable, None if the module's default applies."""
        if self.inputs is None:
            return self._absent(name)
        match self.inputs.value:
            case Object(entries):
                for key, value in entries:
                    if plain_text(key) == name:
                        return self._evaluated(name, value)
                return self._absent(name)
            case expression:
                return self._member(name, self._evaluated(name, expression))

    def _member(self, name: str, inputs: Value) -> Value | None:
        if isinstance(inputs, MapValue | ObjectValue):
            if name in inputs.members:
                return inputs.members[name][1]
            return (
                Unknown(named(f"inputs.{name}", inputs.span, self.scope.home))
                if inputs.rest or inputs.partial
                else self._absent(name)
            )
        return Unknown(named(f"inputs.{name}", inputs.span, self.scope.home))

    def _evaluated(self, name: str, expression: Expression) -> Value:
        try:
            return evaluate(expression, self.scope.scope())
        except EvalError:  # a function that only Terragrunt knows
            return Unknown(named(f"inputs.{name}", expression.span, self.scope.home))

    def _absent(self, name: str) -> Value | None:
        place = self.inputs.name_span if self.inputs is not None else None
        if self.included and place is not None:
            return Unknown(named(f"inputs.{name}", place, self.scope.home))
        return None


def unit(project: Project, directory: Path) -> Unit | None:
    """The unit in a directory, None if there is none or if its module is not in the tree."""
    path = directory / FILE
    if configuration_files(directory) or not path.is_file():
        return None
    try:
        source = SourceText.decode(project.tree.display(path), project.tree.read(path))
        return _read(project, directory, source)
    except HclError as error:
        project.fault(error)
    except UnreadableError as error:
        project.note(str(error), SourceText(project.tree.display(path), "").span(0, 0))
    return None


def _read(project: Project, directory: Path, source: SourceText) -> Unit | None:
    declared, inputs, module, included = Declarations(), None, None, False
    for entry in top_level(source).entries:
        match entry.name, entry.is_block:
            case "locals", True:
                take_locals(source, entry, declared)
            case "inputs", False:
                inputs = parse_attribute(source, entry)
            case "terraform", True:
                module = _source(project, directory, source, entry)
            case "include", True:
                included = True
    if module is None or not configuration_files(module):
        return None
    scope = Module(project, directory, declared, lambda _: None, ConfigurationResolver, root=directory)
    return Unit(module, inputs, scope, included)


def _source(project: Project, directory: Path, source: SourceText, entry: Entry) -> Path | None:
    attribute = parse_block(source, entry).body.attribute("source")
    text = None if attribute is None else plain_text(attribute.value)
    found = None if text is None else local_directory(directory, text.replace("//", "/"))
    if found is None or not project.tree.holds(found):
        if attribute is not None:
            project.note("the module of this unit is not in the tree", attribute.value.span)
        return None
    return Path(os.path.normpath(found))
