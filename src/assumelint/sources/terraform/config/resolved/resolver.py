"""The resolver for expressions in a configuration, for one module instance and one instance of a block."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from assumelint.sources.terraform.config.declared.assumptions import ANY_OTHER, NOTHING, Open
from assumelint.sources.terraform.config.expanded.instances import SINGLE, Instance
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.sources.terraform.config.expanded.undeclared import LOCAL, undeclared
from assumelint.sources.terraform.lang import Answer, Attr, FileProblemError, Reference, Reply, evaluate, fault
from assumelint.sources.terraform.lang.functions.spec import Function
from assumelint.sources.terraform.lang.values import STRING, Unknown, Value, at, string
from assumelint.text import Hole, HoleKind, Span, Text
from assumelint.text.tree import UnreadableError

# The most files that a listing such as `fileset` may cover: a folder with more is not the source of a policy.
MAX_FILES = 50_000


class ConfigurationResolver(Struct, frozen=True):
    """Resolves references in the blocks of `module`, as seen by one `instance`."""

    module: Module
    instance: Instance = SINGLE

    @property
    def home(self) -> str:
        """Identifies the module instance in holes."""
        return self.module.home

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        """The value of a reference, and how many of its steps it covers. Raises `EvalError`."""
        if reference.root == "resource" and reference.steps and isinstance(reference.steps[0], Attr):
            from assumelint.sources.terraform.config.resolved.resource_references import managed

            return managed(self.module, reference, first=1)
        if not reference.steps or not isinstance(reference.steps[0], Attr):
            return None
        name = reference.steps[0].name
        match reference.root:
            case "var":
                from assumelint.sources.terraform.config.resolved.variables import variable

                return variable(self.module, name, reference), 1
            case "local":
                return self._local(name, reference), 1
            case "each" | "count" | "path" | "terraform" | "self":
                return self._special(reference.root, name, reference), 1
            case "data" | "ephemeral":
                from assumelint.sources.terraform.config.resolved.resource_references import other

                return other(self.module, reference)
            case "module" | "component":
                from assumelint.sources.terraform.config.resolved.module_outputs import module_output

                return module_output(self.module, name, reference)
            case _:
                from assumelint.sources.terraform.config.resolved.resource_references import managed

                return managed(self.module, reference, first=0)

    def sensitive(self, reference: Reference) -> bool | None:
        """Whether a reference is to a sensitive value, None if unknown."""
        from assumelint.sources.terraform.config.resolved.sensitive_names import is_sensitive

        return is_sensitive(self.module, reference)

    def _local(self, name: str, reference: Reference) -> Value:
        local, hole = self.module.declared.locals.get(name), self.module.hole(reference, 1)
        if local is None:
            return undeclared(self.module, hole, LOCAL, name, self.module.declared.locals)
        scope = self.module.scope()
        return self.module.remember(("local", name), hole, lambda: evaluate(local.attribute().value, scope))

    def _special(self, root: str, name: str, reference: Reference) -> Value:
        hole = self.module.hole(reference, 1)
        match root, name:
            case "each", ("key" | "value"):
                return self._each(name, hole)
            case "count", "index":
                if self.instance.index is None:
                    detail = 'The "count" object can be used only where the "count" argument is set.'
                    raise fault('Reference to "count" in non-counted context', detail, reference.spans[0])
                self.module.project.assumptions.add(self.instance.rests_on)
                return at(self.instance.index, hole.span)
            case "path", "root":
                return string(".", hole.span)
            case "path", "module":
                relative = os.path.relpath(self.module.directory, self.module.root)
                return string(relative.replace(os.sep, "/"), hole.span)
            case "path", "cwd":
                return Unknown(replace(hole, kind=HoleKind.WORKING_DIRECTORY), STRING)
            case "terraform", "workspace":
                from assumelint.sources.terraform.config.resolved.workspace import workspace

                return workspace(self.module, hole)
            case _:
                return Unknown(hole, STRING) if root in ("path", "terraform") else Unknown(hole)

    def _each(self, name: str, hole: Hole) -> Value:
        if self.instance.each is None:
            detail = 'The "each" object can be used only where the "for_each" argument is set.'
            raise fault('Reference to "each" in context without for_each', detail, hole.span)
        self.module.project.assumptions.add(self.instance.rests_on)
        value = self.instance.each[0 if name == "key" else 1]
        if isinstance(value, Unknown):
            return replace(value, hole=replace(hole, kind=value.hole.kind, within=value.hole.within))
        return value

    def ask(self, hole: Hole, answers: Sequence[Answer], *, repeated: bool) -> Answer | Reply:
        """Which of some answers an unknown value is, in the outcome that is evaluated."""
        return self.module.project.ask(hole, answers, repeated=repeated)

    def read(self, path: str) -> bytes:
        """The contents of a file in the tree; the path is relative to the root module. Raises `FileProblemError`."""
        target, project = self._target(path), self.module.project
        try:
            contents = project.tree.read(target)
            project.listen(contents)
            return contents
        except UnreadableError as error:
            # A missing file may be created before the apply, so it is an assumption that it stays missing.
            missing = not target.exists()
            project.assumptions.add(ANY_OTHER if missing else NOTHING)
            raise FileProblemError(str(error), certain=missing and project.open is not Open.ALL) from None

    def place(self, path: str, contents: str) -> Span:
        """The span of the contents of a file that was read."""
        name = self.module.project.tree.display(self._target(path))
        return Span(name, 1, 1, contents.count("\n") + 1, len(contents) - (contents.rfind("\n") + 1) + 1)

    def exists(self, path: str) -> bool:
        """Whether a file exists. Raises `FileProblemError`."""
        return self._target(path).is_file()

    def files(self, directory: str) -> tuple[str, ...]:
        """The paths of all files below a directory, relative to it. Raises `FileProblemError`."""
        target = self._target(directory)
        found: list[str] = []
        for folder, _, names in os.walk(target):
            found += (os.path.relpath(os.path.join(folder, name), target).replace(os.sep, "/") for name in names)
            if len(found) > MAX_FILES:
                raise FileProblemError(f"more than {MAX_FILES} files below {directory}", certain=False)
        return tuple(sorted(found))

    def _target(self, path: str) -> Path:
        target = Path(os.path.normpath(self.module.root / path))
        if not self.module.project.tree.holds(target):
            raise FileProblemError(f"{path} lies outside the tree that is checked", certain=False)
        return target

    def function(self, name: str) -> Function | None:
        """None: Terraform has its built-in functions only."""
        return None

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        """Record a key that an object expression defines twice."""
        self.module.project.duplicate_key(lost, winning)
