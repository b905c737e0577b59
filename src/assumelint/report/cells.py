"""A line of a file as a terminal shows it: how wide each character is, and which part fits."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from assumelint.report.style import safe

TAB = "    "
WIDTH = 120
LEAD = 40  # how much of a long line is shown before what is underlined
ELLIPSIS = "..."


class Row(NamedTuple):
    """A line to show, and how far to indent and how long to draw what underlines the part in question."""

    text: str
    indent: int
    length: int


def row(line: str, start: int, end: int) -> Row:
    """The line with the columns from `start` to `end` (from 0, end exclusive) to be underlined; a long line is cut."""
    cells = [TAB if character == "\t" else safe(character) for character in line.rstrip()]
    start = min(start, len(cells))
    end = max(start, min(end, len(cells)))
    first, last = _window(cells, start)
    shown = "".join(cells[first:last])
    before = ELLIPSIS if first else ""
    after = ELLIPSIS if last < len(cells) else ""
    indent = width(before) + width("".join(cells[first:start]))
    length = width("".join(cells[start : min(end, last)])) + (len(after) if end > last else 0)
    return Row(before + shown + after, indent, max(length, 1))


def _window(cells: list[str], start: int) -> tuple[int, int]:
    """The cells to show: all that fit, else from a little before `start` on."""
    widths = [width(cell) for cell in cells]
    if sum(widths) <= WIDTH:
        return 0, len(cells)
    first, room = start, LEAD
    while first > 0 and widths[first - 1] <= room:
        first -= 1
        room -= widths[first]
    last, room = first, WIDTH - 2 * len(ELLIPSIS)
    while last < len(cells) and widths[last] <= room:
        room -= widths[last]
        last += 1
    return first, last


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
