"""The intersection of a grammar and the conditions on a claim, as a graph of what both allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from assumelint.language.automaton import ANYTHING, CHARACTERS, Arc, Automaton, sample, several

# Enough for what a trust policy can hold (`aws.TRUST_POLICY_MOST`); beyond this the question stays open.
MOST_NODES = 12_000
MOST_STEPS = 60_000
# So many conditions on one claim are not meant to be understood.
MOST_CONDITIONS = 6

# The place in the grammar, in each pattern, and the set of places in each excluded pattern.
Place: TypeAlias = tuple[int, tuple[int, ...], tuple[int, ...]]


class Extent(IntEnum):
    """How far an unknown literal goes in a form."""

    WITHIN = 0  # no more than one field
    JOINS = 1  # several fields and the punctuation between them: OWNER/REPO


class Step(NamedTuple):
    """One character, or (with an `extent`) an unknown literal as a whole.

    `wild`: the conditions leave the character open.
    """

    mask: int
    target: int
    field: str = ""
    wild: bool = False
    extent: Extent | None = None


# Where a move leads, the characters it takes, and what a step says of them: `field`, `wild` and `extent`.
Move: TypeAlias = tuple[Place, int, str, bool, Extent | None]


class Product(Struct, frozen=True):
    """Nodes are numbered; `steps[node]` lead only to nodes from which a form can be completed.

    `forms[node]` is the bit set of the forms that can still be completed, `ends[node]` of those complete there,
    `inside[node]` is the field that the node is in the middle of, `places[node]` its state in the grammar.
    At the nodes in `tails`, the conditions leave open all that follows, and the graph does not show it.
    """

    steps: tuple[tuple[Step, ...], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: tuple[int, ...]
    inside: tuple[str, ...]
    grammar: Automaton
    places: tuple[int, ...]
    tails: frozenset[int]

    @property
    def empty(self) -> bool:
        """Whether nothing satisfies all."""
        return not self.starts

    @property
    def size(self) -> int:
        """The number of nodes: what it took to find out."""
        return len(self.steps)

    @property
    def accepted(self) -> int:
        """The bit set of forms of which some string satisfies all."""
        result = 0
        for start in self.starts:
            result |= self.forms[start]
        return result

    @property
    def readings(self) -> tuple[Product, ...]:
        """The product with each unknown literal within one field, where that is possible, and with more freedom."""
        if not any(step.extent is Extent.JOINS for steps in self.steps for step in steps):
            return () if self.empty else (self,)
        steps = [[step for step in found if step.extent is not Extent.JOINS] for found in self.steps]
        within = _trimmed(self.grammar, steps, self.starts, self.ends, self.places, self.tails)
        return (self,) if within.empty else (within, self)


def intersect(
    grammar: Automaton, required: Sequence[Automaton] = (), excluded: Sequence[Automaton] = (), *, whole: bool = False
) -> Product | None:
    """What fits a form, one value of each required condition, and no value of the excluded ones.

    The graph is cut short where all is open; `whole` shows it to the end. None where the question is too large.
    """
    if len(required) + len(excluded) > MOST_CONDITIONS:
        return None
    return _intersect(grammar, tuple(required), tuple(excluded), whole)


@lru_cache(maxsize=256)
def _intersect(
    grammar: Automaton, required: tuple[Automaton, ...], excluded: tuple[Automaton, ...], whole: bool
) -> Product | None:
    question = _Question(grammar, required, excluded)
    numbers = {place: index for index, place in enumerate(question.starts())}
    starts, places = tuple(numbers.values()), list(numbers)
    loose = tuple(_loose(pattern) for pattern in required)
    steps: list[list[Step]] = []
    tails: set[int] = set()
    count = 0
    for node, place in enumerate(places):  # grows while it is walked
        if len(places) > MOST_NODES or count > MOST_STEPS:
            return None
        found: list[Step] = []
        if not whole and not excluded and all(map(frozenset.__contains__, loose, place[1])):
            tails.add(node)
        else:
            for target, mask, field, wild, extent in question.moves(place):
                number = numbers.setdefault(target, len(places))
                if number == len(places):
                    places.append(target)
                found.append(Step(mask, number, field, wild, extent))
        count += len(found)
        steps.append(found)
    states = tuple(place[0] for place in places)
    ahead = completable(grammar) if tails else ()
    ends = tuple(ahead[states[node]] if node in tails else question.ends(place) for node, place in enumerate(places))
    return _trimmed(grammar, steps, starts, ends, states, frozenset(tails))


@lru_cache(maxsize=256)
def completable(grammar: Automaton) -> tuple[int, ...]:
    """For each state of a grammar, the forms that can be completed from it."""
    ends = [grammar.finals.get(state, 0) for state in range(len(grammar.arcs))]
    return tuple(_completable(grammar.arcs, ends))


def _trimmed(
    grammar: Automaton,
    steps: Sequence[Sequence[Step]],
    starts: tuple[int, ...],
    ends: tuple[int, ...],
    places: tuple[int, ...],
    tails: frozenset[int],
) -> Product:
    forms = _completable(steps, ends)
    return Product(
        tuple(tuple(step for step in found if forms[step.target]) for found in steps),
        tuple(number for number in starts if forms[number]),
        ends,
        tuple(forms),
        tuple(grammar.inside[place] for place in places),
        grammar,
        places,
        tails,
    )


def _completable(steps: Sequence[Sequence[Step | Arc]], ends: Sequence[int]) -> list[int]:
    """For each node, the forms that some way from it completes."""
    before: list[list[int]] = [[] for _ in steps]
    for node, found in enumerate(steps):
        for step in found:
            if step.target != node:
                before[step.target].append(node)
    forms = list(ends)
    waiting = [node for node, end in enumerate(ends) if end]
    while waiting:
        node = waiting.pop()
        for earlier in before[node]:
            if forms[node] & ~forms[earlier]:
                forms[earlier] |= forms[node]
                waiting.append(earlier)
    return forms


class _Question(Struct, frozen=True):
    grammar: Automaton
    required: tuple[Automaton, ...]
    excluded: tuple[Automaton, ...]

    def starts(self) -> list[Place]:
        combined: list[tuple[int, ...]] = [()]
        for pattern in self.required:
            combined = [(*before, start) for before in combined for start in pattern.starts][: MOST_NODES + 1]
        outside = tuple(sum(1 << start for start in pattern.starts) for pattern in self.excluded)
        return [(start, before, outside) for start in self.grammar.starts for before in combined]

    def moves(self, place: Place) -> Iterator[Move]:
        here, states, outside = place
        inside, arcs = self.grammar.inside[here], self.grammar.arcs[here]
        for asked, targets in self._asked(states):
            if not asked & CHARACTERS:
                left_out = self._follow(outside, asked)
                for target, extent in beyond(self.grammar, here).items():
                    if target == here and not inside:
                        continue  # the literal has some characters
                    yield (target, targets, left_out), asked, "", False, extent
                continue
            wild = several(asked & CHARACTERS)
            for arc in arcs:
                both = arc.mask & asked
                if both and not outside:
                    yield (arc.target, targets, outside), both, arc.field, wild, None
                elif both:
                    for mask in self._parts(outside, both):
                        yield (arc.target, targets, self._follow(outside, mask)), mask, arc.field, wild, None

    def _asked(self, states: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
        """The characters that all required patterns take next, and where each goes then."""
        if len(self.required) == 1:
            return [(arc.mask, (arc.target,)) for arc in self.required[0].arcs[states[0]]]
        combined: list[tuple[int, tuple[int, ...]]] = [(ANYTHING, ())]
        for pattern, state in zip(self.required, states, strict=True):
            combined = [
                (mask & arc.mask, (*before, arc.target))
                for mask, before in combined
                for arc in pattern.arcs[state]
                if mask & arc.mask
            ]
        return combined

    def _parts(self, outside: tuple[int, ...], mask: int) -> list[int]:
        """The set of characters, parted so that each part leads to one place in the excluded patterns."""
        parts = [mask]
        for pattern, current in zip(self.excluded, outside, strict=True):
            for asked in {arc.mask for state in _states(current) for arc in pattern.arcs[state]}:
                parts = [part for whole in parts for part in (whole & asked, whole & ~asked) if part]
        return parts

    def _follow(self, outside: tuple[int, ...], mask: int) -> tuple[int, ...]:
        """Where a part leads in the excluded patterns: every place at once."""
        return tuple(_targets(pattern, current, mask) for pattern, current in zip(self.excluded, outside, strict=True))

    def ends(self, place: Place) -> int:
        here, states, outside = place
        form = self.grammar.finals.get(here, 0)
        if not form:
            return 0
        fits = all(state in pattern.finals for pattern, state in zip(self.required, states, strict=True))
        left_out = any(
            state in pattern.finals
            for pattern, current in zip(self.excluded, outside, strict=True)
            for state in _states(current)
        )
        return form if fits and not left_out else 0


@lru_cache(maxsize=1024)
def _loose(pattern: Automaton) -> frozenset[int]:
    """The states from which a pattern takes whatever follows."""
    return frozenset(
        state
        for state in pattern.finals
        if any(arc.target == state and arc.mask == ANYTHING for arc in pattern.arcs[state])
    )


def _targets(pattern: Automaton, current: int, mask: int) -> int:
    result = 0
    for state in _states(current):
        for arc in pattern.arcs[state]:
            if arc.mask & mask:
                result |= 1 << arc.target
    return result


def _states(current: int) -> Iterator[int]:
    while current:
        lowest = current & -current
        yield lowest.bit_length() - 1
        current ^= lowest


@lru_cache(maxsize=4096)
def beyond(grammar: Automaton, state: int) -> dict[int, Extent]:
    """Every state where an unknown literal that begins here may end, and how far it goes at least.

    It holds names and what joins them, but no words of the form: `${var.repo}` is `acme/app`, not `acme/app:ref`.
    """
    field = grammar.inside[state]
    found = {state: Extent.WITHIN}
    _spread(grammar, found, Extent.WITHIN, lambda arc, inside: bool(arc.field) and inside in ("", arc.field), field)
    _spread(grammar, found, Extent.JOINS, lambda arc, _: bool(arc.field) or not _is_word(arc.mask), field)
    return found


def _spread(
    grammar: Automaton, found: dict[int, Extent], extent: Extent, takes: Callable[[Arc, str], bool], field: str
) -> None:
    waiting = list(found)
    first = waiting[0]
    while waiting:
        state = waiting.pop()
        inside = field if state == first else grammar.inside[state]
        for arc in grammar.arcs[state]:
            if arc.target not in found and takes(arc, inside):
                found[arc.target] = extent
                waiting.append(arc.target)


def _is_word(mask: int) -> bool:
    return sample(mask).isalnum()
