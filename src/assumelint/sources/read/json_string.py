"""Strings of JSON: escapes undone, each character at its own place, holes kept."""

from __future__ import annotations

import re

from assumelint.sources.read.error import JsonError
from assumelint.text import HOLE_MARK, Part, Piece, Text
from assumelint.text.index import TextIndex

_PLAIN = re.compile(r'[^"\\\x00-\x1f' + HOLE_MARK + r"]*")
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4}))')
_LOW_SURROGATE = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
# What follows a string whose closing quote was forgotten: the next member, or the end of the object.
_NEXT_LINE = re.compile(r'\s*(?:"[^"\n]*"\s*[:,\]}\n]|[\]}{\[]|\Z)')
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def read_string(index: TextIndex, start: int) -> tuple[Text, int]:
    """The string whose opening quote stands at `start`, and the offset behind it. Raises `JsonError`."""
    end = _plain_end(index, start + 1)
    if index.flat.startswith('"', end):
        return Text(index.parts(start + 1, end), index.span(start, end + 1)), end + 1
    parts = [*index.parts(start + 1, end)]
    while not index.flat.startswith('"', end):
        more, end = _special(index, start, end)
        plain_end = _plain_end(index, end)
        parts += (*more, *index.parts(end, plain_end))
        end = plain_end
    return Text(tuple(parts), index.span(start, end + 1)), end + 1


def _plain_end(index: TextIndex, at: int) -> int:
    found = _PLAIN.match(index.flat, at)
    assert found is not None, "the pattern takes nothing, too"
    return found.end()


def _special(index: TextIndex, start: int, at: int) -> tuple[tuple[Part, ...], int]:
    """The escape or hole that interrupts a string, and the offset behind it."""
    char = index.flat[at : at + 1]
    if char == "\\" and not index.hole(at + 1):
        piece, end = _escape(index, at)
        return (piece,), end
    if char == "\\":  # what the hole holds may complete the escape
        return (), at + 1
    if char == HOLE_MARK:
        return index.parts(at, at + 1), at + 1
    if not char:
        raise JsonError("a string without its closing quote", index.span(start, start + 1))
    raise _control_error(index, start, at)


def _escape(index: TextIndex, start: int) -> tuple[Piece, int]:
    found = _ESCAPE.match(index.flat, start)
    if found is None:
        wrong = index.flat[start : start + 2]
        raise JsonError(
            f'"{wrong}" is no escape of JSON',
            index.span(start, start + len(wrong)),
            "A backslash that is meant as such is written twice.",
        )
    end = found.end()
    if found[1]:
        text = _ESCAPED[found[1]]
    else:
        code = int(found[2], 16)
        low = _LOW_SURROGATE.match(index.flat, end) if 0xD800 <= code < 0xDC00 else None
        if low:
            code = 0x10000 + ((code - 0xD800) << 10) + int(low[1], 16) - 0xDC00
            end = low.end()
        text = "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
    return Piece(text, index.span(start, end), exact=False), end


def _control_error(index: TextIndex, start: int, at: int) -> JsonError:
    from assumelint.sources.read.json_hints import hint

    char = index.flat[at]
    if char in "\r\n":
        if _NEXT_LINE.match(index.flat, at):
            return JsonError("a string without its closing quote", index.span(start, at))
        message, help = "a line break inside a string", "Write \\n."
    else:
        message = f"the control character U+{ord(char):04X} inside a string"
        help = f"Write \\u{ord(char):04x}."
    better = hint(index.flat, at)
    return JsonError(better.message or message, index.span(better.start, better.end), help)
