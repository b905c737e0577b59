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

from assumelint.text.hole import Hole
from assumelint.text.span import Span

# Stands for a hole in `Text.flat`. Where a file has this very character, `_STAND_IN` takes its place there.
HOLE_MARK = "\ufdd0"
_STAND_IN = "\ufdd1"


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


Part: TypeAlias = Piece | Hole
# A string to compare by: the known stretches, and the identity of each hole in a tuple of its own.
Shape: TypeAlias = "tuple[str | tuple[str], ...]"


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
        parts = self.parts
        if len(parts) == 1:
            only = parts[0]
            return only.text if isinstance(only, Piece) else None
        texts = [part.text for part in parts if isinstance(part, Piece)]
        return "".join(texts) if len(texts) == len(parts) else None

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The unknown parts, in order."""
        return tuple(part for part in self.parts if isinstance(part, Hole))

    @property
    def is_hole(self) -> bool:
        """Whether it is one unknown value and nothing else."""
        return len(self.parts) == 1 and isinstance(self.parts[0], Hole)

    @property
    def flat(self) -> str:
        """The string with each hole as one `HOLE_MARK`: offsets into it are what `cut` takes.

        A `HOLE_MARK` in it is always a hole. It is for searching: what is known for certain is `literal`.
        """
        parts = self.parts
        if len(parts) == 1:
            only = parts[0]
            return only.text.replace(HOLE_MARK, _STAND_IN) if isinstance(only, Piece) else HOLE_MARK
        return "".join(
            part.text.replace(HOLE_MARK, _STAND_IN) if isinstance(part, Piece) else HOLE_MARK for part in parts
        )

    @property
    def characters(self) -> tuple[str | Hole, ...]:
        """Each character by itself, the holes among them, at the offsets of `flat`. Every character is the very one."""
        found: list[str | Hole] = []
        for part in self.parts:
            if isinstance(part, Hole):
                found.append(part)
            else:
                found += part.text
        return tuple(found)

    @property
    def shape(self) -> Shape:
        """Equal for texts that are the same string, whatever their holes hold."""
        shape: list[str | tuple[str]] = []
        for part in self.parts:
            last = shape[-1] if shape else None
            if isinstance(part, Hole):
                shape.append((part.identity,))
            elif isinstance(last, str):
                shape[-1] = last + part.text
            elif part.text:
                shape.append(part.text)
        return tuple(shape)

    def __str__(self) -> str:
        """The string for people, each hole as `${reference}`."""
        parts = self.parts
        if len(parts) == 1 and isinstance(parts[0], Piece):
            return parts[0].text
        return "".join(part.text if isinstance(part, Piece) else "${" + part.reference + "}" for part in parts)

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
