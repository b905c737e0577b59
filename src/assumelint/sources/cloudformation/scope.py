"""What an expression of a template is evaluated in: the stack, names of loops, a world, what it may cost.

The functions of templates know their scope, and through it what the names of the stack stand for (`Names`); the
stack itself, which evaluates expressions to find that out, they do not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.cloudformation.worlds import Run
from assumelint.sources.read.yaml_tree import Raw, RawMap, RawScalar, as_map
from assumelint.text import Part, Piece, Span, Text
from assumelint.text.document import Node

# A trust policy has at most 4096 characters: what needs more steps is an expansion gone wild.
MAX_STEPS = 20_000
MAX_DEPTH = 80
MAX_CHARACTERS = 500_000
# An identifier of a loop in a string of its body.
_IDENTIFIER = re.compile(r"([$&])\{([A-Za-z0-9]+)\}")


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


class Resource(Struct, frozen=True):
    """A declared resource. `loops` are the identifiers of the `Fn::ForEach` around it."""

    name: str
    type: str
    key: RawScalar
    body: RawMap
    loops: Mapping[str, Text]

    @property
    def properties(self) -> RawMap | None:
        """Its `Properties`."""
        return as_map(self.body.get("Properties"))

    def scope(self, scope: Scope) -> Scope:
        """The scope of its properties."""
        return scope.inside(self.loops) if self.loops else scope


class Names(Protocol):
    """What the names in a template stand for: a stack, as the expressions in it see it."""

    @property
    def template(self) -> Template:
        """The template that is deployed."""

    @property
    def home(self) -> str:
        """Where its names stand, so that the same name in another stack is another value."""

    @property
    def given(self) -> Mapping[str, Node | None]:
        """The values that parameters were given; None is known to be unknown."""

    @property
    def resources(self) -> Mapping[str, Resource]:
        """The resources by logical id."""

    @property
    def is_complete(self) -> bool:
        """Whether all resources are known."""

    @property
    def conditions(self) -> Mapping[str, tuple[Raw, Mapping[str, Text]]]:
        """The conditions by name, with the loops around each."""

    def mapping(self, name: str) -> RawMap | None:
        """One of the `Mappings`."""

    def has_open_mapping(self, name: str) -> bool:
        """Whether a mapping may hold more than is known."""

    def included(self, location: str) -> Raw | None:
        """The content of a local file that the template takes in."""

    def output_of(self, name: str, output: str, scope: Scope) -> Node | None:
        """The output of a nested stack, where its template is at hand."""


class Scope(Struct, frozen=True):
    """Where an expression stands. `loops` are identifiers of `Fn::ForEach`; `conditions` are those being decided."""

    stack: Names
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
        return _replaced(text, self.loops) if self.loops and "{" in text.flat else text

    def name(self, raw: Raw | None) -> str | None:
        """A name written as it is, identifiers of loops put in; None for anything but a scalar."""
        if not isinstance(raw, RawScalar):
            return None
        if not self.loops:
            return raw.value
        return str(self.replaced(Text.of(raw.value, raw.span)))

    def report(self, cause: Cause, span: Span, message: str, help: str = "") -> None:
        """Notes a problem of the role that is worked out."""
        self.keep(Problem(cause, span, message, help, role=self.role))

    def keep(self, problem: Problem) -> None:
        """Notes a problem, once: each world that it shows in finds it anew."""
        if problem not in self.problems:
            self.problems.append(problem)


def _replaced(text: Text, loops: Mapping[str, Text]) -> Text:
    """A string in a loop's body: `${Identifier}` is the value, `&{Identifier}` its letters and digits only."""
    parts: list[Part] = []
    done = 0
    for found in _IDENTIFIER.finditer(text.flat):
        if found[2] not in loops:
            continue
        value = loops[found[2]].literal or ""
        shown = value if found[1] == "$" else re.sub(r"[^A-Za-z0-9]", "", value)
        parts += text.cut(done, found.start()).parts if found.start() > done else ()
        parts.append(Piece(shown, text.span_of(found.start(), found.end()), exact=False))
        done = found.end()
    if not done:
        return text
    parts += text.cut(done).parts if done < len(text.flat) else ()
    return Text(tuple(parts), text.span)
