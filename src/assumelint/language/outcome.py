"""Yes, no, or not known: what a check comes to, and why."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Outcome(Enum):
    """The result of a check. `UNKNOWN` only where the policy has a hole or the request leaves a key open."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __invert__(self) -> Outcome:
        return _OPPOSITE[self]

    @property
    def known(self) -> bool | None:
        """As a truth value, None for unknown."""
        return {Outcome.YES: True, Outcome.NO: False}.get(self)


_OPPOSITE = {Outcome.YES: Outcome.NO, Outcome.NO: Outcome.YES, Outcome.UNKNOWN: Outcome.UNKNOWN}


def outcome(fact: bool) -> Outcome:
    """A known outcome."""
    return Outcome.YES if fact else Outcome.NO


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """YES where one is; NO where all are, as for none at all."""
    result = Outcome.NO
    for each in outcomes:
        if each is Outcome.YES:
            return each
        if each is Outcome.UNKNOWN:
            result = each
    return result


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """NO where one is; YES where all are, as for none at all."""
    return ~any_of(~each for each in outcomes)
