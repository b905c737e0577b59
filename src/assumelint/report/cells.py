"""A line of code as a terminal shows it: the width of each character, and the part of the line that fits."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from assumelint.report.style import safe

TAB = "    "
WIDTH = 120
LEAD = 40  # how many columns of a long line are shown before the underlined part
ELLIPSIS = "..."


class Row(NamedTuple):
    """A line to show, and the indentation and length of the underline below it."""

    text: str
    indent: int
    length: int


def row(line: str, start: int, end: int) -> Row:
    """Return a line to underline from column `start` to `end` (0-based, end exclusive), shortened if it is too long."""
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
    """Return the range of cells to show: all if they fit, otherwise from shortly before `start`."""
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
    """Return the number of terminal columns that a text takes."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
