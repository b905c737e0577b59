"""The outcomes of a root module: values that its unknowns may have, where the code says which ones matter.

A key of a map, a value that is compared, and both results of a condition are answers that the code itself expects. An
outcome gives some unknowns one answer each, or none of those that were asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from operator import or_

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.sources.terraform.config.declared.assumptions import NOTHING, Assumed, Bits, bit_of
from assumelint.sources.terraform.lang import Answer
from assumelint.text import Hole


class Unsettled(Struct, frozen=True):
    """An unknown value that results depend on, by the identity of its hole; `name` is how the code refers to it."""

    identity: str
    name: str

    @staticmethod
    def of(hole: Hole) -> Unsettled:
        """The unknown that a hole stands for."""
        return Unsettled(hole.identity, hole.reference)


class Outcome(Struct, frozen=True):
    """The answers of one outcome, and the values that it rules out.

    `supposed`: it takes a value to be none of those in the code, which may be true of no deployment.
    """

    answers: Mapping[Unsettled, Answer] = field(default_factory=dict)
    excluded: Mapping[Unsettled, tuple[Answer, ...]] = field(default_factory=dict)
    supposed: bool = False

    def open_answers(self, asked: Unsettled, answers: Iterable[Answer]) -> list[Answer]:
        """Those of some answers that are not ruled out. No name of an environment is empty."""
        excluded = self.excluded.get(asked, ())
        return [answer for answer in answers if answer not in excluded and answer != ""]

    def with_answers(self, asked: Unsettled, answers: Sequence[Answer]) -> Iterator[Outcome]:
        """The outcomes for each answer, and the one in which it is none of them."""
        for answer in answers:
            yield replace(self, answers={**self.answers, asked: answer})
        if not any(isinstance(answer, bool) for answer in answers):
            excluded = (*self.excluded.get(asked, ()), *answers)
            yield replace(self, excluded={**self.excluded, asked: excluded}, supposed=True)

    def __str__(self) -> str:
        """The assumptions as a clause."""
        others = {asked: values for asked, values in self.excluded.items() if asked not in self.answers}
        parts = [f"{asked.name} is {_shown(answer)}" for asked, answer in self.answers.items()]
        parts += (f"{asked.name} is {_none_of(values)}" for asked, values in others.items())
        return " and ".join(dict.fromkeys(parts))


# Nothing is settled.
ANY = Outcome()


def _shown(answer: Answer) -> str:
    return str(answer).lower() if isinstance(answer, bool) else f'"{answer}"'


def _none_of(values: Sequence[Answer]) -> str:
    match [_shown(value) for value in values]:
        case [only]:
            return f"not {only}"
        case [one, other]:
            return f"neither {one} nor {other}"
        case shown:
            return f"none of {', '.join(shown)}"


# The most answers to one question: more values than anyone has environments.
_MOST_ANSWERS = 32


class Questions(Struct, eq=False):
    """The questions that were asked, each with its own bit in the assumptions of a result.

    `named` are the unknowns with the same value wherever it is passed: the workspace and the variables of the root.
    `every` has the bits of all questions; `bits` are those of the root module.
    """

    named: set[str] = field(default_factory=set)
    every: Assumed = NOTHING
    bits: Bits = field(default_factory=dict)

    def about(self, asked: Unsettled, answers: Iterable[Answer]) -> Assumed:
        """The bits for whether an unknown is one of these answers."""
        found = NOTHING
        for answer in islice(answers, _MOST_ANSWERS):
            found |= bit_of((asked, answer), self.bits)
        self.every |= found
        return found

    def first(self, assumed: Assumed) -> Unsettled:
        """The unknown to settle first, of the one or more that a result depends on: one with a name, if there is any.

        A condition that depends on a named unknown is known once that is settled.
        """
        return min((asked for asked, _, _ in self._in(assumed)), key=lambda asked: asked.identity not in self.named)

    def answers(self, asked: Unsettled, assumed: Assumed) -> list[Answer]:
        """The answers that a result depends on, for one unknown."""
        return [answer for each, answer, _ in self._in(assumed) if each == asked]

    def named_or_among(self, assumed: Assumed, before: Assumed) -> Assumed:
        """The questions about named unknowns, and about those that other questions are about, too."""
        known = {asked.identity for asked, _, _ in self._in(before)} | self.named
        return reduce(or_, (bit for asked, _, bit in self._in(assumed) if asked.identity in known), NOTHING)

    def without_flags(self, assumed: Assumed) -> Assumed:
        """The assumptions without the questions that are answered by yes or no: these are not to be settled."""
        for asked, answer, bit in tuple(self._in(assumed)):
            if isinstance(answer, bool):
                assumed = assumed & ~bit | self.used(asked)
        return assumed

    def used(self, asked: Unsettled) -> Assumed:
        """The bit for a value that depends on an unknown, but not so that it is to be settled."""
        return bit_of(asked, self.bits)

    def settled(self, outcome: Outcome) -> Assumed:
        """The assumptions that do not hold in an outcome: that what it settles is open."""
        found = NOTHING
        for about, bit in self.bits.items():
            asked = about[0] if isinstance(about, tuple) else about
            if asked in outcome.answers or asked in outcome.excluded:
                found |= bit
        return found

    def _in(self, assumed: Assumed) -> Iterator[tuple[Unsettled, Answer, Assumed]]:
        for about, bit in self.bits.items():
            if assumed & bit and isinstance(about, tuple):
                yield *about, bit
