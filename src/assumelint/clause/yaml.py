"""Clauses as entries of a YAML mapping."""

from __future__ import annotations

import re
from textwrap import indent

from assumelint.clause.mapping import MappingWriter
from assumelint.clause.spelling import Sub
from assumelint.clause.writer import quoted

_PLAIN = re.compile(r"[A-Za-z0-9/](?:[\w/@.*+-]|:(?=\S))*")
_LOOKS_TYPED = re.compile(r"[0-9.+-]+|true|false|yes|no|on|off|null|~|\d{4}-\d\d-\d\d", re.IGNORECASE)


class Yaml(MappingWriter):
    """Writes strings without quotes if YAML reads them as strings, otherwise in quotes."""

    def scalar(self, value: str) -> str:
        """The value, in quotes only if necessary."""
        if isinstance(value, Sub):
            return f"!Sub {quoted(value)}"
        return value if is_plain(value) else quoted(value)

    def name(self, word: str) -> str:
        """The word itself."""
        return word

    def claim(self, key: str) -> str:
        """The key, in quotes only if necessary."""
        return self.scalar(key)

    def pair(self, name: str, value: str) -> str:
        """An entry of a mapping."""
        return f"{name}: {value}"

    def nested(self, name: str, *inner: str) -> str:
        """An entry that is a mapping, on separate lines."""
        return f"{name}:" + "".join("\n" + indent(each, "  ") for each in inner)

    def row(self, *members: str) -> str:
        """Entries on lines of their own."""
        return "\n".join(members)


def is_plain(value: str) -> bool:
    """Return whether YAML reads a value without quotes as this string, and the other forms read it so within quotes."""
    return bool(_PLAIN.fullmatch(value)) and not looks_typed(value)


def looks_typed(value: str) -> bool:
    """Return whether YAML may read a value without quotes as a number, a date or a boolean."""
    return bool(_LOOKS_TYPED.fullmatch(value))
