"""Finite automata over sets of characters. They describe the possible values of a claim and those a condition accepts.

A set of characters is a bit mask with one bit for each ASCII character, one for all other characters, and one for each
opaque literal (a hole whose value stays unknown, see `language.patterns`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

OTHER = 1 << 127  # all characters beyond ASCII
CHARACTERS = (1 << 128) - 1
FIRST_HOLE = 128
MOST_HOLES = 64
ANYTHING = (1 << (FIRST_HOLE + MOST_HOLES)) - 1
OTHER_SAMPLE = "é"


class Arc(Struct, frozen=True):
    """A transition on one character. `field` is the template field that the character belongs to, "" in a literal."""

    mask: int
    target: int
    field: str = ""


class Automaton(Struct, frozen=True, eq=False):
    """An automaton.

    States are numbers; `arcs[state]` are its transitions; `finals[state]` is a bit set of what it accepts.

    A bit stands for a form of a grammar or for a value of a condition. `inside[state]` is the field that the state is
    in the middle of, "" for none. Automata are compared by identity, which makes them cheap cache keys.
    """

    arcs: tuple[tuple[Arc, ...], ...]
    starts: tuple[int, ...]
    finals: Mapping[int, int]
    inside: tuple[str, ...] = ()


def mask_of(character: str, *, fold: bool = False) -> int:
    """Return the set of one character, or of both its cases with `fold`."""
    if not character.isascii():
        return OTHER
    if fold:
        return 1 << ord(character.lower()) | 1 << ord(character.upper())
    return 1 << ord(character)


@lru_cache(maxsize=256)
def characters(spec: str) -> int:
    """Return the set that `A-Za-z0-9_.-` describes; a leading `^` negates it.

    Raises `ValueError` for a range in descending order.
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
    """Return the union of several sets."""
    result = 0
    for mask in masks:
        result |= mask
    return result


def several(mask: int) -> bool:
    """Return whether a set holds more than one character, counting both cases of a letter as one."""
    rest = mask & (mask - 1)
    if not rest:
        return False
    if rest & (rest - 1) or mask & OTHER:
        return True
    return sample(mask).lower() != sample(rest).lower()


def sample(mask: int, preferred: str = "x1a0-") -> str:
    """Return one character of a set, from `preferred` if possible."""
    for character in preferred:
        if mask >> ord(character) & 1:
            return character
    if mask == OTHER:
        return OTHER_SAMPLE
    return chr((mask & -mask).bit_length() - 1)
