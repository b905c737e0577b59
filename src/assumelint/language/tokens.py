"""Reading a text of a policy as a pattern: its characters, its wildcards, its unknown parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.language.glob import Token, Wild
from assumelint.text import HOLE_MARK, Text

_WILDCARDS: dict[str, Wild] = {"*": Wild.MANY, "?": Wild.ONE}
_WITH_WILDCARDS = re.compile(f"[*?{HOLE_MARK}]")
_WITHOUT_WILDCARDS = re.compile(HOLE_MARK)


def plain_tokens(text: Text, *, wildcards: bool) -> tuple[Token, ...]:
    """The pattern of a value that takes no variables: an action, a principal."""
    return TokenReader(text, wildcards).plain(0, len(text))


class TokenReader:
    """A text as a flat string to search in, and its very characters."""

    def __init__(self, text: Text, wildcards: bool) -> None:
        self.flat = text.flat
        self._characters = text.characters
        self._marks = _WITH_WILDCARDS if wildcards else _WITHOUT_WILDCARDS

    def has_hole(self, start: int, end: int) -> bool:
        """Whether a stretch of the flat string has a hole in it."""
        return HOLE_MARK in self.flat[start:end]

    def plain(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens of a stretch without variables."""
        tokens: list[Token] = []
        written = start
        for found in self._marks.finditer(self.flat, start, end):
            tokens += self._known(written, found.start())
            tokens.append(_WILDCARDS.get(found[0], Wild.HOLE))
            written = found.end()
        return (*tokens, *self._known(written, end))

    def _known(self, start: int, end: int) -> Iterator[str]:
        """A stretch without holes, as one token; none where it is empty."""
        if start < end:
            yield "".join(character for character in self._characters[start:end] if isinstance(character, str))
