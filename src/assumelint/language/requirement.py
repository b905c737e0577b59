"""Several required patterns read in step: what they take next together, worked out once for each place in them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from itertools import product as combinations_of
from typing import NamedTuple

from msgspec import Struct, field

from assumelint.language.automaton import ANYTHING, CHARACTERS, Automaton, several

States = tuple[int, ...]


class Ask(NamedTuple):
    """The characters that all patterns take next, and the number of the states that they lead to.

    `wild`: they are left open; None for an unknown literal as a whole.
    """

    mask: int
    target: int
    wild: bool | None


class Requirement(Struct, eq=False):
    """The states of all required patterns, one of each, are a number together; numbers are given as they are met."""

    patterns: tuple[Automaton, ...]
    _states: list[States] = field(default_factory=list)
    _numbers: dict[States, int] = field(default_factory=dict)
    _asks: dict[int, tuple[Ask, ...]] = field(default_factory=dict)
    _accepts: list[bool] = field(default_factory=list)
    _loose: list[bool] = field(default_factory=list)

    def starts(self, most: int) -> list[int]:
        """Where the patterns may begin, so many combinations at most."""
        combined = combinations_of(*(pattern.starts for pattern in self.patterns))
        return [self._number(states) for states in islice(combined, most)]

    def asks(self, number: int) -> tuple[Ask, ...]:
        """What comes next."""
        found = self._asks.get(number)
        if found is None:
            found = self._asks[number] = tuple(self._ask(mask, states) for mask, states in self._next(number))
        return found

    def accepts(self, number: int) -> bool:
        """Whether a value of each pattern is complete."""
        return self._accepts[number]

    def loose(self, number: int) -> bool:
        """Whether each pattern takes whatever follows."""
        return self._loose[number]

    def _number(self, states: States) -> int:
        number = self._numbers.setdefault(states, len(self._states))
        if number == len(self._states):
            self._states.append(states)
            accepts = all(state in pattern.finals for pattern, state in zip(self.patterns, states, strict=True))
            self._accepts.append(accepts)
            self._loose.append(accepts and all(map(_takes_anything, self.patterns, states)))
        return number

    def _ask(self, mask: int, states: States) -> Ask:
        characters = mask & CHARACTERS
        return Ask(mask, self._number(states), several(characters) if characters else None)

    def _next(self, number: int) -> Iterable[tuple[int, States]]:
        if len(self.patterns) == 1:
            return [(arc.mask, (arc.target,)) for arc in self.patterns[0].arcs[self._states[number][0]]]
        combined: list[tuple[int, States]] = [(ANYTHING, ())]
        for pattern, state in zip(self.patterns, self._states[number], strict=True):
            combined = [
                (mask & arc.mask, (*before, arc.target))
                for mask, before in combined
                for arc in pattern.arcs[state]
                if mask & arc.mask
            ]
        return combined


def _takes_anything(pattern: Automaton, state: int) -> bool:
    return any(arc.target == state and arc.mask == ANYTHING for arc in pattern.arcs[state])
