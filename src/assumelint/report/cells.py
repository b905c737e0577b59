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
    line = line.rstrip()
    start = min(start, len(line))
    end = max(start, min(end, len(line)))
    first, last = _window(line, start)
    cells = [_cell(character) for character in line[first:last]]
    before = ELLIPSIS if first else ""
    after = ELLIPSIS if last < len(line) else ""
    indent = width(before) + width("".join(cells[: start - first]))
    length = width("".join(cells[start - first : min(end, last) - first])) + (len(after) if end > last else 0)
    return Row(before + "".join(cells) + after, indent, max(length, 1))


def _cell(character: str) -> str:
    return TAB if character == "\t" else safe(character)


def _window(line: str, start: int) -> tuple[int, int]:
    """The characters to show: all that fit, else from a little before `start` on.

    No more of the line is looked at than is shown: generated code may be one line of a megabyte with many findings.
    """
    if _until_full(line, 0, WIDTH) == len(line):
        return 0, len(line)
    first, room = start, LEAD
    while first > 0 and (cell := width(_cell(line[first - 1]))) <= room:
        first -= 1
        room -= cell
    return first, _until_full(line, first, WIDTH - 2 * len(ELLIPSIS))


def _until_full(line: str, start: int, room: int) -> int:
    """The end of what fits from `start` on."""
    for index in range(start, len(line)):
        room -= width(_cell(line[index]))
        if room < 0:
            return index
    return len(line)


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
