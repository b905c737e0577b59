"""Several required patterns read in parallel. What each combination of their states accepts is computed once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from itertools import product as combinations_of
from typing import NamedTuple

from msgspec import Struct, field

from assumelint.language.automaton import ANYTHING, CHARACTERS, Automaton, several

States = tuple[int, ...]


class Ask(NamedTuple):
    """A set of characters that all patterns accept next, and the number of the combined state that it leads to.

    `wild`: the patterns do not restrict the character; None for an unknown literal as a whole.
    """

    mask: int
    target: int
    wild: bool | None


class Requirement(Struct, eq=False):
    """The combined states of all required patterns, one state of each. They are numbered on first use."""

    patterns: tuple[Automaton, ...]
    _states: list[States] = field(default_factory=list)
    _numbers: dict[States, int] = field(default_factory=dict)
    _asks: dict[int, tuple[Ask, ...]] = field(default_factory=dict)
    _accepts: list[bool] = field(default_factory=list)
    _loose: list[bool] = field(default_factory=list)

    def starts(self, most: int) -> list[int]:
        """Return the combined start states, at most `most` of them."""
        combined = combinations_of(*(pattern.starts for pattern in self.patterns))
        return [self._number(states) for states in islice(combined, most)]

    def asks(self, number: int) -> tuple[Ask, ...]:
        """Return what all patterns accept next."""
        found = self._asks.get(number)
        if found is None:
            found = self._asks[number] = tuple(self._ask(mask, states) for mask, states in self._next(number))
        return found

    def accepts(self, number: int) -> bool:
        """Return whether every pattern is complete."""
        return self._accepts[number]

    def loose(self, number: int) -> bool:
        """Return whether every pattern accepts any continuation."""
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
