"""Finding what surrounds a token in a file: the end of an entry, the brackets around it, the next entry.

The token is known from the model, so the syntax of the file is right. All that is read here is where strings and
brackets end, which HCL, JSON and YAML in flow style have in common.
"""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from assumelint.text import Span

_PAIRS = {"{": "}", "[": "]", "(": ")"}
_BLANK = " \t\r\n"


class Source(Struct, frozen=True, dict=True):
    """The text of one file, in which a place is an offset."""

    file: str
    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def start(self, span: Span) -> int:
        """The offset where a span starts."""
        return self._starts[span.line - 1] + span.column - 1

    def end(self, span: Span) -> int:
        """The offset where a span ends."""
        return self._starts[span.end_line - 1] + span.end_column - 1

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        return Span(self.file, *self._position(start), *self._position(end))

    def _position(self, offset: int) -> tuple[int, int]:
        from bisect import bisect_right

        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def before(self, offset: int) -> int:
        """The offset behind the last character before an offset that is no white space."""
        while offset and self.text[offset - 1] in _BLANK:
            offset -= 1
        return offset

    def after(self, offset: int, skipped: str = _BLANK) -> int:
        """The offset of the first character from an offset on that is not skipped."""
        while offset < len(self.text) and self.text[offset] in skipped:
            offset += 1
        return offset

    def indent(self, offset: int) -> str | None:
        """What stands before an offset in its line, or None if that is not white space only."""
        line = self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        return line if not line.strip() else None

    def value_end(self, offset: int) -> int | None:
        """The end of the value whose name ends at an offset; None if there is no value behind it in brackets or quotes.

        Between name and value is `=` or `:`.
        """
        start = self.after(offset, " \t")
        if self.text[start : start + 1] not in ("=", ":"):
            return None
        start = self.after(start + 1)
        opening = self.text[start : start + 1]
        if opening == '"':
            return self._string_end(start)
        return self.closing(start) if opening in _PAIRS else None

    def block_end(self, offset: int) -> int | None:
        """The end of the line after which the value of a YAML entry is over, whose name ends at an offset."""
        number, _ = self._position(offset)
        line = self.lines[number - 1]
        margin = len(line) - len(line.lstrip(" -"))
        while number < len(self.lines) and self._is_within(self.lines[number], margin):
            number += 1
        return self._starts[number] - 1

    @staticmethod
    def _is_within(line: str, margin: int) -> bool:
        bare = line.lstrip(" ")
        own = len(line) - len(bare)
        return not bare or own > margin or (own == margin and bare.startswith("- "))

    def closing(self, offset: int) -> int | None:
        """The end of the bracket that opens at an offset."""
        waiting = [_PAIRS[self.text[offset]]]
        offset += 1
        while offset < len(self.text):
            character = self.text[offset]
            if character == '"':
                end = self._string_end(offset)
                if end is None:
                    return None
                offset = end
                continue
            if character in _PAIRS:
                waiting.append(_PAIRS[character])
            elif character == waiting[-1]:
                waiting.pop()
                if not waiting:
                    return offset + 1
            elif character == "#" or self.text.startswith("//", offset):
                offset = self._line_end(offset)
                continue
            offset += 1
        return None

    def _line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def _string_end(self, offset: int) -> int | None:
        """The end of the string that opens at an offset, with the interpolations in it."""
        offset += 1
        while offset < len(self.text) and self.text[offset] != "\n":
            if self.text[offset] == "\\":
                offset += 2
            elif self.text[offset] == '"':
                return offset + 1
            elif self.text.startswith("${", offset):
                end = self.closing(offset + 1)
                if end is None:
                    return None
                offset = end
            else:
                offset += 1
        return None

    def opening(self, offset: int, limit: int) -> int | None:
        """The offset of the `{` that an offset is inside of, in the same block, at most some lines up."""
        start = self.text.rfind("{", 0, offset)
        for _ in range(limit):
            if start < 0:
                return None
            end = self.closing(start)
            if end is not None and end > offset:
                return start
            start = self.text.rfind("{", 0, start)
        return None
