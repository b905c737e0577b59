"""Clauses as entries of an HCL object, as `jsonencode` takes it."""

from __future__ import annotations

from assumelint.clause.mapping import MappingWriter
from assumelint.clause.writer import quoted


class HclObject(MappingWriter):
    """Names stand bare where HCL can read them so, values in quotes."""

    def scalar(self, value: str) -> str:
        """One value, in quotes."""
        return quoted(value)

    def name(self, word: str) -> str:
        """The word itself where it is an identifier, else in quotes (`ForAnyValue:StringLike`)."""
        return word if word.isidentifier() else quoted(word)

    def claim(self, key: str) -> str:
        """The key in quotes."""
        return quoted(key)

    def pair(self, name: str, value: str) -> str:
        """An attribute of an object."""
        return f"{name} = {value}"

    def nested(self, name: str, inner: str) -> str:
        """An attribute that is an object."""
        return f"{name} = {{ {inner} }}"
