"""Places in files."""

from __future__ import annotations

from msgspec import Struct


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
