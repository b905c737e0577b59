"""What every layer stands on: strings that know where they were written, the files they came from, documents."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assumelint.text.text import HOLE_MARK, Hole, Part, Piece, Span, Text, join
else:

    def __getattr__(name: str) -> object:
        """The names below, loaded with the first: a run in which nothing is relevant needs files, but no strings."""
        if name not in __all__:
            raise AttributeError(name)
        from assumelint.text import text

        globals().update({name: getattr(text, name) for name in __all__})
        return globals()[name]


__all__ = ["HOLE_MARK", "Hole", "Part", "Piece", "Span", "Text", "join"]
