"""The text of one HCL file, and the spans of its characters."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.text import Piece, Span, Text

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SourceText(Struct):
    """Decoded text. The scanner and the parser use offsets into `text`, which `span` turns into spans.

    `whole` and `pieces` are set for text that is not the verbatim content of a file: a template that a function
    computed, a string in a `.tf.json` file. The pieces then hold the spans that the characters came from.
    """

    file: str
    text: str
    whole: Span | None = None
    pieces: tuple[Piece, ...] = ()
    _starts: list[int] = []

    @staticmethod
    def decode(file: str, data: bytes) -> SourceText:
        """Decode a file, without its byte order mark.

        Raises `HclError` at the first byte that is not UTF-8, the only encoding that Terraform accepts.
        """
        body = data.removeprefix(_BYTE_ORDER_MARK)
        try:
            return SourceText(file, body.decode("utf-8"))
        except UnicodeDecodeError as error:
            good = SourceText(file, body[: error.start].decode("utf-8"))
            place = good.span(len(good.text), len(good.text))
            help = "All input files must be UTF-8 encoded: save the file as UTF-8."
            raise HclError("Invalid character encoding", place, help) from None

    @staticmethod
    def computed(text: Text) -> SourceText:
        """A source made from a computed text. Its holes are dropped, so it must not contain any."""
        pieces = tuple(part for part in text.parts if isinstance(part, Piece) and part.text)
        return SourceText(text.span.file, "".join(piece.text for piece in pieces), text.span, pieces)

    @property
    def written(self) -> str | None:
        """The verbatim text of a file, None for computed text."""
        return self.text if self.whole is None else None

    def as_text(self) -> Text:
        """The whole source with the position of each character, for the parser of another language."""
        end = len(self.text)
        return Text(self.piece(0, end), self.span(0, end))

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`."""
        if self.whole is not None:
            return self._computed_span(self.whole, start, end)
        starts = self._starts
        if not starts:
            starts += _line_starts(self.text)
        line = bisect_right(starts, start)
        end_line = line if line == len(starts) or end < starts[line] else bisect_right(starts, end)
        return Span(self.file, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)

    def piece(self, start: int, end: int) -> tuple[Piece, ...]:
        """`text[start:end]` as pieces with their spans."""
        if start >= end:
            return ()
        if self.whole is None:
            return (Piece(self.text[start:end], self.span(start, end)),)
        return tuple(self._cut(start, end))

    def _cut(self, start: int, end: int) -> list[Piece]:
        starts = self._starts
        if not starts:
            starts += _piece_starts(self.pieces)
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1)
        return [
            piece.cut(max(start - offset, 0), min(end - offset, len(piece.text)))
            for offset, piece in zip(starts[first:last], self.pieces[first:last], strict=True)
        ]

    def _computed_span(self, whole: Span, start: int, end: int) -> Span:
        if start < end and len(self.pieces) == 1 and not self.pieces[0].exact:
            return self.pieces[0].span
        if start < end:
            pieces = self._cut(start, end)
            return pieces[0].span.to(pieces[-1].span)
        if start < len(self.text):
            return self._cut(start, start + 1)[0].span.start
        last = self._cut(start - 1, start)[0].span if start else whole
        return Span(last.file, last.end_line, last.end_column, last.end_line, last.end_column)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at != -1:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _piece_starts(pieces: tuple[Piece, ...]) -> list[int]:
    starts, offset = [], 0
    for piece in pieces:
        starts.append(offset)
        offset += len(piece.text)
    return starts
