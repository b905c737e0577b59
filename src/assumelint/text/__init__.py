"""What every layer stands on: strings that know where they were written, the files they came from, documents."""

from assumelint.text.hole import Hole, HoleKind, Likely, Within
from assumelint.text.span import Span
from assumelint.text.text import HOLE_MARK, Part, Piece, Shape, Text, join

__all__ = [
    "HOLE_MARK",
    "Hole",
    "HoleKind",
    "Likely",
    "Part",
    "Piece",
    "Shape",
    "Span",
    "Text",
    "Within",
    "join",
]
