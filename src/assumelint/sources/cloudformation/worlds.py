"""The possible worlds of a template: consistent assumptions about the values that its conditions depend on.

A condition compares values that the template leaves open: parameters and pseudo parameters. Each comparison that is not
decided yet gets one answer, and the opposite answer starts another world. Answers apply to a whole world, so that two
conditions on the same parameter always agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

Outcome = TypeVar("Outcome")

# An answer can change the result of another comparison; this limits how often.
MAX_SETTLING = 8
NOTHING = '""'


class World(Struct, frozen=True):
    """The assumptions of a world: values of names, values that names do not have, and results of other comparisons.

    `supposed`: it assumes a value that is written nowhere instead of a default, and that may never be passed.
    """

    bound: dict[str, str] = field(default_factory=dict)
    excluded: dict[str, frozenset[str]] = field(default_factory=dict)
    facts: dict[str, bool] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    supposed: bool = False

    def beside(self, usual: World) -> str:
        """Return the assumptions that differ from another world, for display: `Env=prod, Mode≠strict`."""
        parts = [f"{name}={value or NOTHING}" for name, value in self.bound.items() if usual.bound.get(name) != value]
        for name, values in self.excluded.items():
            if name not in self.bound:
                parts += [
                    f"{name}≠{value or NOTHING}" for value in sorted(values - usual.excluded.get(name, frozenset()))
                ]
        facts = [(fact, holds) for fact, holds in self.facts.items() if usual.facts.get(fact) is not holds]
        return ", ".join(parts + [fact if holds else f"not {fact}" for fact, holds in facts])

    def bind(self, name: str, value: str) -> World:
        """Return this world with a value for a name."""
        return replace(self, bound={**self.bound, name: value})

    def exclude(self, name: str, value: str) -> World:
        """Return this world with a value excluded for a name."""
        values = self.excluded.get(name, frozenset()) | {value}
        return replace(self, excluded={**self.excluded, name: values})

    def state(self, fact: str, holds: bool) -> World:
        """Return this world with the result of a comparison."""
        return replace(self, facts={**self.facts, fact: holds})


class Run(Struct):
    """One evaluation in a world. A question that is not decided adds an assumption and starts another world."""

    world: World = field(default_factory=World)
    forks: list[World] = field(default_factory=list)

    def is_equal(self, name: str, value: str, usual: str | None, allowed: tuple[str, ...] | None) -> bool:
        """Return whether an open name has a value. `usual` is its default, `allowed` its possible values."""
        if name in self.world.bound:
            return self.world.bound[name] == value
        excluded = self.world.excluded.get(name, frozenset())
        if value in excluded or (allowed is not None and value not in allowed):
            return False
        others = [choice for choice in allowed or () if choice != value and choice not in excluded]
        if allowed is not None and not others:
            return True
        yes, no = self.world.bind(name, value), self.world.exclude(name, value)
        if len(others) == 1:
            no = no.bind(name, others[0])
        elif usual == value and not allowed:
            no = replace(no, supposed=True)
        is_usual = usual is None or usual == value
        self.world, fork = (yes, no) if is_usual else (no, yes)
        self.forks.append(fork)
        return is_usual

    def holds(self, fact: str) -> bool:
        """Return the result of a comparison that cannot be evaluated."""
        if fact not in self.world.facts:
            self.forks.append(self.world.state(fact, False))
            self.world = self.world.state(fact, True)
        return self.world.facts[fact]

    def offer(self, name: str, values: list[str]) -> None:
        """Start a world for each value that an open name is likely to have."""
        if name in self.world.bound or name in self.world.asked:
            return
        excluded = self.world.excluded.get(name, frozenset())
        self.forks += (self.world.bind(name, value) for value in values if value not in excluded)
        world = self.world
        self.world = replace(world, asked=world.asked | {name})

    def value(self, name: str, usual: str | None) -> str | None:
        """Return the value of a name in this world, or None if it is open."""
        if name in self.world.bound:
            return self.world.bound[name]
        return None if usual in self.world.excluded.get(name, frozenset()) else usual


def outcomes(evaluate: Callable[[Run], Outcome], limit: int) -> Iterator[tuple[World, Outcome]]:
    """Yield the result in each world, the likeliest (with all defaults) first, at most `limit` of them."""
    waiting = [World()]
    while waiting and limit > 0:
        world = waiting.pop(0)
        for _ in range(MAX_SETTLING):
            run = Run(world)
            outcome = evaluate(run)
            waiting += run.forks[: max(limit * 2 - len(waiting), 0)]
            if run.world is world:
                break
            world = run.world
        yield world, outcome
        limit -= 1
