"""Runs the tables: takes terminals, keeps the stacks, has the rules build what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assumelint.sources.terraform.syntax.ast import Expression
from assumelint.sources.terraform.syntax.build import ACTIONS
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.tables import tables
from assumelint.sources.terraform.syntax.tokens import Token, token_span

if TYPE_CHECKING:
    from assumelint.sources.terraform.syntax.template import Reader

# Terraform has no such limits; whoever walks the tree has.
_MAX_DEPTH = 500
_MAX_STACK = 10 * _MAX_DEPTH


class Engine:
    """One run of the tables, over one expression."""

    __slots__ = ("_depths", "_reader", "_rows", "_rules", "_states", "_values")

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rows, self._rules = tables().rows, tables().rules
        self._states = [0]
        self._values: list[Any] = []
        self._depths: list[int] = []

    def result(self) -> Expression:
        """The expression, once `$END` was fed."""
        value: Expression = self._values[0]
        return value

    def accepts(self, terminal: str) -> bool:
        """Whether a terminal would fit here."""
        states = self._states.copy()
        while True:
            action = self._rows[states[-1]].get(terminal)
            if action is None or action >= 0:
                return action is not None
            _, length, origin = self._rules[-1 - action]
            del states[-length:]
            states.append(self._rows[states[-1]][origin])

    def feed(self, terminal: str, token: Token) -> bool:
        """Reduce what the terminal completes, and shift it. False where it does not fit. Raises `HclError`."""
        rows, states = self._rows, self._states
        while True:
            action = rows[states[-1]].get(terminal)
            if action is None:
                return False
            if action >= 0:
                self._shift(action, token)
                return True
            name, length, origin = self._rules[-1 - action]
            if length > 1:
                self._reduce(name, length, token)
            else:
                build = ACTIONS.get(name)
                if build:
                    self._values[-1] = build(self._reader, self._values[-1:])
                states.pop()
            states.append(rows[states[-1]][origin])

    def _shift(self, state: int, token: Token) -> None:
        if len(self._states) > _MAX_STACK:
            raise self._too_deep(token)
        self._states.append(state)
        self._values.append(token)
        self._depths.append(0)

    def _reduce(self, name: str, length: int, token: Token) -> None:
        arguments, depth = self._values[-length:], max(self._depths[-length:]) + 1
        if depth > _MAX_DEPTH:
            raise self._too_deep(token)
        del self._states[-length:], self._values[-length:], self._depths[-length:]
        build = ACTIONS.get(name)
        self._values.append(build(self._reader, arguments) if build else arguments)
        self._depths.append(depth)

    def _too_deep(self, token: Token) -> HclError:
        place = token_span(self._reader.source, token)
        return HclError("Expression nested too deeply", place, "Split it up, with the parts in locals.")
