"""What the readers raise: where a text leaves its grammar, and how to mend that."""

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
    """The text is not what it was read as. `span` is the place to blame, `help` (if any) how to mend it."""

    def __init__(self, message: str, span: Span, help: str = "", related: tuple[Label, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.help = help
        self.related = related

    def problem(self, cause: Cause, role: str = "") -> Problem:
        """The error as a source reports it."""
        return Problem(cause, self.span, self.message, self.help, self.related, role)


class JsonError(ReadError):
    """The text is not JSON.

    Not `certain`: an unknown part before the place to blame, outside of a string, may make JSON of it.
    """

    certain: bool = True


class YamlError(ReadError):
    """The text is neither YAML nor JSON."""
