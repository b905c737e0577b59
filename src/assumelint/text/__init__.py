"""What every layer stands on: strings that know where they were written, the files they came from, documents."""

from assumelint.text.text import HOLE_MARK, Hole, Part, Piece, Span, Text, join

__all__ = ["HOLE_MARK", "Hole", "Part", "Piece", "Span", "Text", "join"]
