"""The comments of a file, as found by the parser of its language."""

from __future__ import annotations

from msgspec import Struct

from assumelint.text import Span


class Comment(Struct, frozen=True):
    """A comment, including its marker (`#`). `alone`: only whitespace precedes it on its line."""

    text: str
    span: Span
    alone: bool


class Comments(Struct, frozen=True):
    """The comments of a file.

    `strings` holds the first and last lines of multi-line strings (heredocs, block scalars). A comment marker inside
    one of these is part of the string.
    """

    file: str
    comments: tuple[Comment, ...]
    strings: tuple[tuple[int, int], ...]


def stands_alone(text: str, start: int) -> bool:
    """Return whether only whitespace precedes an offset on its line."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()
