"""Clauses as members of a JSON object, in a file of its own or inside a string."""

from __future__ import annotations

from assumelint.clause.mapping import MappingWriter
from assumelint.clause.writer import quoted


class Json(MappingWriter):
    """Everything stands in quotes."""

    def scalar(self, value: str) -> str:
        """One value, in quotes."""
        return quoted(value)

    def name(self, word: str) -> str:
        """The word in quotes."""
        return quoted(word)

    def claim(self, key: str) -> str:
        """The key in quotes."""
        return quoted(key)

    def pair(self, name: str, value: str) -> str:
        """A member of an object."""
        return f"{name}: {value}"

    def nested(self, name: str, inner: str) -> str:
        """A member that is an object."""
        return f"{name}: {{{inner}}}"
