"""Clauses as members of a JSON object, in a file of its own or inside a string."""

from __future__ import annotations

from assumelint.clause.mapping import MappingWriter
from assumelint.clause.spelling import Sub
from assumelint.clause.writer import quoted


class Json(MappingWriter):
    """Writes names and values in quotes."""

    def scalar(self, value: str) -> str:
        """The value in quotes."""
        return f'{{"Fn::Sub": {quoted(value)}}}' if isinstance(value, Sub) else quoted(value)

    def name(self, word: str) -> str:
        """The word in quotes."""
        return quoted(word)

    def claim(self, key: str) -> str:
        """The key in quotes."""
        return quoted(key)

    def pair(self, name: str, value: str) -> str:
        """A member of an object."""
        return f"{name}: {value}"

    def nested(self, name: str, *inner: str) -> str:
        """A member that is an object."""
        return f"{name}: {{{', '.join(inner)}}}"

    def row(self, *members: str) -> str:
        """Members with commas between them."""
        return ",\n".join(members)
