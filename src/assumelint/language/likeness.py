"""Whether two texts with holes are the same string."""

from __future__ import annotations

from enum import Enum

from assumelint.text import HOLE_MARK, Text


class Likeness(Enum):
    """What two texts are to each other, whatever their holes hold."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


def likeness(one: Text, other: Text) -> Likeness:
    """Compare two texts: SAME with equal holes in the same places, DIFFERENT where no filling makes them equal."""
    if one.shape == other.shape:
        return Likeness.SAME
    if not one.holes and not other.holes:
        return Likeness.DIFFERENT
    return Likeness.UNKNOWN if can_meet(one.flat, other.flat) else Likeness.DIFFERENT


def can_meet(one: str, other: str) -> bool:
    """Whether two strings (`Text.flat`) can be equal when each hole may be any string: their known edges must agree."""
    if not _edges_agree(one, other) or not _edges_agree(one[::-1], other[::-1]):
        return False
    if HOLE_MARK in one and HOLE_MARK in other:
        return True  # each hole can swallow what the other text has between its known edges
    known, holed = (one, other) if HOLE_MARK in other else (other, one)
    return _fits(holed.split(HOLE_MARK), known)


def _edges_agree(one: str, other: str) -> bool:
    start, other_start = one.partition(HOLE_MARK)[0], other.partition(HOLE_MARK)[0]
    length = min(len(start), len(other_start))
    return start[:length] == other_start[:length]


def _fits(stretches: list[str], known: str) -> bool:
    """Whether the stretches stand in the string in order, the first and last at its ends."""
    position = len(stretches[0])
    end = len(known) - len(stretches[-1])
    if end < position or not known.startswith(stretches[0]) or not known.endswith(stretches[-1]):
        return False
    for stretch in stretches[1:-1]:
        found = known.find(stretch, position, end)
        if found < 0:
            return False
        position = found + len(stretch)
    return True
