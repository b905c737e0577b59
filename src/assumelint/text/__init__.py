"""What every layer stands on: strings that know where they were written, the files they came from, documents."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assumelint.text.hole import Hole, HoleKind, Likely, Within
    from assumelint.text.span import Span
    from assumelint.text.text import HOLE_MARK, Part, Piece, Shape, Text, join
else:

    def __getattr__(name: str) -> object:
        """The names below, loaded with the first: a run in which nothing is relevant needs files, but no strings."""
        if name not in __all__:
            raise AttributeError(name)
        for home in ("span", "hole", "text"):
            module = import_module(f"{__name__}.{home}")
            globals().update({each: getattr(module, each) for each in __all__ if hasattr(module, each)})
        return globals()[name]


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
