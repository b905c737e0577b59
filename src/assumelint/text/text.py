"""Strings that remember where each character was written, and which characters nobody can know.

A `Text` is a run of known pieces and holes. It survives the way from a source file through
templates, function calls and nested JSON, so that a finding can point at the very characters
that are wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

# Stands for a hole in `Text.flat`. A Unicode non-character: no valid source file contains it,
# and `Text.parts` tells a hole from it even if one does.
HOLE_MARK = "\ufdd0"


class Span(Struct, frozen=True, order=True):
    """A stretch of one file. Lines and columns are 1-based, columns count code points, the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of `other` (this one, where `other` is elsewhere)."""
        if other.file != self.file or (other.end_line, other.end_column) < (self.line, self.column):
            return self
        return Span(self.file, self.line, self.column, other.end_line, other.end_column)

    def holds(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        begins = (self.line, self.column) <= (other.line, other.column)
        ends = (other.end_line, other.end_column) <= (self.end_line, self.end_column)
        return self.file == other.file and begins and ends

    @property
    def start(self) -> Span:
        """The empty span at the first character."""
        return Span(self.file, self.line, self.column, self.line, self.column)


class Piece(Struct, frozen=True):
    """Known characters and where they stand.

    `exact` says that the source holds these very characters, one by one, so a part of the piece has
    a span of its own. An escape or the result of a function is not exact: all of it comes from all of `span`.
    """

    text: str
    span: Span
    exact: bool = True

    def cut(self, start: int, end: int) -> Piece:
        """The piece for `text[start:end]`."""
        if (start, end) == (0, len(self.text)) or not self.exact:
            return replace(self, text=self.text[start:end])
        line, column = self._position(start)
        end_line, end_column = self._position(end)
        return Piece(self.text[start:end], Span(self.span.file, line, column, end_line, end_column))

    def _position(self, offset: int) -> tuple[int, int]:
        newlines = self.text.count("\n", 0, offset)
        if not newlines:
            return self.span.line, self.span.column + offset
        return self.span.line + newlines, offset - self.text.rfind("\n", 0, offset)


class Hole(Struct, frozen=True):
    """A value that the code alone does not tell.

    `reference` is what the source calls it (`var.org`, `AWS::AccountId`). With `many`, it stands for
    any number of elements of the list it is in, none included. `kind` names what is known all the same:
    "account" (12 digits), "partition", "region", "dns-suffix", or "" for anything.
    """

    reference: str
    span: Span
    many: bool = False
    kind: str = ""


Part: TypeAlias = Piece | Hole


class Text(Struct, frozen=True):
    """A string: known pieces and holes, in order. `span` is the whole token, quotes included."""

    parts: tuple[Part, ...]
    span: Span

    @staticmethod
    def of(text: str, span: Span, *, exact: bool = False) -> Text:
        """A wholly known string that was written (or computed) at `span`."""
        return Text((Piece(text, span, exact),) if text else (), span)

    @property
    def literal(self) -> str | None:
        """The string, or None where it has a hole."""
        if any(isinstance(part, Hole) for part in self.parts):
            return None
        return "".join(part.text for part in self.parts if isinstance(part, Piece))

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The unknown parts, in order."""
        return tuple(part for part in self.parts if isinstance(part, Hole))

    @property
    def flat(self) -> str:
        """The string with each hole as one `HOLE_MARK`: offsets into it are what `cut` takes."""
        return "".join(HOLE_MARK if isinstance(part, Hole) else part.text for part in self.parts)

    def __str__(self) -> str:
        """The string for people, each hole as `${reference}`."""
        return "".join("${" + part.reference + "}" if isinstance(part, Hole) else part.text for part in self.parts)

    def __len__(self) -> int:
        return sum(1 if isinstance(part, Hole) else len(part.text) for part in self.parts)

    def cut(self, start: int, end: int | None = None) -> Text:
        """The text for `flat[start:end]`, its span drawn around what is left."""
        stop = len(self) if end is None else end
        kept = tuple(self._cut_parts(start, stop))
        if not kept:
            return Text((), self.span)
        return Text(kept, kept[0].span.to(kept[-1].span))

    def _cut_parts(self, start: int, stop: int) -> Iterator[Part]:
        offset = 0
        for part in self.parts:
            length = 1 if isinstance(part, Hole) else len(part.text)
            low, high = max(start - offset, 0), min(stop - offset, length)
            if low < high:
                yield part if isinstance(part, Hole) else part.cut(low, high)
            offset += length

    def span_of(self, start: int, end: int | None = None) -> Span:
        """Where `flat[start:end]` stands in the source."""
        return self.cut(start, end).span

    def at(self, span: Span) -> Text:
        """The same string, said to stand at `span` as a whole."""
        return Text(self.parts, span)

    def map(self, change: Callable[[str], str]) -> Text:
        """Each known piece changed by a function that keeps the length of a string (`str.lower`); holes stay."""
        return Text(tuple(_changed(part, change) for part in self.parts), self.span)


def _changed(part: Part, change: Callable[[str], str]) -> Part:
    return part if isinstance(part, Hole) else replace(part, text=change(part.text), exact=False)


def join(texts: Iterable[Text], span: Span) -> Text:
    """One text after the other, as a token that stands at `span`."""
    return Text(tuple(part for text in texts for part in text.parts), span)
