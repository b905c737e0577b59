"""The strings that match none of several patterns, as a deterministic automaton that creates its states on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from assumelint.language.automaton import ANYTHING, Automaton

# A set of characters and the state that all of them lead to.
Part = tuple[int, int]


class Exclusion(Struct, eq=False):
    """The complement of several patterns. A state is a number that stands for a set of positions in the patterns.

    States from which every continuation matches a pattern are left out. The patterns are chains (see `automaton_of`): a
    position leads to the next one or loops.
    """

    _onward: Mapping[int, int]  # for each set of characters, the positions with an arc on it
    _loops: int
    _ends: int
    _earlier: Mapping[int, int]  # for each `*` except the first of its pattern, the positions before it
    _late: int  # the positions of all those `*`
    places: list[int] = field(default_factory=list)  # the positions of each state, as a bit set
    _numbers: dict[int, int] = field(default_factory=dict)
    _asking: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _parts: dict[tuple[int, int], tuple[Part, ...]] = field(default_factory=dict)

    def accepts(self, state: int) -> bool:
        """Return whether the characters read so far match no pattern."""
        return not self.places[state] & self._ends

    def follow(self, state: int, mask: int) -> tuple[Part, ...]:
        """Return a set of characters split by the state they lead to. Characters that lead to no state are left out."""
        key = (state, mask)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = tuple(self._follow(self.places[state], mask))
        return found

    def _follow(self, places: int, mask: int) -> Iterator[Part]:
        """Yield the set split by what each position accepts; parts that lead to the same positions are merged."""
        stay, common, parts, rest = places & self._loops, 0, dict[int, int](), mask
        for taken, bits in self._asked(mask):
            onward = (places & bits) << 1
            if not onward:
                continue
            if taken == mask:
                common |= onward
            elif taken & rest == taken:
                parts[taken] = onward
                rest ^= taken
            else:
                parts = _split({**parts, rest: 0}, taken, onward)
                rest &= ~taken
        parts.setdefault(rest, 0)
        targets: dict[int, int] = {}
        for part, onward in parts.items():
            target = self.reach(stay, common | onward) if part else -1
            if target >= 0:
                targets[target] = targets.get(target, 0) | part
        return ((part, target) for target, part in targets.items())

    def _asked(self, mask: int) -> list[tuple[int, int]]:
        """Return the subsets of a set that some position accepts, each with these positions."""
        found = self._asking.get(mask)
        if found is None:
            found = [(asked & mask, bits) for asked, bits in self._onward.items() if asked & mask]
            self._asking[mask] = found
        return found

    def reach(self, places: int, fresh: int) -> int:
        """Return the number of a state, or -1 where every continuation matches a pattern.

        `fresh` positions are newly added.

        Once a `*` is reached, the earlier positions of the same pattern add nothing and are dropped.
        """
        places |= fresh
        if places & self._ends & self._loops:
            return -1
        late = fresh & self._late
        while late:
            star = late & -late
            places &= ~self._earlier[star]
            late ^= star
        number = self._numbers.setdefault(places, len(self.places))
        if number == len(self.places):
            self.places.append(places)
        return number


def _split(parts: dict[int, int], taken: int, onward: int) -> dict[int, int]:
    """Split each set of characters into the `taken` ones, which lead to `onward` as well, and the others."""
    split: dict[int, int] = {}
    for part, reached in parts.items():
        if part & taken:
            split[part & taken] = reached | onward
        if part & ~taken:
            split[part & ~taken] = reached
    return split


@lru_cache(maxsize=8)
def exclusion_of(patterns: tuple[Automaton, ...]) -> Exclusion:
    """Return the strings that match none of these patterns. The start state is 0, if there is any state.

    Raises `ValueError` for a pattern that loops on a restricted set of characters: this is an unknown part, which
    cannot be excluded.
    """
    onward: dict[int, list[int]] = {}
    starts, ends, loops, late = list[int](), list[int](), list[int](), list[int]()
    earlier: dict[int, int] = {}
    offset = first = 0
    for pattern in patterns:
        begins = frozenset(pattern.starts)
        starts += (offset + place for place in pattern.starts)
        ends += (offset + place for place in pattern.finals)
        for own, arcs in enumerate(pattern.arcs):
            place = offset + own
            first = place if own in begins else first
            for arc in arcs:
                if arc.target != own:
                    onward.setdefault(arc.mask, []).append(place)
                    continue
                if arc.mask != ANYTHING:
                    raise ValueError("an excluded pattern has an unknown part that is no literal")
                loops.append(place)
                if place > first:
                    late.append(place)
                    earlier[1 << place] = (1 << place) - (1 << first)
        offset += len(pattern.arcs)
    by_mask = {mask: _bits(places) for mask, places in onward.items()}
    found = Exclusion(by_mask, _bits(loops), _bits(ends), earlier, _bits(late))
    found.reach(_bits(starts), 0)
    return found


def _bits(places: Sequence[int]) -> int:
    """Return positions, given in ascending order, as a bit set."""
    table = bytearray(places[-1] // 8 + 1 if places else 0)
    for place in places:
        table[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(table, "little")
