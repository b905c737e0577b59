"""Three-valued logic: yes, no, or unknown."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Outcome(Enum):
    """The result of a check. `UNKNOWN` arises only from a hole in the policy or a key that the request leaves open."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __invert__(self) -> Outcome:
        return _OPPOSITE[self]

    @property
    def known(self) -> bool | None:
        """The outcome as a truth value, None if unknown."""
        return {Outcome.YES: True, Outcome.NO: False}.get(self)


_OPPOSITE = {Outcome.YES: Outcome.NO, Outcome.NO: Outcome.YES, Outcome.UNKNOWN: Outcome.UNKNOWN}


def outcome(fact: bool) -> Outcome:
    """Return a known outcome for a truth value."""
    return Outcome.YES if fact else Outcome.NO


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Return YES if any outcome is YES, NO if all are NO (or there are none), otherwise UNKNOWN."""
    result = Outcome.NO
    for each in outcomes:
        if each is Outcome.YES:
            return each
        if each is Outcome.UNKNOWN:
            result = each
    return result


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Return NO if any outcome is NO, YES if all are YES (or there are none), otherwise UNKNOWN."""
    return ~any_of(~each for each in outcomes)
