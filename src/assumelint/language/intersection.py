"""How a product is made: a grammar, the required patterns and the excluded ones, read in step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct, field

from assumelint.language.automaton import Automaton
from assumelint.language.exclusion import Exclusion, exclusion_of
from assumelint.language.extent import beyond
from assumelint.language.product import Product, Step, completable, trimmed
from assumelint.language.requirement import Ask, Requirement

# Enough for what a trust policy can hold (`aws.TRUST_POLICY_MOST`); beyond this the question stays open.
MOST_NODES = 12_000
MOST_STEPS = 60_000
# So many conditions on one claim are not meant to be understood.
MOST_CONDITIONS = 6

# The state in the grammar, and the numbers of those in the requirement and in the exclusion.
Place = tuple[int, int, int]


def intersect(
    grammar: Automaton,
    required: Sequence[Automaton] = (),
    excluded: Sequence[Automaton] = (),
    *,
    whole: bool = False,
    most: int = MOST_NODES,
) -> Product | None:
    """What fits a form, one value of each required condition, and no value of the excluded ones.

    The graph is cut short where all is open; `whole` shows it to the end. None where the question is too large:
    it takes more than `most` nodes.
    """
    if len(required) + len(excluded) > MOST_CONDITIONS:
        return None
    return _intersect(grammar, tuple(required), tuple(excluded), whole, most)


class Meeting(Struct, frozen=True):
    """Whether something satisfies all, None where the question is too large; and what it took to find out."""

    exists: bool | None
    size: int


@lru_cache(maxsize=1024)
def meeting(
    grammar: Automaton, required: tuple[Automaton, ...], excluded: tuple[Automaton, ...], most: int = MOST_NODES
) -> Meeting:
    """Whether `intersect` would find anything. The first string that is found ends the search."""
    if len(required) + len(excluded) > MOST_CONDITIONS:
        return Meeting(None, 0)
    walk = _Walk(grammar, Requirement(required), exclusion_of(excluded), bool(excluded))
    waiting = list(range(walk.begin()))
    while waiting:
        place, reached = walk.places[waiting.pop()], len(walk.places)
        if reached > most:
            return Meeting(None, reached)
        if walk.end(place) or (walk.open_ended(place) and completable(grammar)[place[0]]):
            return Meeting(True, reached)
        walk.steps(place)
        waiting += range(reached, len(walk.places))
    return Meeting(False, len(walk.places))


@lru_cache(maxsize=256)
def _intersect(
    grammar: Automaton, required: tuple[Automaton, ...], excluded: tuple[Automaton, ...], whole: bool, most: int
) -> Product | None:
    walk = _Walk(grammar, Requirement(required), exclusion_of(excluded), bool(excluded))
    starts = walk.begin()
    steps: list[list[Step]] = []
    tails: set[int] = set()
    count = 0
    for node, place in enumerate(walk.places):  # grows while it is walked
        if len(walk.places) > most or count > MOST_STEPS:
            return None
        if not whole and walk.open_ended(place):
            tails.add(node)
            steps.append([])
            continue
        found = walk.steps(place)
        count += len(found)
        steps.append(found)
    ends = walk.ends(tails)
    return trimmed(grammar, steps, range(starts), ends, tuple([place[0] for place in walk.places]), frozenset(tails))


class _Walk(Struct, eq=False):
    """The places that were reached so far, in the order in which they were: their numbers are the nodes."""

    grammar: Automaton
    required: Requirement
    excluded: Exclusion
    excludes: bool
    places: list[Place] = field(default_factory=list)
    _numbers: dict[Place, int] = field(default_factory=dict)

    def begin(self) -> int:
        """Reach the places where a string may begin, and say how many they are."""
        if self.excluded.places:
            for start in self.grammar.starts:
                for asked in self.required.starts(MOST_NODES + 1):
                    self._number((start, asked, 0))
        return len(self.places)

    def steps(self, place: Place) -> list[Step]:
        """The steps from one place; where they lead is reached by that."""
        here, states, outside = place
        arcs, found = self.grammar.arcs[here], list[Step]()
        for ask in self.required.asks(states):
            mask, target, wild = ask
            if wild is None:
                found += self._literals(here, ask, outside)
                continue
            for arc in arcs:
                both = arc.mask & mask
                if not both:
                    continue
                if not self.excludes:
                    found.append(Step(both, self._number((arc.target, target, 0)), arc.field, wild))
                    continue
                for part, left in self.excluded.follow(outside, both):
                    found.append(Step(part, self._number((arc.target, target, left)), arc.field, wild))
        return found

    def _literals(self, here: int, ask: Ask, outside: int) -> list[Step]:
        """An unknown literal as a whole, to every state where it may end. It has some characters."""
        inside = self.grammar.inside[here]
        return [
            Step(part, self._number((target, ask.target, left)), extent=extent)
            for part, left in self.excluded.follow(outside, ask.mask)
            for target, extent in beyond(self.grammar, here).items()
            if target != here or inside
        ]

    def ends(self, tails: set[int]) -> tuple[int, ...]:
        """The forms that are complete at each place; at a tail, those that can be completed from it."""
        ahead = completable(self.grammar) if tails else ()
        return tuple([ahead[place[0]] if node in tails else self.end(place) for node, place in enumerate(self.places)])

    def end(self, place: Place) -> int:
        """The forms that are complete at one place."""
        here, states, outside = place
        form = self.grammar.finals.get(here, 0)
        return form if form and self.required.accepts(states) and self.excluded.accepts(outside) else 0

    def open_ended(self, place: Place) -> bool:
        """Whether the conditions leave open all that follows."""
        return not self.excludes and self.required.loose(place[1])

    def _number(self, place: Place) -> int:
        number = self._numbers.setdefault(place, len(self.places))
        if number == len(self.places):
            self.places.append(place)
        return number
