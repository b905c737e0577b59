"""Finite automata over sets of characters: what a claim may be, and what a condition asks of it.

A set of characters is a bit mask: one bit an ASCII character, one for all others together, and one for each
opaque literal (a hole whose value stays unknown, see `language.patterns`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

OTHER = 1 << 127  # every character beyond ASCII
CHARACTERS = (1 << 128) - 1
FIRST_HOLE = 128
MOST_HOLES = 64
ANYTHING = (1 << (FIRST_HOLE + MOST_HOLES)) - 1
OTHER_SAMPLE = "é"


class Arc(Struct, frozen=True):
    """One character read. `field` is the named part of a template it belongs to, "" for a literal."""

    mask: int
    target: int
    field: str = ""


class Automaton(Struct, frozen=True, eq=False):
    """States are numbers; `arcs[state]` lead on; `finals[state]` is a bit set of what is accepted there.

    The bits stand for the forms of a grammar, or the values of a condition. `inside[state]` is the field that a
    state is in the middle of, "" for none. Two automata are equal only as objects, which makes them quick to look up.
    """

    arcs: tuple[tuple[Arc, ...], ...]
    starts: tuple[int, ...]
    finals: Mapping[int, int]
    inside: tuple[str, ...] = ()


def mask_of(character: str, *, fold: bool = False) -> int:
    """The set of one character, or of its two cases."""
    if not character.isascii():
        return OTHER
    if fold:
        return 1 << ord(character.lower()) | 1 << ord(character.upper())
    return 1 << ord(character)


@lru_cache(maxsize=256)
def characters(spec: str) -> int:
    """The set that `A-Za-z0-9_.-` describes; `^` in front turns it around.

    Raises `ValueError` for a range that runs backwards.
    """
    inverted = spec.startswith("^")
    body = spec[1:] if inverted else spec
    mask, index = 0, 0
    while index < len(body):
        if index + 2 < len(body) and body[index + 1] == "-":
            low, high = ord(body[index]), ord(body[index + 2])
            if high < low:
                raise ValueError(f"the range {body[index : index + 3]} runs backwards")
            mask |= union(mask_of(chr(code)) for code in range(low, high + 1))
            index += 3
        else:
            mask |= mask_of(body[index])
            index += 1
    return CHARACTERS & ~mask if inverted else mask


def union(masks: Iterable[int]) -> int:
    """All characters of several sets."""
    result = 0
    for mask in masks:
        result |= mask
    return result


def several(mask: int) -> bool:
    """Whether a set leaves a choice, the case of one letter not counted."""
    rest = mask & (mask - 1)
    if not rest:
        return False
    if rest & (rest - 1) or mask & OTHER:
        return True
    return sample(mask).lower() != sample(rest).lower()


def sample(mask: int, preferred: str = "x1a0-") -> str:
    """One character of a set."""
    for character in preferred:
        if mask >> ord(character) & 1:
            return character
    if mask == OTHER:
        return OTHER_SAMPLE
    return chr((mask & -mask).bit_length() - 1)
