"""Parsing a text of a policy as a pattern: characters, wildcards, unknown parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.language.glob import Token, Wild
from assumelint.text import HOLE_MARK, Text

_WILDCARDS: dict[str, Wild] = {"*": Wild.MANY, "?": Wild.ONE}
_WITH_WILDCARDS = re.compile(f"[*?{HOLE_MARK}]")
_WITHOUT_WILDCARDS = re.compile(HOLE_MARK)


def plain_tokens(text: Text, *, wildcards: bool) -> tuple[Token, ...]:
    """Return the pattern of a value in which there are no variables, such as an action or a principal."""
    return TokenReader(text, wildcards).plain(0, len(text))


class TokenReader:
    """A text as a flat string for searching, with its characters and holes."""

    def __init__(self, text: Text, wildcards: bool) -> None:
        self.flat = text.flat
        self._characters = text.characters
        self._marks = _WITH_WILDCARDS if wildcards else _WITHOUT_WILDCARDS

    def has_hole(self, start: int, end: int) -> bool:
        """Return whether a range of the flat string has a hole."""
        return HOLE_MARK in self.flat[start:end]

    def plain(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens of a range without variables."""
        tokens: list[Token] = []
        written = start
        for found in self._marks.finditer(self.flat, start, end):
            tokens += self._known(written, found.start())
            tokens.append(_WILDCARDS.get(found[0], Wild.HOLE))
            written = found.end()
        return (*tokens, *self._known(written, end))

    def _known(self, start: int, end: int) -> Iterator[str]:
        """Yield a range without holes as one token, or nothing if it is empty."""
        if start < end:
            yield "".join(character for character in self._characters[start:end] if isinstance(character, str))
