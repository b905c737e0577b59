"""The literal text of a template: escapes, strip markers and the indentation of a `<<-` heredoc."""

from __future__ import annotations

import re

from msgspec import Struct

from assumelint.sources.terraform.syntax.delimiters import BLANKS
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.text import Piece, Span

_PLAIN = re.compile(r"(?:[^$%]++|\$(?!\$?\{)|%(?!%?\{))++")
_PLAIN_QUOTED = re.compile(r"(?:[^\\$%]++|\$(?!\$?\{)|%(?!%?\{))++")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt\"\\]))")
_SELECTED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class Literal(Struct):
    """A literal while its template is being parsed. In a heredoc, it is at most one line."""

    pieces: list[Piece]
    place: Span

    @property
    def text(self) -> str:
        """The text of all pieces."""
        return "".join(piece.text for piece in self.pieces)

    def cut(self, start: int, end: int) -> None:
        """Keep the characters from `start` to `end`."""
        kept, offset = list[Piece](), 0
        for piece in self.pieces:
            low, high = max(start - offset, 0), min(end - offset, len(piece.text))
            if low < high:
                kept.append(piece.cut(low, high))
            offset += len(piece.text)
        self.pieces = kept

    def finish(self) -> tuple[Piece, ...]:
        """The pieces, or one empty piece if none is left: the template is then still not a bare interpolation."""
        return tuple(self.pieces) or (Piece("", self.place),)


def read_literal(source: SourceText, start: int, end: int, *, quoted: bool) -> Literal:
    """Parse the literal `source.text[start:end]`, without interpolations. Raises `HclError` for an invalid escape."""
    pieces: list[Piece] = []
    plain = _PLAIN_QUOTED if quoted else _PLAIN
    at = start
    while at < end:
        run = plain.match(source.text, at, end)
        if run:
            pieces += source.piece(at, run.end())
            at = run.end()
            continue
        character, stop = _escaped(source, at, end)
        pieces.append(Piece(character, source.span(at, stop), exact=False))
        at = stop
    return Literal(pieces, source.span(start, start))


def _escaped(source: SourceText, at: int, end: int) -> tuple[str, int]:
    text = source.text
    if text[at] != "\\":
        return text[at + 1 : at + 3], at + 3  # $${ and %%{
    found = _ESCAPE.match(text, at, end)
    if not found:
        raise _invalid_escape(source, at, end)
    digits = found[1] or found[2]
    if not digits:
        return _SELECTED[found[3]], found.end()
    number = int(digits, 16)
    if 0xD800 <= number < 0xE000 or number > 0x10FFFF:
        help = "The number is not that of a Unicode character."
        raise HclError("Invalid escape sequence", source.span(at, found.end()), help)
    return chr(number), found.end()


def _invalid_escape(source: SourceText, at: int, end: int) -> HclError:
    selector = source.text[at + 1 : min(at + 2, end)]
    match selector:
        case "u":
            help = "The \\u escape sequence must be followed by four hexadecimal digits."
        case "U":
            help = "The \\U escape sequence must be followed by eight hexadecimal digits."
        case _:
            help = f'The symbol "{selector}" is not a valid escape sequence selector.'
    return HclError("Invalid escape sequence", source.span(at, min(at + 2, end)), help)


def strip_end(literal: Literal) -> None:
    """Remove the blanks at the end, for a `${~` that follows."""
    literal.cut(0, len(literal.text.rstrip(BLANKS)))


def strip_start(literal: Literal) -> None:
    """Remove the blanks at the start, for a `~}` that precedes."""
    text = literal.text
    literal.cut(len(text) - len(text.lstrip(BLANKS)), len(text))


def drop_margin(lines: list[Literal | None]) -> None:
    """Remove the common indentation from the lines of a `<<-` heredoc. None is an interpolation or a directive.

    Blank lines are ignored, and keep their indentation.
    """
    margins: list[int] = []
    moved: list[Literal] = []
    at_start = True
    for literal in lines:
        text = literal.text if literal else ""
        if at_start and not (text.endswith("\n") and not text.strip(BLANKS)):
            margins.append(len(text) - len(text.lstrip(BLANKS)))
            if literal:
                moved.append(literal)
        at_start = text.endswith("\n")
    margin = min(margins, default=0)
    for literal in moved:
        literal.cut(margin, len(literal.text))
