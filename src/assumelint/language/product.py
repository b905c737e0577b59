"""The intersection of a claim's grammar and the conditions on that claim, as a graph."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from assumelint.language.automaton import Arc, Automaton
from assumelint.language.extent import Extent


class Step(Struct, frozen=True, gc=False):
    """One character, or (with an `extent`) an unknown literal as a whole.

    `wild`: the conditions do not restrict the character.
    """

    mask: int
    target: int
    field: str = ""
    wild: bool = False
    extent: Extent | None = None


class Product(Struct, frozen=True, eq=False):
    """The graph. Nodes are numbers; `steps[node]` lead only to nodes from which a form can be completed.

    `forms[node]` is the bit set of forms that can still be completed, `ends[node]` that of forms complete at the node,
    `inside[node]` is the field that the node is in the middle of, `places[node]` is its state in the grammar. At a node
    in `tails`, the conditions accept every continuation, and the graph omits it. Products are compared by identity.
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
        """Whether no string satisfies all conditions."""
        return not self.starts

    @property
    def size(self) -> int:
        """The number of nodes, as a measure of the work done."""
        return len(self.steps)

    @property
    def accepted(self) -> int:
        """The bit set of forms for which some string satisfies all conditions."""
        result = 0
        for start in self.starts:
            result |= self.forms[start]
        return result

    @property
    def readings(self) -> tuple[Product, ...]:
        """The product with each unknown literal limited to one field, if that is not empty, then the full product."""
        if not any(step.extent is Extent.JOINS for steps in self.steps for step in steps):
            return () if self.empty else (self,)
        steps = [[step for step in found if step.extent is not Extent.JOINS] for found in self.steps]
        within = trimmed(self.grammar, steps, self.starts, self.ends, self.places, self.tails)
        return (self,) if within.empty else (within, self)


def trimmed(
    grammar: Automaton,
    steps: Sequence[Sequence[Step]],
    starts: Sequence[int],
    ends: tuple[int, ...],
    places: tuple[int, ...],
    tails: frozenset[int],
) -> Product:
    """Return the product of these nodes without the steps from which no form can be completed."""
    forms = _completable(steps, ends)
    return Product(
        tuple([tuple([step for step in found if forms[step.target]]) for found in steps]),
        tuple(number for number in starts if forms[number]),
        ends,
        tuple(forms),
        tuple([grammar.inside[place] for place in places]),
        grammar,
        places,
        tails,
    )


@lru_cache(maxsize=256)
def completable(grammar: Automaton) -> tuple[int, ...]:
    """Return, for each state of a grammar, the forms that can be completed from it."""
    ends = [grammar.finals.get(state, 0) for state in range(len(grammar.arcs))]
    return tuple(_completable(grammar.arcs, ends))


def _completable(steps: Sequence[Sequence[Step | Arc]], ends: Sequence[int]) -> list[int]:
    """Return, for each node, the forms that can be completed from it."""
    before: list[list[int]] = [[] for _ in steps]
    for node, found in enumerate(steps):
        for step in found:
            if step.target != node:
                before[step.target].append(node)
    forms = list(ends)
    waiting = [node for node, end in enumerate(ends) if end]
    while waiting:
        node = waiting.pop()
        reached = forms[node]
        for earlier in before[node]:
            if reached & ~forms[earlier]:
                forms[earlier] |= reached
                waiting.append(earlier)
    return forms
