"""What an expression may refer to, and the faults of evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from assumelint.sources.terraform.lang.values import Value
from assumelint.text import Span, Text


class EvalError(Exception):
    """An expression that Terraform refuses to evaluate. `message` is "summary: detail", as Terraform words it."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


class FileProblemError(Exception):
    """A file that a function asks for and that cannot be had. The message says why.

    `certain` says that Terraform would not find it either; otherwise the result is a hole.
    """

    def __init__(self, message: str, *, certain: bool) -> None:
        super().__init__(message)
        self.certain = certain


@dataclass(frozen=True, slots=True)
class Attr:
    """`.name`."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Key:
    """`[key]`, evaluated."""

    value: Value
    span: Span


Step: TypeAlias = Attr | Key


@dataclass(frozen=True, slots=True)
class Reference:
    """A root name and the steps that follow it: `data.aws_iam_policy_document.x[0].json`.

    `texts[n]` is the reference with `n` steps as written, `spans[n]` where that stands: what a hole is named by.
    """

    root: str
    steps: tuple[Step, ...]
    texts: tuple[str, ...]
    spans: tuple[Span, ...]


class Resolver(Protocol):
    """What a configuration tells the evaluator."""

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        """The value, and how many of the steps it already includes; the evaluator takes the others.

        None where there is no such root name. May raise `EvalError`.
        """

    def read(self, path: str) -> bytes:
        """A file that `file()` and its like name. Raises `FileProblemError`."""

    def exists(self, path: str) -> bool:
        """Whether it is a file. Raises `FileProblemError`."""

    def files(self, directory: str) -> tuple[str, ...]:
        """The paths of all files under a directory, relative to it. Raises `FileProblemError`."""

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        """Is told of a key that an object expression writes twice."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A resolver and the names that `for`, a splat or a template add to it."""

    resolver: Resolver
    names: Mapping[str, Value] = field(default_factory=dict)
    item: Value | None = None
    templates: int = 0  # how deep in templatefile()

    def child(self, names: Mapping[str, Value]) -> Scope:
        """The scope with more names, which hide those of the same name."""
        return replace(self, names={**self.names, **names})
