"""The errors of the parsers, with their position and, where known, a correction."""

from __future__ import annotations

from enum import Enum, auto

from assumelint.cause import Cause
from assumelint.model import Label, Problem
from assumelint.text import Span


class Wanted(Enum):
    """What JSON's grammar allows at the place of a mistake."""

    KEY = auto()
    COLON = auto()
    VALUE = auto()
    COMMA = auto()


class ReadError(Exception):
    """The text does not follow the expected syntax. `span` is the error's position, `help` (if any) the correction."""

    def __init__(self, message: str, span: Span, help: str = "", related: tuple[Label, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.help = help
        self.related = related

    def problem(self, cause: Cause, role: str = "") -> Problem:
        """Return the error as a problem of a source."""
        return Problem(cause, self.span, self.message, self.help, self.related, role)


class JsonError(ReadError):
    """The text is not JSON.

    Not `certain`: an unknown part that precedes the error, outside a string, may make the text valid.
    """

    certain: bool = True


class YamlError(ReadError):
    """The text is neither YAML nor JSON."""
