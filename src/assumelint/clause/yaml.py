"""Clauses as entries of a YAML mapping."""

from __future__ import annotations

import re

from assumelint.clause.mapping import MappingWriter
from assumelint.clause.writer import quoted

_PLAIN = re.compile(r"[A-Za-z0-9/](?:[\w/@.*+-]|:(?=\S))*")
_LOOKS_TYPED = re.compile(r"[0-9.+-]+|true|false|yes|no|on|off|null|~|\d{4}-\d\d-\d\d", re.IGNORECASE)


class Yaml(MappingWriter):
    """Strings stand bare where YAML reads them as strings, else in quotes."""

    def scalar(self, value: str) -> str:
        """One value, in quotes only where it needs them."""
        return value if is_plain(value) else quoted(value)

    def name(self, word: str) -> str:
        """The word itself."""
        return word

    def claim(self, key: str) -> str:
        """The key, in quotes only where it needs them."""
        return self.scalar(key)

    def pair(self, name: str, value: str) -> str:
        """An entry of a mapping."""
        return f"{name}: {value}"

    def nested(self, name: str, inner: str) -> str:
        """An entry that is a mapping, on lines of its own."""
        return f"{name}:\n  {inner}"


def is_plain(value: str) -> bool:
    """Whether YAML reads a value without quotes as this very string (and so does any other form between quotes)."""
    return bool(_PLAIN.fullmatch(value)) and not looks_typed(value)


def looks_typed(value: str) -> bool:
    """Whether YAML may take a value without quotes for a number, a date or a truth value."""
    return bool(_LOOKS_TYPED.fullmatch(value))
