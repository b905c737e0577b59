"""What fits none of some patterns, as a deterministic automaton whose states are made when they are reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from assumelint.language.automaton import Automaton

# Characters, and the state that all of them lead to.
Part = tuple[int, int]


class Exclusion(Struct, eq=False):
    """All excluded patterns in one. A state is a number; it stands for every place in the patterns that was reached.

    Only states from which some string still fits no pattern are shown. The patterns are chains (see `automaton_of`):
    a place leads to the next one, or loops.
    """

    places: list[int] = field(default_factory=list)  # of each state, as bits
    _numbers: dict[int, int] = field(default_factory=dict)
    _onward: dict[int, int] = field(default_factory=dict)  # of each set of characters, the places it leads on from
    _loops: int = 0
    _ends: int = 0
    _earlier: dict[int, int] = field(default_factory=dict)  # of each `*` behind the first, the places before it
    _late: int = 0  # all of those `*`
    _parts: dict[tuple[int, int], tuple[Part, ...]] = field(default_factory=dict)

    @staticmethod
    def of(patterns: Sequence[Automaton]) -> Exclusion:
        """What fits no value of these patterns; its first state is 0, if there is any."""
        made, offset, starts = Exclusion(), 0, 0
        for pattern in patterns:
            starts |= made._add(pattern, offset) << offset
            offset += len(pattern.arcs)
        made._reach(starts, 0)
        return made

    def _add(self, pattern: Automaton, offset: int) -> int:
        """Take in the places of a pattern, and say where it starts."""
        first = 0
        for place, arcs in enumerate(pattern.arcs):
            bit = 1 << offset + place
            if place in pattern.starts:
                first = place
            for arc in arcs:
                if arc.target != place:
                    self._onward[arc.mask] = self._onward.get(arc.mask, 0) | bit
                    continue
                self._loops |= bit
                if place > first:
                    self._earlier[bit] = bit - (1 << offset + first)
                    self._late |= bit
            if place in pattern.finals:
                self._ends |= bit
        return sum(1 << start for start in pattern.starts)

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
        everywhere, parts, rest = places & self._loops, dict[int, int](), mask
        for asked, bits in self._onward.items():
            onward, taken = (places & bits) << 1, asked & mask
            if not onward or not taken:
                continue
            if taken == mask:
                everywhere |= onward
            elif taken & rest == taken:
                parts[taken] = onward
                rest ^= taken
            else:
                parts = _split({**parts, rest: 0}, taken, onward)
                rest &= ~taken
        parts.setdefault(rest, 0)
        targets: dict[int, int] = {}
        for part, onward in parts.items():
            target = self._reach(everywhere, onward) if part else -1
            if target >= 0:
                targets[target] = targets.get(target, 0) | part
        return ((part, target) for target, part in targets.items())

    def _reach(self, places: int, fresh: int) -> int:
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
