"""Addresses of resource and module instances, as Terraform prints them.

See https://developer.hashicorp.com/terraform/cli/state/resource-addressing.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct

from assumelint.text import Hole, Shape, Text

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')
_SPECIAL = re.compile(r'[\n\r\t"\\]|[$%](?=\{)|[^ -~]')


class NoKey(Struct, frozen=True):
    """The key of the only instance without `count` or `for_each`, or of the example that stands for unknown keys."""


NO_KEY = NoKey()
InstanceKey: TypeAlias = "NoKey | int | Text"


def key_name(key: InstanceKey) -> int | Shape | None:
    """A hashable form of a key for lookups, None for `NoKey`."""
    match key:
        case NoKey():
            return None
        case Text():
            return key.shape
        case _:
            return key


def with_key(address: str, key: InstanceKey) -> str:
    """The address of one instance: `address` followed by its key in brackets."""
    match key:
        case NoKey():
            return address
        case int():
            return f"{address}[{key}]"
        case Text(parts):
            inner = "".join(
                "${" + part.reference + "}" if isinstance(part, Hole) else _SPECIAL.sub(_escape, part.text)
                for part in parts
            )
            return f'{address}["{inner}"]'


def without_keys(address: str) -> str:
    """The address of the declaration that an instance belongs to."""
    return _KEY.sub("", address)


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char in "$%":
        return char * 2
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
