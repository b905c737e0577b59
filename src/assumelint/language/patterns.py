"""The values of a condition as automata: literals, `*`, `?`, and parts that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import TypeAlias

from msgspec import Struct

from assumelint.language.automaton import ANYTHING, CHARACTERS, FIRST_HOLE, MOST_HOLES, Arc, Automaton, mask_of
from assumelint.language.glob import Wild
from assumelint.language.operators import Comparison, Operator
from assumelint.text import Hole, HoleKind, Text

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
_VARIABLE = re.compile(r"\$\{([^}]*)\}", re.DOTALL)


class Opaque(Struct, frozen=True):
    """A part whose value is one unknown literal, without wildcards. The same name (an identity) is the same literal."""

    name: str
    kind: HoleKind = HoleKind.ANYTHING


Token: TypeAlias = str | Wild | Opaque


class Reading(Struct, frozen=True):
    """How the characters of a value are to be taken.

    `variables`: `${…}` is a policy variable. `host`: the issuer, whose claims a stranger writes as they like.
    """

    wildcards: bool
    fold: bool = False
    variables: bool = True
    host: str = ""

    @staticmethod
    def of(operator: Operator, *, variables: bool, host: str = "") -> Reading:
        """The reading of a string or ARN operator."""
        return Reading(
            operator.takes_wildcards,
            operator.compare is Comparison.STRING_IGNORE_CASE,
            variables and operator.takes_variables,
            host.lower(),
        )


class Pattern(Struct, frozen=True, dict=True):
    """One value, read. Every `str` token is one character."""

    tokens: tuple[Token, ...]
    fold: bool = False

    @cached_property
    def holes(self) -> frozenset[str]:
        """The names of the unknown parts."""
        return frozenset(token.name for token in self.tokens if isinstance(token, Opaque))


def read_pattern(value: Text, reading: Reading) -> Pattern:
    """The pattern that a value stands for."""
    literal = value.literal
    if literal is not None and "$" not in literal:
        return Pattern(tuple(_plain(literal, reading.wildcards)), reading.fold)
    return Pattern(tuple(_tokens(value, reading)), reading.fold)


def _plain(text: str, wildcards: bool) -> Iterator[Token]:
    for character in text:
        if wildcards and character == "*":
            yield Wild.MANY
        elif wildcards and character == "?":
            yield Wild.ONE
        else:
            yield character


def _tokens(value: Text, reading: Reading) -> Iterator[Token]:
    flat, position = value.flat, 0
    characters = value.characters
    for found in _VARIABLE.finditer(flat) if reading.variables else ():
        yield from _between(characters[position : found.start()], reading)
        position = found.end()
        yield _variable(found[1], reading)
    yield from _between(characters[position:], reading)


def _between(characters: Sequence[str | Hole], reading: Reading) -> Iterator[Token]:
    for character in characters:
        if isinstance(character, Hole):
            yield Opaque(character.identity, character.kind)
        else:
            yield from _plain(character, reading.wildcards)


def _variable(name: str, reading: Reading) -> Token:
    """An escape is its character. A claim of the token is what the caller makes it; any other key is unknown."""
    if name in ("*", "?", "$"):
        return name
    key = name.partition(",")[0].strip()
    if reading.host and key.lower().startswith(f"{reading.host}:"):
        return Wild.MANY
    return Opaque(key)


def symbols(patterns: Sequence[Pattern]) -> dict[str, int]:
    """A bit for each unknown literal in these patterns."""
    names = sorted(frozenset().union(*(pattern.holes for pattern in patterns)))
    return {name: 1 << FIRST_HOLE + min(index, MOST_HOLES - 1) for index, name in enumerate(names)}


def automaton_of(patterns: Sequence[Pattern], opaque: Mapping[str, int]) -> Automaton:
    """What fits one of the patterns; bit n of `finals` says the nth.

    An unknown part without a bit in `opaque` may be whatever values of its kind may be.
    """
    return _automaton(tuple(patterns), tuple(sorted(opaque.items())))


@lru_cache(maxsize=1024)
def _automaton(patterns: tuple[Pattern, ...], opaque: tuple[tuple[str, int], ...]) -> Automaton:
    arcs: list[tuple[Arc, ...]] = []
    starts: list[int] = []
    finals: dict[int, int] = {}
    for index, pattern in enumerate(patterns):
        starts.append(len(arcs))
        _append(pattern, dict(opaque), arcs)
        last = len(arcs) - 1
        finals[last] = 1 << index
    return Automaton(tuple(arcs), tuple(starts), finals)


def _append(pattern: Pattern, opaque: Mapping[str, int], arcs: list[tuple[Arc, ...]]) -> None:
    """Add the states of a pattern: one for each token that takes a character, and the end. A `*` loops in place."""
    loop = 0  # the characters that what stands before the next token may consist of
    for token in pattern.tokens:
        if token is Wild.MANY:
            loop = ANYTHING
        elif isinstance(token, Opaque) and token.name not in opaque:
            loop |= _characters_of(token.kind, pattern.fold)
        else:
            onward = Arc(_mask(token, pattern.fold, opaque), len(arcs) + 1)
            arcs.append((Arc(loop, len(arcs)), onward) if loop else (onward,))
            loop = 0
    arcs.append((Arc(loop, len(arcs)),) if loop else ())


@cache
def _characters_of(kind: HoleKind, fold: bool) -> int:
    """What an unknown value may consist of: any unknown literal, and the characters of its kind."""
    if kind.alphabet is None:
        return ANYTHING
    mask = ANYTHING & ~CHARACTERS
    for character in kind.alphabet:
        mask |= mask_of(character, fold=fold)
    return mask


def _mask(token: Token, fold: bool, opaque: Mapping[str, int]) -> int:
    match token:
        case str():
            return mask_of(token, fold=fold)
        case Opaque(name):
            return opaque[name]
        case _:
            return ANYTHING
