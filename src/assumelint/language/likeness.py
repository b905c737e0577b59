"""Comparing two texts with holes."""

from __future__ import annotations

from enum import Enum

from assumelint.text import HOLE_MARK, Text


class Likeness(Enum):
    """The result of a comparison, valid for any values of the holes."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


def likeness(one: Text, other: Text) -> Likeness:
    """Compare two texts: SAME if equal holes are in equal places, DIFFERENT if no values make them equal."""
    if one.shape == other.shape:
        return Likeness.SAME
    if not one.holes and not other.holes:
        return Likeness.DIFFERENT
    if _are_two(one, other):
        return Likeness.DIFFERENT
    return Likeness.UNKNOWN if can_meet(one.flat, other.flat) else Likeness.DIFFERENT


def _are_two(one: Text, other: Text) -> bool:
    """Return whether what is known of two texts, one or both of which are a single unknown value, tells them apart."""
    if one.is_hole and other.is_hole:
        first, second = one.holes[0], other.holes[0]
        return first.distinct and second.distinct and first.kind is second.kind
    if other.is_hole:
        one, other = other, one
    return one.is_hole and other.literal is not None and not one.holes[0].kind.may_be(other.literal)


def can_meet(one: str, other: str) -> bool:
    """Return whether two strings (`Text.flat`) can be equal for some values of their holes: known ends must agree."""
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
    """Return whether the string contains the stretches in order, the first and last at its ends."""
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
