"""The text of a YAML scalar, each character at its own place: quotes, escapes, folding and indentation undone.

The rules are those of YAML 1.1 (https://yaml.org/spec/1.1/, chapters 9.1 to 9.4). What libyaml made of the
scalar is the law: where the two differ, the text is said to stand at the token as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assumelint.sources.read.yaml_tree import RawScalar
from assumelint.text import Part, Piece, Text

_FOLD = re.compile(r"[ \t]*\n[ \t\n]*")
_DOUBLE = re.compile(
    r"(?P<run>[^\\\s]+)|(?P<fold>[ \t]*\n[ \t\n]*)|(?P<blank>[ \t]+)"
    r"|\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\(?:(?P<line>[ \t]*\n[ \t]*)|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<char>.))"
    r"|(?P<other>.)",
    re.S,
)
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def scalar_text(raw: RawScalar) -> Text:
    """A scalar as a string with places."""
    span = raw.span
    parts = tuple(_parts(raw))
    if Text(parts, span).flat == raw.value:
        return Text(parts, span)
    return Text.of(raw.value, span)


def _parts(raw: RawScalar) -> Iterable[Part]:
    index, start, end = raw.source.index, raw.start, raw.end
    match raw.style:
        case '"':
            if raw.value == index.flat[start + 1 : end - 1]:
                return index.parts(start + 1, end - 1)
            return _double_quoted(raw)
        case "'":
            return _folded_lines(raw, start + 1, end - 1, quoted=True)
        case "|" | ">":
            return _block(raw)
        case _:
            return _folded_lines(raw, start, end, quoted=False)


def _folded_lines(raw: RawScalar, start: int, end: int, *, quoted: bool) -> Iterator[Part]:
    """Plain and single-quoted scalars: line breaks fold, `''` stands for `'`."""
    flat = raw.source.index.flat
    at = start
    for found in re.finditer(r"''|[ \t]*\n[ \t\n]*" if quoted else _FOLD, flat[start:end]):
        yield from raw.source.index.parts(at, start + found.start())
        text = "'" if found[0] == "''" else _fold(found[0])
        yield _piece(raw, text, start + found.start(), start + found.end())
        at = start + found.end()
    yield from raw.source.index.parts(at, end)


def _double_quoted(raw: RawScalar) -> Iterator[Part]:
    base, index = raw.start + 1, raw.source.index
    for found in _DOUBLE.finditer(index.flat[base : raw.end - 1]):
        start, end = base + found.start(), base + found.end()
        match found.lastgroup:
            case "run" | "blank" | "other":
                yield from index.parts(start, end)
            case "fold":
                yield _piece(raw, _fold(found[0]), start, end)
            case "line":
                continue
            case "char":
                yield _piece(raw, _ESCAPES.get(found["char"], found["char"]), start, end)
            case "low":  # a pair of surrogates, which only JSON has
                pair = (int(found["high"], 16) - 0xD800) * 0x400 + int(found["low"], 16) - 0xDC00 + 0x10000
                yield _piece(raw, chr(pair), start, end)
            case "x" | "u" | "U" as group:
                yield _piece(raw, chr(min(int(found[group], 16), 0x10FFFF)), start, end)


def _fold(run: str) -> str:
    breaks = run.count("\n")
    return " " if breaks == 1 else "\n" * (breaks - 1)


def _piece(raw: RawScalar, text: str, start: int, end: int) -> Piece:
    return Piece(text, raw.source.index.span(start, end), exact=False)


def _block(raw: RawScalar) -> Iterator[Part]:
    """Literal and folded block scalars: the lines of the source, held against what the scalar came out as."""
    flat, value = raw.source.index.flat, raw.value
    start = flat.find("\n", raw.start) + 1
    if not start:
        return
    indent = _indent(flat[start : raw.end], value)
    done = 0
    while start < raw.end and done < len(value):
        end = flat.find("\n", start, raw.end)
        end = raw.end if end < 0 else end
        content = min(start + indent, end)
        if raw.style == ">":
            if flat[content:end].strip(" "):
                yield from raw.source.index.parts(content, end)
                done += end - content
            gap = _gap(raw, done, end + 1, indent)
            if gap:
                yield _piece(raw, gap, min(end, len(flat) - 1), end + 1)
            done += len(gap)
        else:
            kept = end + (end < raw.end and value.startswith("\n", done + end - content))
            yield from raw.source.index.parts(content, kept)
            done += kept - content
        start = end + 1


def _gap(raw: RawScalar, done: int, following: int, indent: int) -> str:
    """What a folded scalar holds between two lines: a blank, breaks, or (before a blank line) nothing yet."""
    flat, value = raw.source.index.flat, raw.value
    if not value[done:].strip("\n"):
        return value[done:] if following >= raw.end or not flat[following : raw.end].strip(" \n") else ""
    end = flat.find("\n", following)
    line = flat[following + indent : end if end >= 0 else len(flat)]
    if following >= raw.end or not line.strip(" "):
        return ""
    stop = done
    while stop < len(value) and value[stop] in " \n" and not value.startswith(line, stop):
        stop += 1
    return value[done:stop]


def _indent(body: str, value: str) -> int:
    """How far the block is indented: the blanks before its first line that are not part of the value."""
    first = next((line for line in body.split("\n") if line.strip(" ")), "")
    kept = next((line for line in value.split("\n") if line.strip(" ")), "")
    return max((len(first) - len(first.lstrip(" "))) - (len(kept) - len(kept.lstrip(" "))), 0)
