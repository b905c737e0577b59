"""Clauses as entries of an HCL object, the argument of `jsonencode`."""

from __future__ import annotations

from textwrap import indent

from assumelint.clause.mapping import MappingWriter
from assumelint.clause.writer import quoted


class HclObject(MappingWriter):
    """Writes names without quotes if HCL allows it, and values in quotes."""

    def scalar(self, value: str) -> str:
        """The value in quotes."""
        return quoted(value)

    def name(self, word: str) -> str:
        """The word without quotes if it is an identifier, otherwise in quotes (`ForAnyValue:StringLike`)."""
        return word if word.isidentifier() else quoted(word)

    def claim(self, key: str) -> str:
        """The key in quotes."""
        return quoted(key)

    def pair(self, name: str, value: str) -> str:
        """An attribute of an object."""
        return f"{name} = {value}"

    def nested(self, name: str, *inner: str) -> str:
        """An attribute that is an object, over several lines if what is in it is so."""
        if any("\n" in each for each in inner):
            return f"{name} = {{\n" + "".join(indent(each, "  ") + "\n" for each in inner) + "}"
        return f"{name} = {{ {', '.join(inner)} }}"

    def row(self, *members: str) -> str:
        """Attributes on lines of their own."""
        return "\n".join(members)
