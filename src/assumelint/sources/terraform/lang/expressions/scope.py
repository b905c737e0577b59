"""The scope that an expression is evaluated in, and the errors of evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Protocol, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.sources.terraform.lang.functions.spec import Files, Function
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.types import DYNAMIC, Type
from assumelint.sources.terraform.lang.values.value import Value
from assumelint.sources.terraform.syntax.ast import Expression
from assumelint.text import Hole, Span, Text


class EvalError(Exception):
    """An expression that Terraform refuses to evaluate. `message` is "summary: detail", as Terraform words it.

    `type` is the type that the value would have had, for a conditional around it.
    """

    def __init__(self, message: str, span: Span, type: Type = DYNAMIC) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.type = type


def fault(summary: str, detail: str, span: Span) -> EvalError:
    """An error with Terraform's summary and detail."""
    return EvalError(f"{summary}: {detail}", span)


class Attr(Struct, frozen=True):
    """`.name`."""

    name: str
    span: Span


class Key(Struct, frozen=True):
    """`[key]` with its value."""

    value: Value
    span: Span


Step: TypeAlias = Attr | Key


class Reference(Struct, frozen=True):
    """A root name and the steps that follow it: `data.aws_iam_policy_document.x[0].json`.

    `texts[n]` is the source text of the reference with `n` steps, `spans[n]` its span; holes are named after them.
    """

    root: str
    steps: tuple[Step, ...]
    texts: tuple[str, ...]
    spans: tuple[Span, ...]


# A value that an unknown may turn out to have.
Answer: TypeAlias = "str | bool"


class Reply(Enum):
    """The reply to a question that does not name one answer."""

    OPEN = "open"  # it may be any value
    NEITHER = "neither"  # it is none of the given answers


class Resolver(Files, Protocol):
    """Supplies the evaluator with the values of references and the contents of files."""

    @property
    def home(self) -> str:
        """Identifies the module instance in holes: within it, a reference always has the same value."""

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        """The value of a reference, and how many of its steps it covers; the evaluator applies the other steps.

        None if there is no such root name. May raise `EvalError`.
        """

    def ask(self, hole: Hole, answers: Sequence[Answer], *, repeated: bool) -> Answer | Reply:
        """Which of some answers an unknown value is: the result of an expression depends on it.

        With `repeated`, the expression is evaluated for several elements, and the hole may differ in each.
        """

    def function(self, name: str) -> Function | None:
        """A function that only this kind of file has, None if it has none with this name."""

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        """Called for a key that an object expression defines twice."""


# The most steps for one expression. A value in a large module takes a few thousand.
MAX_STEPS = 100_000


class Budget(Struct):
    """The number of evaluation steps left for one expression."""

    left: int = MAX_STEPS

    def spend(self) -> None:
        """Count one step. Raises `UndecidedError` when there is none left."""
        self.left -= 1
        if self.left < 0:
            raise UndecidedError("too much work")


class Scope(Struct, frozen=True):
    """A resolver, and the names that `for` expressions, splats and templates add.

    With `tentative`, the expression may fail without harm: it is an argument of `try` or `can`.
    """

    resolver: Resolver
    names: Mapping[str, Value] = field(default_factory=dict)
    item: Value | None = None
    budget: Budget = field(default_factory=Budget)
    in_template: bool = False
    tentative: bool = False

    def child(self, names: Mapping[str, Value]) -> Scope:
        """The scope with additional names, which hide outer ones."""
        return replace(self, names={**self.names, **names})

    def with_item(self, item: Value) -> Scope:
        """The scope inside a splat, for one element."""
        return replace(self, item=item)

    def as_tentative(self) -> Scope:
        """The scope inside `try` or `can`."""
        return self if self.tentative else replace(self, tentative=True)


Evaluate: TypeAlias = Callable[[Expression, Scope], Value]
