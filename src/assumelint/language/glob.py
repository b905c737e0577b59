"""Matching a string against a pattern in time bounded by the product of both lengths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from msgspec import Struct

from assumelint.language.outcome import Outcome, outcome


class Wild(Enum):
    """The parts of a pattern that are not literal text."""

    MANY = "*"  # any run of characters, including none
    ONE = "?"  # exactly one character
    HOLE = "hole"  # an unknown part: it may be anything, including a wildcard


Token = str | Wild


def matches(tokens: Sequence[Token], value: str) -> Outcome:
    """Return whether the pattern matches the whole value; UNKNOWN if this depends on a hole.

    `*` and `?` match any character, including `:` and `/`. The time is bounded by the product of both lengths: each
    stretch between two `*` is placed once, leftmost, and never moved again.
    """
    if all(isinstance(token, str) for token in tokens):
        return outcome("".join(str(token) for token in tokens) == value)
    if not _fits(_stretches(tuple(Wild.MANY if token is Wild.HOLE else token for token in tokens)), value):
        return Outcome.NO
    return Outcome.UNKNOWN if Wild.HOLE in tokens else Outcome.YES


class _Stretch(Struct, frozen=True):
    """A part of a pattern without `*`. Its length is fixed, so that matching it needs no backtracking."""

    expression: re.Pattern[str]
    length: int


@lru_cache(maxsize=4096)
def _stretches(tokens: tuple[Token, ...]) -> tuple[_Stretch, ...]:
    """Return the pattern split at each `*`."""
    written: list[list[Token]] = [[]]
    for token in tokens:
        if token is Wild.MANY:
            written.append([])
        else:
            written[-1].append(token)
    return tuple(_stretch(stretch) for stretch in written)


def _stretch(tokens: list[Token]) -> _Stretch:
    expression = "".join(re.escape(token) if isinstance(token, str) else "." for token in tokens)
    length = sum(len(token) if isinstance(token, str) else 1 for token in tokens)
    return _Stretch(re.compile(expression, re.DOTALL), length)


def _fits(stretches: tuple[_Stretch, ...], value: str) -> bool:
    first, *rest = stretches
    if not rest:
        return first.expression.fullmatch(value) is not None
    if first.expression.match(value) is None:
        return False
    position = first.length
    for stretch in rest[:-1]:
        found = stretch.expression.search(value, position)
        if found is None:
            return False
        position = found.end()
    tail = len(value) - rest[-1].length
    return tail >= position and rest[-1].expression.match(value, tail) is not None
