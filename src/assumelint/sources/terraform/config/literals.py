"""Expressions that may not refer to anything: defaults of variables, values in `.tfvars` files."""

from __future__ import annotations

from msgspec import Struct

from assumelint.sources.terraform.config.module import fault
from assumelint.sources.terraform.config.project import Project
from assumelint.sources.terraform.lang.evaluate import evaluate
from assumelint.sources.terraform.lang.scope import FileProblemError, Reference, Scope
from assumelint.sources.terraform.lang.values import Value
from assumelint.sources.terraform.syntax.ast import Expression
from assumelint.text import Span, Text


class _NoReferences(Struct, frozen=True):
    project: Project
    home: str = ""

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        raise fault("Variables not allowed", "Variables may not be used here.", reference.spans[-1])

    def read(self, path: str) -> bytes:
        raise FileProblemError(f"{path} may not be read here", certain=False)

    def place(self, path: str, contents: str) -> Span:
        return Span(path, 1, 1, contents.count("\n") + 1, 1)

    def exists(self, path: str) -> bool:
        raise FileProblemError(f"{path} may not be looked for here", certain=False)

    def files(self, directory: str) -> tuple[str, ...]:
        raise FileProblemError(f"{directory} may not be listed here", certain=False)

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        self.project.duplicate_key(lost, winning)


def literal(expression: Expression, project: Project) -> Value:
    """The value of an expression that stands alone. Raises `EvalError`."""
    return evaluate(expression, Scope(_NoReferences(project)))
