"""Fast positions inside a long `Text`: what a parser over a whole file needs, computed once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from assumelint.text import HOLE_MARK, Hole, Part, Piece, Span, Text


def whole(content: str, file: str) -> Text:
    """The text of a whole file."""
    lines = content.count("\n") + 1
    return Text.of(content, Span(file, 1, 1, lines, len(content) - content.rfind("\n")), exact=True)


class TextIndex:
    """`flat`, `span` and `parts` of a text by offset, each in logarithmic time."""

    __slots__ = ("_newlines", "_only", "_parts", "_starts", "flat", "whole")

    def __init__(self, text: Text) -> None:
        self._parts = tuple(part for part in text.parts if isinstance(part, Hole) or part.text)
        self._starts: list[int] = []
        self._newlines: list[list[int] | None] = []
        self.flat = text.flat
        self.whole = text.span
        offset = 0
        for part in self._parts:
            self._starts.append(offset)
            self._newlines.append(_newlines(part))
            offset += 1 if isinstance(part, Hole) else len(part.text)
        # A file as it was read is one exact piece: its positions need no search for the part.
        self._only: Piece | None = None
        if len(self._parts) == 1 and isinstance(self._parts[0], Piece) and self._parts[0].exact:
            self._only = self._parts[0]

    def hole(self, offset: int) -> bool:
        """Whether a hole stands at an offset."""
        return offset < len(self.flat) and self.flat[offset] == HOLE_MARK

    def parts(self, start: int, end: int) -> tuple[Part, ...]:
        """What `flat[start:end]` consists of."""
        if start >= end:
            return ()
        if self._only is not None:
            return (Piece(self._only.text[start:end], self._span_in(self._only, start, end)),)
        first, last = self._part(start), self._part(end - 1)
        return tuple(self._cut(number, start, end) for number in range(first, last + 1))

    def span(self, start: int, end: int) -> Span:
        """Where `flat[start:end]` stands; for an empty stretch, the empty span before `start`."""
        if not self._parts:
            return self.whole
        if start >= end:
            if start >= len(self.flat):
                last = self._edge(len(self.flat) - 1, after=True)
                return Span(last[0], last[1], last[2], last[1], last[2])
            return self.span(start, start + 1).start
        if self._only is not None:
            return self._span_in(self._only, start, end)
        file, line, column = self._edge(start, after=False)
        end_file, end_line, end_column = self._edge(end - 1, after=True)
        if end_file != file or (end_line, end_column) < (line, column):
            return Span(file, line, column, *self._own_end(start))
        return Span(file, line, column, end_line, end_column)

    def _span_in(self, piece: Piece, start: int, end: int) -> Span:
        """The span of a stretch of the only piece."""
        newlines = self._newlines[0] or ()
        passed = bisect_left(newlines, start)
        line, before = piece.span.line + passed, newlines[passed - 1] if passed else -piece.span.column
        if passed == len(newlines) or newlines[passed] >= end:
            return Span(piece.span.file, line, start - before, line, end - before)
        return Span(piece.span.file, line, start - before, *self._position(0, piece, end))

    def _own_end(self, offset: int) -> tuple[int, int]:
        _, line, column = self._edge(offset, after=True)
        return line, column

    def _part(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _cut(self, number: int, start: int, end: int) -> Part:
        part = self._parts[number]
        if isinstance(part, Hole):
            return part
        base = self._starts[number]
        low, high = max(start - base, 0), min(end - base, len(part.text))
        if not part.exact:
            return Piece(part.text[low:high], part.span, exact=False)
        line, column = self._position(number, part, low)
        end_line, end_column = self._position(number, part, high)
        return Piece(part.text[low:high], Span(part.span.file, line, column, end_line, end_column))

    def _edge(self, offset: int, *, after: bool) -> tuple[str, int, int]:
        """The position before or after the character at an offset."""
        number = self._part(offset)
        part = self._parts[number]
        span = part.span
        if isinstance(part, Piece) and part.exact:
            line, column = self._position(number, part, offset - self._starts[number] + after)
            return span.file, line, column
        return (span.file, span.end_line, span.end_column) if after else (span.file, span.line, span.column)

    def _position(self, number: int, part: Piece, offset: int) -> tuple[int, int]:
        newlines = self._newlines[number]
        passed = bisect_left(newlines, offset) if newlines else 0
        if not newlines or not passed:
            return part.span.line, part.span.column + offset
        return part.span.line + passed, offset - newlines[passed - 1]


def _newlines(part: Part) -> list[int] | None:
    if isinstance(part, Hole) or not part.exact or "\n" not in part.text:
        return None
    return [offset for offset, char in enumerate(part.text) if char == "\n"]
