"""What an expression of a template is evaluated in: the template, its parameters' values, names of loops, a world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.sources.cloudformation.placeholders import replaced
from assumelint.sources.cloudformation.raw import Raw, RawScalar
from assumelint.sources.cloudformation.worlds import Run
from assumelint.text import Span, Text
from assumelint.text.document import Node

if TYPE_CHECKING:
    from assumelint.sources.cloudformation.stack import Stack

# A trust policy has at most 4096 characters: what needs more steps is an expansion gone wild.
MAX_STEPS = 20_000
MAX_DEPTH = 80
MAX_CHARACTERS = 500_000


class ExpansionError(Exception):
    """A value that grows beyond all bounds (aliases of aliases, loops of loops)."""


class Budget(Struct):
    """What one evaluation may still cost."""

    steps: int = MAX_STEPS
    characters: int = MAX_CHARACTERS
    depth: int = 0

    @property
    def spent(self) -> int:
        """How many steps were counted."""
        return MAX_STEPS - self.steps

    def spend(self, characters: int = 0) -> None:
        """Counts a step and the characters it made. Raises `ExpansionError`."""
        self.steps -= 1
        self.characters -= characters
        if self.steps < 0 or self.characters < 0:
            raise ExpansionError("the value expands to more than the allowed size (aliases, loops or nested functions)")


class Scope(Struct, frozen=True):
    """Where an expression stands. `loops` are identifiers of `Fn::ForEach`; `conditions` are those being decided."""

    stack: Stack
    run: Run
    budget: Budget
    problems: list[Problem]
    evaluate: Callable[[Raw, Scope], Node | None]
    loops: Mapping[str, Text] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    role: str = ""

    def value(self, raw: Raw) -> Node | None:
        """The value of an expression; None is `AWS::NoValue`. Raises `ExpansionError`."""
        return self.evaluate(raw, self)

    def inside(self, loops: Mapping[str, Text]) -> Scope:
        """The scope of a loop's body."""
        return replace(self, loops={**self.loops, **loops})

    def replaced(self, text: Text) -> Text:
        """A string of the template, identifiers of loops put in."""
        return replaced(text, self.loops) if self.loops else text

    def name(self, raw: Raw | None) -> str | None:
        """A name written as it is, identifiers of loops put in; None for anything but a scalar."""
        if not isinstance(raw, RawScalar):
            return None
        if not self.loops:
            return raw.value
        return str(self.replaced(Text.of(raw.value, raw.span)))

    def report(self, cause: Cause, span: Span, message: str, help: str = "") -> None:
        """Notes a problem, once."""
        problem = Problem(cause, span, message, help, role=self.role)
        if problem not in self.problems:
            self.problems.append(problem)
