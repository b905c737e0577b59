"""A stack: a template with values for its parameters, and the values of its names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.sources.cloudformation.evaluate import evaluate
from assumelint.sources.cloudformation.exports import Exports
from assumelint.sources.cloudformation.files import Files
from assumelint.sources.cloudformation.literals import string
from assumelint.sources.cloudformation.loops import entries
from assumelint.sources.cloudformation.nested import handed_on, nested_template
from assumelint.sources.cloudformation.scope import Budget, ExpansionError, Resource, Scope
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.cloudformation.worlds import Run
from assumelint.sources.read.yaml_tree import Raw, RawMap, RawScalar, as_map, scalar_value
from assumelint.text import Text
from assumelint.text.document import Node

MAX_NESTING = 5


class Stack(Struct, eq=False, dict=True):
    """A template with its parameters' values (None: known to be unknown). `above` are the stacks that contain it.

    `steps` counts what its roles have cost so far; `path` are the resources that lead to it in the containing stacks;
    `exports` are those of all stacks.
    """

    template: Template
    files: Files
    given: Mapping[str, Node | None] = field(default_factory=dict)
    above: tuple[Path, ...] = ()
    lost_keys: list[tuple[RawScalar, RawScalar]] = field(default_factory=list)
    steps: int = 0
    path: tuple[str, ...] = ()
    exports: Exports = field(default_factory=Exports)

    @cached_property
    def home(self) -> str:
        """An identifier that tells its references from those of another stack: its `Org` is not another stack's."""
        return "/".join((self.template.file, *self.path))

    def scope(self, run: Run, problems: list[Problem], budget: Budget | None = None, role: str = "") -> Scope:
        """Return a scope in which expressions of this template are evaluated."""
        return Scope(self, run, budget or Budget(), problems, evaluate, role=role)

    @cached_property
    def _base(self) -> Scope:
        return self.scope(Run(), [])

    @cached_property
    def _expanded(self) -> tuple[dict[str, Resource], bool]:
        found: dict[str, Resource] = {}
        complete = True
        # A loop's list may refer to a resource. While the loop is expanded, only the resources before it are known.
        self.__dict__["_expanded"] = found, False
        for section in self.template.section("Resources"):
            try:
                for entry in entries(self._base, section):
                    complete = complete and entry.hole is None
                    self._add(found, entry.key, entry.value, entry.scope, entry.hole is not None)
            except ExpansionError as error:
                complete = False
                self._base.report(Cause.RUNAWAY_EXPANSION, section.span, str(error))
        return found, complete

    def _add(self, found: dict[str, Resource], key: Raw, body: Raw, scope: Scope, unknown: bool) -> None:
        if unknown or not isinstance(key, RawScalar) or not isinstance(body, RawMap):
            return
        name = _loop_name(key, scope)
        if name in found and not scope.loops and found[name].key is not key:
            self.lost_keys.append((found.pop(name).key, key))
        found[name] = Resource(name, scalar_value(body.get("Type")) or "", key, body, scope.loops)

    @property
    def resources(self) -> dict[str, Resource]:
        """The resources by logical id; for duplicates, the last one."""
        return self._expanded[0]

    @property
    def is_complete(self) -> bool:
        """Whether all resources are known (no loop over an unknown list, no include from elsewhere)."""
        return self._expanded[1]

    @property
    def problems(self) -> list[Problem]:
        """The problems of the template as a whole."""
        return self._base.problems if self._expanded else []

    @cached_property
    def conditions(self) -> dict[str, tuple[Raw, Mapping[str, Text]]]:
        """The conditions by name, each with the loops around it."""
        found: dict[str, tuple[Raw, Mapping[str, Text]]] = {}
        self.__dict__["conditions"] = found
        for section in self.template.section("Conditions"):
            try:
                for entry in entries(self._base, section):
                    if isinstance(entry.key, RawScalar) and entry.hole is None:
                        found[_loop_name(entry.key, entry.scope)] = entry.value, entry.scope.loops
            except ExpansionError as error:
                self._base.report(Cause.RUNAWAY_EXPANSION, section.span, str(error))
        return found

    def mapping(self, name: str) -> RawMap | None:
        """Return one of the `Mappings`."""
        found = None
        for section in self.template.section("Mappings"):
            found = as_map(section.get(name)) or found
        return found

    def has_open_mapping(self, name: str) -> bool:
        """Return whether a mapping may have entries that are not known, because of an include or a loop."""
        sections = [*self.template.section("Mappings"), self.mapping(name)]
        keys = (key.value for section in sections if section is not None for key, _ in section.named())
        return not self.template.is_closed or any(key.startswith("Fn::") for key in keys)

    def included(self, location: str) -> Raw | None:
        """Return the content of a local file that the template includes, found as by the AWS CLI when packaging."""
        path = self.files.local(location, self.template.path)
        if path is None or len(self.above) >= MAX_NESTING:
            return None
        decoded = self.files.document(path)
        return decoded.root if decoded is not None else None

    def child(self, resource: Resource, scope: Scope) -> Stack | None:
        """Return a resource's nested stack with the parameters it passes, or None if its template is not available."""
        if resource.properties is None or len(self.above) >= MAX_NESTING:
            return None
        inner, above = resource.scope(scope), (*self.above, self.template.path)
        template = nested_template(resource, inner, self.files, above)
        if template is None:
            return None
        given, path = handed_on(resource.properties, inner), (*self.path, resource.name)
        return Stack(template, self.files, given, above, path=path, exports=self.exports)

    def children(self) -> list[Stack]:
        """The nested stacks whose templates are available."""
        scope = self.scope(Run(), [])
        children = [self._child(resource, scope) for resource in self.resources.values()]
        return [child for child in children if child is not None]

    def _child(self, resource: Resource, scope: Scope) -> Stack | None:
        try:
            return self.child(resource, scope)
        except ExpansionError:  # treated like a template that is missing
            return None

    def imported(self, name: Text, scope: Scope) -> Node | None:
        """Return the value that another stack exports under a name, if it is known."""
        return self.exports.value(name, self.template.path, scope)

    def output_of(self, name: str, output: str, scope: Scope) -> Node | None:
        """Return the output of a nested stack, if its template is available."""
        resource = self.resources.get(name)
        child = self.child(resource, scope) if resource is not None else None
        if child is None:
            return None
        for section in child.template.section("Outputs"):
            body = as_map(section.get(output))
            value = body.get("Value") if body is not None else None
            if value is not None:
                return child.scope(Run(), [], scope.budget).value(value)
        return None


def _loop_name(key: RawScalar, scope: Scope) -> str:
    if not scope.loops:
        return key.value
    return scope.replaced(string(key)).literal or key.value
