"""The intersection of a grammar and the conditions on a claim, as a graph of what both allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

from assumelint.sts.automaton import ANYTHING, CHARACTERS, Automaton, several

# A trust policy holds 8192 characters at most; beyond this the question stays open.
MOST_NODES = 60_000

# The place in the grammar, in each pattern, and the set of places in each excluded pattern.
Place: TypeAlias = tuple[int, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One character, or an unknown literal as a whole (`hole`).

    `wild`: the conditions leave the character open. `crosses`: the literal goes beyond the field it begins in.
    """

    mask: int
    target: int
    field: str
    wild: bool
    hole: bool = False
    crosses: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """Nodes are numbered, `steps[node]` lead only to nodes from which an end can be reached.

    `forms[node]` is the bit set of the forms that can still be completed; `ends[node]` that of the forms complete there.
    `inside[node]` is the field that the node is in the middle of. Node numbers in `starts` have some form to complete.
    """

    steps: tuple[tuple[Step, ...], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: tuple[int, ...]
    inside: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing satisfies all."""
        return not self.starts

    @property
    def accepted(self) -> int:
        """The bit set of forms of which some string satisfies all."""
        result = 0
        for start in self.starts:
            result |= self.forms[start]
        return result


def intersect(
    grammar: Automaton, required: Sequence[Automaton] = (), excluded: Sequence[Automaton] = ()
) -> Product | None:
    """What fits a form, one value of each required condition, and no value of the excluded ones.

    None where the question is too large to answer.
    """
    return _intersect(grammar, tuple(required), tuple(excluded))


@lru_cache(maxsize=1024)
def _intersect(grammar: Automaton, required: tuple[Automaton, ...], excluded: tuple[Automaton, ...]) -> Product | None:
    numbers: dict[Place, int] = {place: index for index, place in enumerate(_starts(grammar, required, excluded))}
    starts, places, steps = len(numbers), list(numbers), []
    for place in places:  # grows while it is walked
        found: list[Step] = []
        for mask, field, wild, target, crosses in _moves(grammar, required, excluded, place):
            number = numbers.setdefault(target, len(places))
            if number == len(places):
                places.append(target)
            found.append(Step(mask, number, field, wild, not mask & CHARACTERS, crosses))
        steps.append(found)
        if len(places) > MOST_NODES:
            return None
    ends = [_ends(grammar, required, excluded, place) for place in places]
    forms = _completable(steps, ends)
    return Product(
        tuple(tuple(step for step in found if forms[step.target]) for found in steps),
        tuple(number for number in range(starts) if forms[number]),
        tuple(ends),
        tuple(forms),
        tuple(grammar.inside[place[0]] for place in places),
    )


def _starts(grammar: Automaton, required: tuple[Automaton, ...], excluded: tuple[Automaton, ...]) -> list[Place]:
    combined: list[tuple[int, ...]] = [()]
    for pattern in required:
        combined = [(*before, start) for before in combined for start in pattern.starts]
        if len(combined) > MOST_NODES:
            break
    outside = tuple(sum(1 << start for start in pattern.starts) for pattern in excluded)
    return [(start, before, outside) for start in grammar.starts for before in combined[: MOST_NODES + 1]]


Move: TypeAlias = tuple[int, str, bool, Place, bool]


def _moves(
    grammar: Automaton, required: tuple[Automaton, ...], excluded: tuple[Automaton, ...], place: Place
) -> Iterator[Move]:
    here, states, outside = place
    for asked, targets in _asked(required, states):
        if not asked & CHARACTERS:
            left_out = tuple(
                _follow(pattern, current, asked) for pattern, current in zip(excluded, outside, strict=True)
            )
            for target in _beyond(grammar, here):
                inside = grammar.inside[here]
                crosses = not (target == here or (inside and grammar.inside[target] == inside))
                yield asked, "", False, (target, targets, left_out), crosses
            continue
        wild = several(asked & CHARACTERS)
        for arc in grammar.arcs[here]:
            mask = arc.mask & asked
            if mask:
                for part, left_out in _split(excluded, outside, mask):
                    yield part, arc.field, wild, (arc.target, targets, left_out), False


def _asked(required: tuple[Automaton, ...], states: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    """The characters that all required patterns take next, and where each goes then."""
    if len(required) == 1:
        return [(arc.mask, (arc.target,)) for arc in required[0].arcs[states[0]]]
    combined: list[tuple[int, tuple[int, ...]]] = [(ANYTHING, ())]
    for pattern, state in zip(required, states, strict=True):
        combined = [
            (mask & arc.mask, (*before, arc.target))
            for mask, before in combined
            for arc in pattern.arcs[state]
            if mask & arc.mask
        ]
    return combined


@lru_cache(maxsize=4096)
def _beyond(grammar: Automaton, state: int) -> tuple[int, ...]:
    """Every state that some string leads to: where an unknown literal may end."""
    seen = {state: None}
    for current in (waiting := [state]):
        for arc in grammar.arcs[current]:
            if arc.target not in seen:
                seen[arc.target] = None
                waiting.append(arc.target)
    return tuple(seen)


def _split(
    excluded: tuple[Automaton, ...], outside: tuple[int, ...], mask: int
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The set of characters, parted by where they lead in the excluded patterns."""
    parts: list[tuple[int, tuple[int, ...]]] = [(mask, ())]
    for pattern, current in zip(excluded, outside, strict=True):
        parts = [
            (part, (*before, _follow(pattern, current, part)))
            for whole, before in parts
            for part in _parts(pattern, current, whole)
        ]
    yield from parts


def _parts(pattern: Automaton, current: int, mask: int) -> Iterator[int]:
    rest = mask
    for asked in {arc.mask for state in _states(current) for arc in pattern.arcs[state]}:
        if asked & CHARACTERS != CHARACTERS and rest & asked:
            yield rest & asked
            rest &= ~asked
    if rest:
        yield rest


@lru_cache(maxsize=65536)
def _follow(pattern: Automaton, current: int, mask: int) -> int:
    """Where a set of characters that no arc parts leads from several states at once."""
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


def _ends(grammar: Automaton, required: tuple[Automaton, ...], excluded: tuple[Automaton, ...], place: Place) -> int:
    here, states, outside = place
    if here not in grammar.finals:
        return 0
    fits = all(state in pattern.finals for pattern, state in zip(required, states, strict=True))
    left_out = chain.from_iterable(
        (state in pattern.finals for state in _states(current))
        for pattern, current in zip(excluded, outside, strict=True)
    )
    return grammar.finals[here] if fits and not any(left_out) else 0


def _completable(steps: Sequence[Sequence[Step]], ends: Sequence[int]) -> list[int]:
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
