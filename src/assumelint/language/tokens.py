"""Reading a text of a policy as a pattern: its characters, its wildcards, its unknown parts."""

from __future__ import annotations

import re

from assumelint.language.glob import Token, Wild
from assumelint.text import HOLE_MARK, Hole, Text

_WILDCARDS: dict[str, Wild] = {"*": Wild.MANY, "?": Wild.ONE}
_WITH_WILDCARDS = re.compile(f"[*?{HOLE_MARK}]")
_WITHOUT_WILDCARDS = re.compile(HOLE_MARK)


def plain_tokens(text: Text, *, wildcards: bool) -> tuple[Token, ...]:
    """The pattern of a value that takes no variables: an action, a principal."""
    return TokenReader(text, wildcards).plain(0, len(text))


class TokenReader:
    """A text as a flat string, with the offsets of its holes."""

    def __init__(self, text: Text, wildcards: bool) -> None:
        self.flat = text.flat
        self._marks = _WITH_WILDCARDS if wildcards else _WITHOUT_WILDCARDS
        self._holes: set[int] = set()
        offset = 0
        for part in text.parts:
            if isinstance(part, Hole):
                self._holes.add(offset)
            offset += 1 if isinstance(part, Hole) else len(part.text)

    def has_hole(self, start: int, end: int) -> bool:
        """Whether a stretch of the flat string has a hole in it."""
        return any(start <= offset < end for offset in self._holes)

    def plain(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens of a stretch without variables."""
        tokens: list[Token] = []
        written = start
        for found in self._marks.finditer(self.flat, start, end):
            token = _WILDCARDS.get(found[0]) or (Wild.HOLE if found.start() in self._holes else None)
            if token is None:
                continue  # the mark of holes, written in the source as a character
            if written < found.start():
                tokens.append(self.flat[written : found.start()])
            tokens.append(token)
            written = found.end()
        if written < end:
            tokens.append(self.flat[written:end])
        return tuple(tokens)
