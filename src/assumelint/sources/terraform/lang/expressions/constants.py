"""Evaluates expressions without references: defaults of variables, values in `.tfvars` files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from assumelint.sources.terraform.lang.expressions.evaluate import evaluate
from assumelint.sources.terraform.lang.expressions.scope import Answer, Reference, Reply, Scope, fault
from assumelint.sources.terraform.lang.functions.spec import FileProblemError, Function
from assumelint.sources.terraform.lang.values.value import Value
from assumelint.sources.terraform.syntax.ast import Expression
from assumelint.text import Hole, Span, Text


class _NoNames(Struct, frozen=True):
    """A resolver that refuses every reference and every file."""

    duplicate_key: Callable[[Text, Text], None]
    home: str = ""

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        raise fault("Variables not allowed", "Variables may not be used here.", reference.spans[-1])

    def ask(self, hole: Hole, answers: Sequence[Answer], *, repeated: bool) -> Answer | Reply:
        return Reply.OPEN

    def function(self, name: str) -> Function | None:
        return None

    def read(self, path: str) -> bytes:
        raise FileProblemError(f"{path} may not be read here", certain=False)

    def place(self, path: str, contents: str) -> Span:
        return Span(path, 1, 1, contents.count("\n") + 1, 1)

    def exists(self, path: str) -> bool:
        raise FileProblemError(f"{path} may not be looked for here", certain=False)

    def files(self, directory: str) -> tuple[str, ...]:
        raise FileProblemError(f"{directory} may not be listed here", certain=False)


def constant(expression: Expression, duplicate_key: Callable[[Text, Text], None]) -> Value:
    """The value of an expression without references. `duplicate_key` is called for each duplicate key.

    Raises `EvalError`.
    """
    return evaluate(expression, Scope(_NoNames(duplicate_key)))
