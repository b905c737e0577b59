"""The exports that `Fn::ImportValue` takes: outputs of other templates in the same assembly of CDK, or the same folder.

An export has a name that is unique in its account and region. As a rule it holds the name of its stack, which only the
deployment knows (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from assumelint.language.likeness import can_meet
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.scope import Budget, ExpansionError, Scope
from assumelint.sources.cloudformation.worlds import Run
from assumelint.sources.read.yaml_tree import Raw, as_map
from assumelint.text import Text
from assumelint.text.document import Node, to_plain

if TYPE_CHECKING:
    from assumelint.sources.cloudformation.stack import Stack

STACK_NAME = "AWS::StackName"
# The file that an assembly of CDK has beside its templates.
_MANIFEST = "manifest.json"
_SUFFIXES = (".json", ".template", ".yaml", ".yml")


class Export(Struct, frozen=True):
    """An exported output of a stack."""

    stack: Stack
    name: Text
    value: Raw


class Exports(Struct):
    """The exports of all stacks, by the folder of their assembly. `stacks` are those that no other one contains.

    `beside` makes a stack of a template that is not among them, None if the file has none or its stack is.
    """

    beside: Callable[[Path], Stack | None] = lambda path: None
    stacks: Sequence[Stack] = ()
    found: dict[Path, tuple[Export, ...]] = field(default_factory=dict)
    # The exports whose values are being worked out: one that needs itself stays unknown.
    pending: list[Export] = field(default_factory=list)

    def value(self, name: Text, importer: Path, scope: Scope) -> Node | None:
        """Return the value of the export with a name, None if there is none or it is not certain which one it is."""
        exports = [export for export in self._around(importer) if export.stack.template.path != importer]
        same = [export for export in exports if _is_same(export.name, name)]
        meant = same or [export for export in exports if _may_be(export.name, name)]
        values = [self._value(export, scope) for export in meant]
        known = [value for value in values if value is not None]
        if len(known) != len(meant) or not known or any(to_plain(each) != to_plain(known[0]) for each in known):
            return None
        return known[0]

    def _value(self, export: Export, scope: Scope) -> Node | None:
        if export in self.pending:
            return None
        self.pending.append(export)
        try:
            return export.stack.scope(Run(), [], scope.budget).value(export.value)
        finally:
            self.pending.remove(export)

    def _around(self, importer: Path) -> tuple[Export, ...]:
        place = _assembly(importer)
        if place not in self.found:
            self.found[place] = ()  # for an export whose name is an import
            inside = [stack for stack in self.stacks if _assembly(stack.template.path) == place]
            others = [stack for path in _files(place) if (stack := self.beside(path)) is not None]
            self.found[place] = tuple(export for stack in (*inside, *others) for export in _exports(stack))
        return self.found[place]


def _assembly(template: Path) -> Path:
    """Return the folder of a template, or the outermost assembly that it belongs to: a stage has one of its own."""
    folder = template.parent
    while os.path.isfile(folder / _MANIFEST) and os.path.isfile(folder.parent / _MANIFEST):
        folder = folder.parent
    return folder


def _files(assembly: Path) -> Iterator[Path]:
    """Yield the files of an assembly that may be templates, with those of its stages."""
    try:
        entries = sorted(assembly.iterdir())
    except OSError:  # a folder that cannot be listed has no exports
        return
    for path in entries:
        if path.name.endswith(_SUFFIXES):
            yield path
        elif path.is_dir() and os.path.isfile(path / _MANIFEST) and os.path.isfile(assembly / _MANIFEST):
            yield from _files(path)


def _exports(stack: Stack) -> Iterator[Export]:
    """Yield the exports of a stack and of those that it contains."""
    for section in stack.template.section("Outputs"):
        for _, output in section.named():
            body = as_map(output)
            export = as_map(body.get("Export")) if body is not None else None
            raw, value = export.get("Name") if export is not None else None, body.get("Value") if body else None
            name = _name(stack, raw) if raw is not None else None
            if name is not None and value is not None:
                yield Export(stack, name, value)
    for child in stack.children():
        yield from _exports(child)


def _name(stack: Stack, raw: Raw) -> Text | None:
    try:
        return plain_text(stack.scope(Run(), [], Budget()).value(raw))
    except ExpansionError:  # a name that cannot be worked out is that of no import
        return None


def _is_same(export: Text, wanted: Text) -> bool:
    """Return whether two names are one for sure: the same text, with holes for the same values of the deployment."""
    return str(export) == str(wanted) and all(hole.reference != STACK_NAME for hole in export.holes)


def _may_be(export: Text, wanted: Text) -> bool:
    """Return whether a name is that of an export but for the name of the stack, which the importer is told."""
    if not any(hole.reference == STACK_NAME for hole in export.holes) or len(export.flat) == len(export.holes):
        return False
    return export.flat == wanted.flat or (wanted.literal is not None and can_meet(export.flat, wanted.literal))
