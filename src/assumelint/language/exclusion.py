"""What fits none of some patterns, as a deterministic automaton whose states are made when they are reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field

from assumelint.language.automaton import ANYTHING, Automaton

# Characters, and the state that all of them lead to.
Part = tuple[int, int]


class Exclusion(Struct, eq=False):
    """All excluded patterns in one. A state is a number; it stands for every place in the patterns that was reached.

    Only states from which some string still fits no pattern are shown. The patterns are chains (see `automaton_of`):
    a place leads to the next one, or loops.
    """

    _onward: Mapping[int, int]  # of each set of characters, the places that it leads on from
    _loops: int
    _ends: int
    _earlier: Mapping[int, int]  # of each `*` behind the first of its pattern, the places before it
    _late: int  # all of those `*`
    places: list[int] = field(default_factory=list)  # of each state, as bits
    _numbers: dict[int, int] = field(default_factory=dict)
    _asking: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    _parts: dict[tuple[int, int], tuple[Part, ...]] = field(default_factory=dict)

    def accepts(self, state: int) -> bool:
        """Whether what was read so far fits no pattern."""
        return not self.places[state] & self._ends

    def follow(self, state: int, mask: int) -> tuple[Part, ...]:
        """The characters of a set, by the state that they lead to, as far as any of them leads on."""
        key = (state, mask)
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = tuple(self._follow(self.places[state], mask))
        return found

    def _follow(self, places: int, mask: int) -> Iterator[Part]:
        """The set, split by what each place asks for; parts that lead to the same places are one again."""
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
        """What of a set is asked for somewhere, and the places that it leads on from."""
        found = self._asking.get(mask)
        if found is None:
            found = [(asked & mask, bits) for asked, bits in self._onward.items() if asked & mask]
            self._asking[mask] = found
        return found

    def reach(self, places: int, fresh: int) -> int:
        """The number of a state, -1 where whatever follows fits some pattern. `fresh` places were not in it before.

        Where a `*` is reached, the places before it in the same pattern can add nothing.
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
    """Each set of characters in two: those that are taken lead on as well."""
    split: dict[int, int] = {}
    for part, reached in parts.items():
        if part & taken:
            split[part & taken] = reached | onward
        if part & ~taken:
            split[part & ~taken] = reached
    return split


@lru_cache(maxsize=8)
def exclusion_of(patterns: tuple[Automaton, ...]) -> Exclusion:
    """What fits no value of these patterns. It begins in state 0, if it has any state.

    Raises `ValueError` where a pattern loops on some characters only: that is an unknown part, and excludes nothing.
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
    """A set of places: they are in ascending order."""
    table = bytearray(places[-1] // 8 + 1 if places else 0)
    for place in places:
        table[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(table, "little")
