"""The comments of a file, as the reader of its language finds them."""

from __future__ import annotations

from msgspec import Struct

from assumelint.text import Span


class Comment(Struct, frozen=True):
    """A comment, its sign included. `alone`: nothing but blanks stands before it on its line."""

    text: str
    span: Span
    alone: bool


class Comments(Struct, frozen=True):
    """What a file says beside its code.

    `strings` are the first and last lines of strings that fill several (heredocs, block scalars): no comment can
    stand inside of them.
    """

    file: str
    comments: tuple[Comment, ...]
    strings: tuple[tuple[int, int], ...]


def stands_alone(text: str, start: int) -> bool:
    """Whether only blanks stand before an offset, on its line."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()
