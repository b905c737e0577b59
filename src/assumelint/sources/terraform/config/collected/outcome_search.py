"""Goes through the outcomes of a root module that the roles of its declarations differ by.

The first evaluation keeps what all outcomes share, and records which questions each declaration depends on. One that
depends on any is evaluated again with answers, one unknown at a time: an answer may settle the next question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from operator import or_
from typing import TypeAlias

from msgspec import Struct, field

from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.collected.differing import may_differ
from assumelint.sources.terraform.config.declared.assumptions import NOTHING, Assumed, Unit
from assumelint.sources.terraform.config.declared.judged_types import ROLES
from assumelint.sources.terraform.config.declared.outcomes import Outcome, Questions, Unsettled
from assumelint.sources.terraform.config.declared.project import Project

# The most outcomes in which the roles of one declaration are judged.
MAX_OUTCOMES = 16
# The most answers of one outcome about unknowns without a name. Each may double the outcomes, and few go together.
MAX_UNNAMED = 2

# Evaluates some declarations in an outcome.
Walk: TypeAlias = Callable[[Outcome, frozenset[Unit]], Collected]


class Walked(Struct, frozen=True):
    """An evaluation in an outcome. The roles of the `undecided` declarations differ by further questions."""

    outcome: Outcome
    collected: Collected
    undecided: frozenset[Unit]


def questions_of_roles(project: Project) -> dict[Unit, Assumed]:
    """The questions that the roles of each declaration depend on, without declarations that depend on none."""
    every = project.questions.every
    of_units = project.assumptions.of_units.items()
    return {unit: assumed & every for unit, assumed in of_units if assumed & every and _makes_roles(unit)}


def _makes_roles(unit: Unit) -> bool:
    _, name = unit
    return isinstance(name, tuple) and name[0] == "managed" and name[1] in ROLES


class Search(Struct):
    """The search through the outcomes. `asked` are the questions of the first evaluation.

    `remaining` counts the outcomes that each declaration may still have; those that have more are in `cut`.
    Those that depend on more unknowns without a name than an outcome settles are in `deep`.
    """

    questions: Questions
    walk: Walk
    asked: Mapping[Unit, Assumed]
    remaining: dict[Unit, int] = field(default_factory=dict)
    cut: set[Unit] = field(default_factory=set)
    deep: set[Unit] = field(default_factory=set)

    def outcomes(self) -> Iterator[Walked]:
        """The evaluations of the declarations in their outcomes, those with the code's own answers first."""
        self.remaining = dict.fromkeys(self.asked, MAX_OUTCOMES)
        waiting = list(self._forks(Outcome(), self.asked))
        while waiting:
            outcome, units = waiting.pop(0)
            exhausted = {unit for unit in units if not self.remaining[unit]}
            self.cut |= exhausted
            if units - exhausted:
                collected = self.walk(outcome, units - exhausted)
                undecided = self._undecided(outcome, collected)
                yield Walked(outcome, collected, frozenset(undecided))
                for unit in units - exhausted - undecided.keys():
                    self.remaining[unit] -= 1
                waiting[:0] = self._forks(outcome, undecided)

    def _undecided(self, outcome: Outcome, collected: Collected) -> dict[Unit, Assumed]:
        """The questions of an outcome that are to be settled next, of declarations whose policies may still differ.

        Questions that only dropped defaults bring up are not among them.
        """
        made = set(collected.owners)
        differing = {unit for unit, role in zip(collected.owners, collected.roles, strict=True) if may_differ(role)}
        found = {
            unit: self.questions.named_or_among(assumed, self.asked[unit])
            for unit, assumed in questions_of_roles(collected.project).items()
            if unit in self.asked and (unit in differing or unit not in made)
        }
        if sum(asked.identity not in self.questions.named for asked in outcome.answers) >= MAX_UNNAMED:
            named = {unit: self.questions.named_or_among(assumed, NOTHING) for unit, assumed in found.items()}
            self.deep |= {unit for unit, assumed in found.items() if assumed != named[unit]}
            found = named
        return {unit: assumed for unit, assumed in found.items() if assumed}

    def _forks(self, outcome: Outcome, undecided: Mapping[Unit, Assumed]) -> Iterator[tuple[Outcome, frozenset[Unit]]]:
        """The outcomes that settle one more unknown, with the declarations that depend on it."""
        groups: dict[Unsettled, list[Unit]] = {}
        for unit, assumed in undecided.items():
            groups.setdefault(self.questions.first(assumed), []).append(unit)
        for first, units in groups.items():
            answers = self.questions.answers(first, reduce(or_, (undecided[unit] for unit in units)))
            for fork in outcome.with_answers(first, answers):
                yield fork, frozenset(units)
