"""The outcomes that a template can have: what its conditions may turn out to be, without contradicting each other.

A condition compares values that the template leaves open: parameters, pseudo parameters. Each comparison that is
not decided yet is answered one way, and the other answer starts a world of its own. Answers hold for a whole
world, so two conditions that depend on one parameter always agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

Outcome = TypeVar("Outcome")

# Answers to one question can change what another answer shows, but not for ever.
MAX_SETTLING = 8
NOTHING = '""'


class World(Struct, frozen=True):
    """Answers: the value of a name, values that it does not have, and comparisons of other things.

    `supposed`: it takes a value instead of a default that is written down nowhere, and that nobody may ever pass.
    """

    bound: dict[str, str] = field(default_factory=dict)
    excluded: dict[str, frozenset[str]] = field(default_factory=dict)
    facts: dict[str, bool] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    supposed: bool = False

    def beside(self, usual: World) -> str:
        """What is assumed here and not in another world, for people: `Env=prod, Mode≠strict`."""
        parts = [f"{name}={value or NOTHING}" for name, value in self.bound.items() if usual.bound.get(name) != value]
        for name, values in self.excluded.items():
            if name not in self.bound:
                parts += [
                    f"{name}≠{value or NOTHING}" for value in sorted(values - usual.excluded.get(name, frozenset()))
                ]
        facts = [(fact, holds) for fact, holds in self.facts.items() if usual.facts.get(fact) is not holds]
        return ", ".join(parts + [fact if holds else f"not {fact}" for fact, holds in facts])

    def bind(self, name: str, value: str) -> World:
        """The same world, with a value for a name."""
        return replace(self, bound={**self.bound, name: value})

    def exclude(self, name: str, value: str) -> World:
        """The same world, in which a name does not have a value."""
        values = self.excluded.get(name, frozenset()) | {value}
        return replace(self, excluded={**self.excluded, name: values})

    def state(self, fact: str, holds: bool) -> World:
        """The same world, with an answer to a comparison."""
        return replace(self, facts={**self.facts, fact: holds})


class Run(Struct):
    """One evaluation in a world: it may ask, and then the world becomes more certain and others branch off."""

    world: World = field(default_factory=World)
    forks: list[World] = field(default_factory=list)

    def is_equal(self, name: str, value: str, usual: str | None, allowed: tuple[str, ...] | None) -> bool:
        """Whether an open name has a value. `usual` is its default, `allowed` all that it may have."""
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
        """Whether a comparison that cannot be decided holds."""
        if fact not in self.world.facts:
            self.forks.append(self.world.state(fact, False))
            self.world = self.world.state(fact, True)
        return self.world.facts[fact]

    def offer(self, name: str, values: list[str]) -> None:
        """Branch off a world for each value that an open name may well have."""
        if name in self.world.bound or name in self.world.asked:
            return
        excluded = self.world.excluded.get(name, frozenset())
        self.forks += (self.world.bind(name, value) for value in values if value not in excluded)
        world = self.world
        self.world = replace(world, asked=world.asked | {name})

    def value(self, name: str, usual: str | None) -> str | None:
        """The value of a name in this world, or None where it is open."""
        if name in self.world.bound:
            return self.world.bound[name]
        return None if usual in self.world.excluded.get(name, frozenset()) else usual


def outcomes(evaluate: Callable[[Run], Outcome], limit: int) -> Iterator[tuple[World, Outcome]]:
    """What comes out in each world, the likeliest (defaults as they are) first, at most `limit` of them."""
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
