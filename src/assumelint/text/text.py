"""Strings that remember where each character was written and which parts are unknown.

A `Text` is a sequence of known pieces and holes. It is passed from the source file through templates, function calls
and nested JSON, so that a finding can point at exactly the characters that are wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from assumelint.text.hole import Hole, HoleKind
from assumelint.text.span import Span

# Marks a hole in `Text.flat`. Where a file contains this very character, `_STAND_IN` replaces it.
HOLE_MARK = "\ufdd0"
_STAND_IN = "\ufdd1"
SCHEME = "https://"


class Piece(Struct, frozen=True):
    """Known characters and where they were written.

    `exact`: the source holds these characters one for one, so that each part of the piece has its own span. Escapes and
    results of functions are not exact: any part of them has the whole `span`.
    """

    text: str
    span: Span
    exact: bool = True

    def cut(self, start: int, end: int) -> Piece:
        """Return the piece for `text[start:end]`."""
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
# What two strings are compared by: the known stretches, and the identity of each hole in a 1-tuple.
Shape: TypeAlias = "tuple[str | tuple[str], ...]"


class Text(Struct, frozen=True):
    """A string as a sequence of known pieces and holes. `span` is the whole token, including quotes."""

    parts: tuple[Part, ...]
    span: Span

    @staticmethod
    def of(text: str, span: Span, *, exact: bool = False) -> Text:
        """Return a fully known string that was written (or computed) at `span`."""
        return Text((Piece(text, span, exact),) if text else (), span)

    @property
    def literal(self) -> str | None:
        """The string, or None if it has a hole."""
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
        """Whether the text is a single unknown value."""
        return len(self.parts) == 1 and isinstance(self.parts[0], Hole)

    @property
    def flat(self) -> str:
        """The string with each hole as one `HOLE_MARK`. `cut` takes offsets into this string.

        Every `HOLE_MARK` in it is a hole. Use it for searching only: a fully known string is in `literal`.
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
        """Each character or hole, at the offsets of `flat`.

        Unlike in `flat`, a mark that the file contains stays as it is.
        """
        found: list[str | Hole] = []
        for part in self.parts:
            if isinstance(part, Hole):
                found.append(part)
            else:
                found += part.text
        return tuple(found)

    @property
    def shape(self) -> Shape:
        """A key that is equal for texts that are the same string, whatever values the holes have."""
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
        """Return the string for display, with each hole as `${reference}`."""
        parts = self.parts
        if len(parts) == 1 and isinstance(parts[0], Piece):
            return parts[0].text
        shown = ""
        for part in parts:
            if isinstance(part, Piece):
                shown += part.text
            elif part.kind is HoleKind.CLUSTER_HOST and part.of is not None and shown.endswith(SCHEME):
                # A URL is shown by its own name, not by what is left of it behind its scheme.
                shown = shown.removesuffix(SCHEME) + "${" + part.of.reference + "}"
            else:
                shown += "${" + part.reference + "}"
        return shown

    def __len__(self) -> int:
        return sum(1 if isinstance(part, Hole) else len(part.text) for part in self.parts)

    def cut(self, start: int, end: int | None = None) -> Text:
        """Return the text for `flat[start:end]`, with the span narrowed to what is left."""
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
        """Return the span of `flat[start:end]` in the source."""
        return self.cut(start, end).span

    def at(self, span: Span) -> Text:
        """Return the same string as a token at `span`; its parts keep their own spans."""
        return Text(self.parts, span)

    def map(self, change: Callable[[str], str]) -> Text:
        """Return the text with a length-preserving function (`str.lower`) applied to each known piece; holes stay."""
        return Text(tuple(_changed(part, change) for part in self.parts), self.span)


def _changed(part: Part, change: Callable[[str], str]) -> Part:
    return part if isinstance(part, Hole) else replace(part, text=change(part.text), exact=False)


def join(texts: Iterable[Text], span: Span) -> Text:
    """Return the concatenation of texts as one token at `span`."""
    return Text(tuple(part for text in texts for part in text.parts), span)
