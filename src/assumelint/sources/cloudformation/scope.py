"""The context in which a template's expression is evaluated: the stack, loop variables, a world, a cost limit.

The functions of templates know only their scope, which gives the values of the stack's names (`Names`). They do not
know the stack itself, because the stack evaluates expressions to find those values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Problem, Use
from assumelint.sources.cloudformation.template import Template
from assumelint.sources.cloudformation.worlds import Run
from assumelint.sources.read.yaml_tree import Raw, RawMap, RawScalar, as_map
from assumelint.text import Part, Piece, Span, Text
from assumelint.text.document import Node

# A trust policy has at most 4096 characters. An expansion that needs more steps than this is out of control.
MAX_STEPS = 20_000
MAX_DEPTH = 80
MAX_CHARACTERS = 500_000
# A loop identifier in a string of the loop's body.
_IDENTIFIER = re.compile(r"([$&])\{([A-Za-z0-9]+)\}")


class ExpansionError(Exception):
    """A value that becomes too large (aliases of aliases, loops of loops)."""


class Budget(Struct):
    """The cost limit of one evaluation."""

    steps: int = MAX_STEPS
    characters: int = MAX_CHARACTERS
    depth: int = 0

    @property
    def spent(self) -> int:
        """The number of steps counted so far."""
        return MAX_STEPS - self.steps

    def spend(self, characters: int = 0) -> None:
        """Count a step and the characters that it produced. Raises `ExpansionError`."""
        self.steps -= 1
        self.characters -= characters
        if self.steps < 0 or self.characters < 0:
            raise ExpansionError("the value expands to more than the allowed size (aliases, loops or nested functions)")


class Resource(Struct, frozen=True):
    """A declared resource. `loops` are the identifiers of the `Fn::ForEach` loops around it."""

    name: str
    type: str
    key: RawScalar
    body: RawMap
    loops: Mapping[str, Text]

    @property
    def properties(self) -> RawMap | None:
        """The `Properties` of the resource."""
        return as_map(self.body.get("Properties"))

    def scope(self, scope: Scope) -> Scope:
        """Return the scope in which its properties are evaluated."""
        return scope.inside(self.loops) if self.loops else scope


class Names(Protocol):
    """The values of a template's names: the part of a stack that expressions use."""

    @property
    def template(self) -> Template:
        """The template that is deployed."""

    @property
    def home(self) -> str:
        """An identifier of the stack, so that the same name in another stack is another value."""

    @property
    def given(self) -> Mapping[str, Node | None]:
        """The values that were passed to parameters; None for one that is known to be unknown."""

    @property
    def resources(self) -> Mapping[str, Resource]:
        """The resources by logical id."""

    @property
    def is_complete(self) -> bool:
        """Whether all resources are known."""

    @property
    def conditions(self) -> Mapping[str, tuple[Raw, Mapping[str, Text]]]:
        """The conditions by name, each with the loops around it."""

    def mapping(self, name: str) -> RawMap | None:
        """Return one of the `Mappings`."""

    def has_open_mapping(self, name: str) -> bool:
        """Return whether a mapping may have entries that are not known."""

    def included(self, location: str) -> Raw | None:
        """Return the content of a local file that the template includes."""

    def output_of(self, name: str, output: str, scope: Scope) -> Node | None:
        """Return the output of a nested stack, if its template is available."""

    def imported(self, name: Text, scope: Scope) -> Node | None:
        """Return the value that another stack exports under a name, if it is known."""


class Scope(Struct, frozen=True):
    """The scope of an expression. `loops` are `Fn::ForEach` identifiers; `conditions` are those being evaluated.

    `uses` are the defaults of parameters that were used so far.
    """

    stack: Names
    run: Run
    budget: Budget
    problems: list[Problem]
    evaluate: Callable[[Raw, Scope], Node | None]
    loops: Mapping[str, Text] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    role: str = ""
    uses: list[Use] = field(default_factory=list)

    def value(self, raw: Raw) -> Node | None:
        """Return the value of an expression; None is `AWS::NoValue`. Raises `ExpansionError`."""
        return self.evaluate(raw, self)

    def inside(self, loops: Mapping[str, Text]) -> Scope:
        """Return the scope of a loop's body."""
        return replace(self, loops={**self.loops, **loops})

    def replaced(self, text: Text) -> Text:
        """Return a string of the template with the loop identifiers replaced."""
        return _replaced(text, self.loops) if self.loops and "{" in text.flat else text

    def name(self, raw: Raw | None) -> str | None:
        """Return a literal name with the loop identifiers replaced; None for anything but a scalar."""
        if not isinstance(raw, RawScalar):
            return None
        if not self.loops:
            return raw.value
        return str(self.replaced(Text.of(raw.value, raw.span)))

    def report(self, cause: Cause, span: Span, message: str, help: str = "") -> None:
        """Record a problem of the role that is being evaluated."""
        self.keep(Problem(cause, span, message, help, role=self.role))

    def keep(self, problem: Problem) -> None:
        """Record a problem once, although each world in which it occurs finds it again."""
        if problem not in self.problems:
            self.problems.append(problem)


def _replaced(text: Text, loops: Mapping[str, Text]) -> Text:
    """Replace loop identifiers in a string: `${Identifier}` by the value, `&{Identifier}` by its letters and digits."""
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
