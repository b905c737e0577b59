"""Reading the values of a TOML table. Each function raises `IssuerError`, which names the key and what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeVar

Table = Mapping[str, Any]
Member = TypeVar("Member", bound=Enum)


class IssuerError(ValueError):
    """An invalid issuer table. The message names the file (or place), the key, and what is expected."""


def check_keys(table: Table, keys: Iterable[str], where: str) -> None:
    """Raise `IssuerError` if the table has a key that is not one of these."""
    for key in table:
        if key not in keys:
            raise IssuerError(f"{where}: {key}: no such key, expected one of {', '.join(sorted(keys))}")


def read_text(table: Table, key: str, where: str) -> str:
    """Return the string under a key, "" if the key is missing."""
    value = table.get(key, "")
    if not isinstance(value, str):
        raise IssuerError(f"{where}: {key}: expected a string, found {value!r}")
    return value


def read_flag(table: Table, key: str, where: str, *, default: bool = False) -> bool:
    """Return the truth value under a key."""
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise IssuerError(f"{where}: {key}: expected true or false, found {value!r}")
    return value


def read_list(table: Table, key: str, where: str) -> list[Any]:
    """Return the list under a key, an empty one if the key is missing."""
    value = table.get(key, [])
    if not isinstance(value, list):
        raise IssuerError(f"{where}: {key}: expected a list, found {value!r}")
    return value


def read_texts(table: Table, key: str, where: str) -> tuple[str, ...]:
    """Return the strings under a key, none if the key is missing."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise IssuerError(f"{where}: {key}: expected a list of strings, found {value!r}")
    return tuple(value)


def read_table(table: Table, key: str, where: str) -> Table:
    """Return the table under a key, an empty one if the key is missing."""
    value = table.get(key, {})
    if not isinstance(value, Mapping):
        raise IssuerError(f"{where}: {key}: expected a table, found {value!r}")
    return value


def read_choice(kind: type[Member], value: object, where: str) -> Member:
    """Return the member of an enumeration with this value."""
    for member in kind:
        if member.value == value:
            return member
    raise IssuerError(f"{where}: expected one of {', '.join(str(member.value) for member in kind)}, found {value!r}")
