"""What an expression may refer to, and the faults of evaluation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct, field

from assumelint.sources.terraform.lang.functions.spec import Files
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.types import DYNAMIC, Type
from assumelint.sources.terraform.lang.values.value import Value
from assumelint.sources.terraform.syntax.ast import Expression
from assumelint.text import Span, Text


class EvalError(Exception):
    """An expression that Terraform refuses to evaluate. `message` is "summary: detail", as Terraform words it.

    `type` is what the value would have been, where a conditional around it needs to know.
    """

    def __init__(self, message: str, span: Span, type: Type = DYNAMIC) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.type = type


def fault(summary: str, detail: str, span: Span) -> EvalError:
    """An error in Terraform's wording."""
    return EvalError(f"{summary}: {detail}", span)


class Attr(Struct, frozen=True):
    """`.name`."""

    name: str
    span: Span


class Key(Struct, frozen=True):
    """`[key]`, evaluated."""

    value: Value
    span: Span


Step: TypeAlias = Attr | Key


class Reference(Struct, frozen=True):
    """A root name and the steps that follow it: `data.aws_iam_policy_document.x[0].json`.

    `texts[n]` is the reference with `n` steps as written, `spans[n]` where that stands: what a hole is named by.
    """

    root: str
    steps: tuple[Step, ...]
    texts: tuple[str, ...]
    spans: tuple[Span, ...]


class Resolver(Files, Protocol):
    """What a configuration tells the evaluator: what names stand for, and what files hold."""

    @property
    def home(self) -> str:
        """Where names are resolved: the module instance. A name stands for one value there."""

    def resolve(self, reference: Reference) -> tuple[Value, int] | None:
        """The value, and how many of the steps it already includes; the evaluator takes the others.

        None where there is no such root name. May raise `EvalError`.
        """

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        """Is told of a key that an object expression writes twice."""


# A large module takes some thousand steps for one value.
MAX_STEPS = 100_000


class Budget(Struct):
    """The work that one expression may cost."""

    left: int = MAX_STEPS

    def spend(self) -> None:
        """Count one step. Raises `UndecidedError` when there is none left."""
        self.left -= 1
        if self.left < 0:
            raise UndecidedError("too much work")


class Scope(Struct, frozen=True):
    """A resolver and the names that `for`, a splat or a template add to it."""

    resolver: Resolver
    names: Mapping[str, Value] = field(default_factory=dict)
    item: Value | None = None
    budget: Budget = field(default_factory=Budget)
    in_template: bool = False

    def child(self, names: Mapping[str, Value]) -> Scope:
        """The scope with more names, which hide those of the same name."""
        return Scope(self.resolver, {**self.names, **names}, self.item, self.budget, self.in_template)

    def with_item(self, item: Value) -> Scope:
        """The scope inside a splat."""
        return Scope(self.resolver, self.names, item, self.budget, self.in_template)


Evaluate: TypeAlias = Callable[[Expression, Scope], Value]
