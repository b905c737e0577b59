"""A strict JSON reader over a `Text`, so that positions and holes survive into the document.

The grammar is RFC 8259. Where the text has a hole, the hole stands for whatever fits there: part of a string,
a value, any number of list items, any number of object entries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct

from assumelint.cause import Cause
from assumelint.model import Label, Problem
from assumelint.sources.read.error import JsonError, Wanted
from assumelint.sources.read.json_string import read_string
from assumelint.text import Hole, Text
from assumelint.text.document import MAX_DEPTH, Mapping, Node, Scalar, Sequence, duplicate_keys
from assumelint.text.index import TextIndex

# `int()` refuses longer ones, and no reader of JSON keeps them exact.
MAX_DIGITS = 300

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?(?![0-9A-Za-z_.+-])")
_WORD = re.compile(r"(true|false|null)(?![0-9A-Za-z_])")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def parse_json(text: Text) -> Node:
    """The document that a text holds. Duplicate keys stay in `Mapping.entries`, in order.

    Raises `JsonError` at the first character that JSON does not allow.
    """
    reader = _Reader(text)
    try:
        return reader.document()
    except JsonError as error:
        error.certain = not reader.passed_hole
        raise


def json_mistake(text: Text) -> JsonError | None:
    """What keeps a text from being JSON, or None. The library is asked first: it is faster where nothing does."""
    try:
        json.loads(text.flat)
    except (ValueError, RecursionError):
        try:
            parse_json(text)
        except JsonError as error:
            return error
    return None


def duplicate_problems(node: Node, role: str) -> Iterator[Problem]:
    """The keys that are lost in a document whose last key of a name counts, as problems of a role."""
    for lost, kept in duplicate_keys(node):
        message = f"the key {str(lost)!r} is written twice in one object: the last one wins"
        related = (Label(kept.span, "this one counts"),)
        yield Problem(Cause.DUPLICATE_KEY, lost.span, message, "Put both under one key.", related, role)


class _Open(Struct):
    """An object or list that is being read."""

    start: int
    is_object: bool
    entries: list[tuple[Text, Node]]
    items: list[Node]
    rest: list[Hole]
    key: Text | None = None
    comma: int | None = None  # where the last comma stands, while nothing follows it


class _Reader:
    def __init__(self, text: Text) -> None:
        self.index = TextIndex(text)
        self.flat = self.index.flat
        self.at = 0
        self.stack: list[_Open] = []
        self.passed_hole = False

    def document(self) -> Node:
        found: Node | None = None
        while found is None:
            self._skip()
            done = self._step()
            while done is not None and self.stack:
                done = self._put(done)
            found = done
        self._skip()
        while self.at < len(self.flat) and self.index.hole(self.at):
            self.at += 1
            self._skip()
        if self.at < len(self.flat):
            raise self._error("text after the end of the JSON document")
        return found

    def _step(self) -> Node | None:
        """Reads one token. Returns a value that is complete."""
        if not self.stack:
            return self._value()
        top = self.stack[-1]
        char = self._char()
        if char == ("}" if top.is_object else "]"):
            return self._close(top)
        if top.is_object and top.key is None:
            self._key(top)
            return None
        return self._value()

    def _key(self, top: _Open) -> None:
        """Reads `"key" :`, or a hole that stands for entries."""
        if self.index.hole(self.at):
            top.rest.append(self._hole(many=True))
            top.comma = None
            self._separator(top, after_hole=True)
            return
        if self._char() != '"':
            raise self._error("an object's key must be a string in double quotes", wanted=Wanted.KEY)
        top.key = self._string()
        top.comma = None
        self._skip()
        if self._char() != ":":
            raise self._error('":" expected after the key', wanted=Wanted.COLON)
        self.at += 1

    def _value(self) -> Node | None:
        char = self._char()
        match char:
            case "{" | "[":
                if len(self.stack) >= MAX_DEPTH:
                    raise self._error(f"nested more than {MAX_DEPTH} levels deep")
                self.stack.append(_Open(self.at, char == "{", [], [], []))
                self.at += 1
                return None
            case '"':
                return self._string()
            case _ if self.index.hole(self.at):
                hole = self._hole(many=bool(self.stack) and not self.stack[-1].is_object)
                self._swallow()
                return hole
            case _:
                return self._scalar()

    def _scalar(self) -> Node:
        start = self.at
        if found := _NUMBER.match(self.flat, start):
            raw = found[0]
            whole = not found[1] and not found[2] and len(raw) <= MAX_DIGITS
            value: bool | int | float | None = int(raw) if whole else float(raw)
        elif found := _WORD.match(self.flat, start):
            raw = found[0]
            value = _WORDS[raw]
        else:
            raise self._error("a value expected")
        self.at = found.end()
        if self.index.hole(self.at):  # `12${x}`: the digits are only part of it
            hole = self._hole(many=False)
            self._swallow()
            return hole
        return Scalar(value, raw, self.index.span(start, self.at))

    def _swallow(self) -> None:
        """Skips what sticks to a hole outside a string (`${a}${b}`, `${n}00`): it is part of the same unknown."""
        while self.at < len(self.flat) and (self.index.hole(self.at) or self.flat[self.at].isalnum()):
            self.at += 1

    def _put(self, value: Node) -> Node | None:
        """Adds a value to the innermost object or list; returns that one if it is complete, too."""
        top = self.stack[-1]
        top.comma = None
        if top.is_object:
            assert top.key is not None
            top.entries.append((top.key, value))
            top.key = None
        else:
            top.items.append(value)
        self._separator(top, after_hole=isinstance(value, Hole))
        return None

    def _separator(self, top: _Open, *, after_hole: bool) -> None:
        self._skip()
        char = self._char()
        if char == ",":
            top.comma = self.at
            self.at += 1
        elif char != ("}" if top.is_object else "]") and not after_hole and not self.index.hole(self.at):
            raise self._error(f"""a comma or "{"}" if top.is_object else "]"}" expected""", wanted=Wanted.COMMA)

    def _close(self, top: _Open) -> Node:
        if top.comma is not None:
            raise JsonError(
                f'a comma before the closing "{self._char()}"',
                self.index.span(top.comma, top.comma + 1),
                "Remove the comma: JSON allows none after the last element.",
            )
        if top.key is not None:
            raise self._error("a value expected after the key")
        self.at += 1
        self.stack.pop()
        span = self.index.span(top.start, self.at)
        if top.is_object:
            return Mapping(tuple(top.entries), span, tuple(top.rest))
        return Sequence(tuple(top.items), span)

    def _string(self) -> Text:
        text, self.at = read_string(self.index, self.at)
        return text

    def _hole(self, *, many: bool) -> Hole:
        part = self.index.parts(self.at, self.at + 1)[0]
        assert isinstance(part, Hole)
        self.passed_hole = True
        self.at += 1
        return part.as_many() if many else part.as_one()

    def _skip(self) -> None:
        found = _BLANK.match(self.flat, self.at)
        assert found is not None
        self.at = found.end()

    def _char(self, at: int | None = None) -> str:
        place = self.at if at is None else at
        return self.flat[place] if place < len(self.flat) else ""

    def _error(self, message: str, help: str = "", *, wanted: Wanted = Wanted.VALUE) -> JsonError:
        if self.at >= len(self.flat):
            return self._end_error()
        from assumelint.sources.read.json_hints import hint

        better = hint(self.flat, self.at, wanted)
        span = self.index.span(better.start, better.end)
        return JsonError(better.message or message, span, help or better.help)

    def _end_error(self) -> JsonError:
        end = len(self.flat.rstrip())
        place = self.index.span(end - 1, end) if end else self.index.whole
        if not self.stack:
            return JsonError("the JSON document is empty", place)
        opened = self.stack[-1]
        bracket, closing = ("{", "}") if opened.is_object else ("[", "]")
        return JsonError(
            f'the text ends before the "{bracket}" is closed',
            place,
            f'Add the missing "{closing}".',
            (Label(self.index.span(opened.start, opened.start + 1), "opened here"),),
        )


__all__ = ["JsonError", "duplicate_problems", "json_mistake", "parse_json"]
