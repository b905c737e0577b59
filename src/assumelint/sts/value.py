"""Values of condition keys, and their derivation from claims."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec import Struct


class Value(Struct, frozen=True):
    """The value of a key. `many`: the key is multivalued, however many values it has now."""

    items: tuple[str, ...]
    many: bool = False

    @property
    def empty(self) -> bool:
        """Whether it is a null set: no values, or only empty strings."""
        return not any(self.items)


def claim_value(claim: object, *, many: bool = False) -> Value | None:
    """Return the value that a claim gives to a key; None for null or an object, which conditions cannot read."""
    if isinstance(claim, Sequence) and not isinstance(claim, str):
        items = tuple(text for text in map(_text, claim) if text is not None)
        return Value(items, many or len(items) != 1)
    text = _text(claim)
    return None if text is None else Value((text,), many)


def parse_json_text(text: str) -> object:
    """Parse a JSON value strictly: no NaN. Numbers with a fraction keep their spelling, as conditions compare text.

    Raises `ValueError` (a `JSONDecodeError` where the position is known), also for text that is nested too deeply.
    """
    try:
        return json.loads(text, parse_float=_Number, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None


class _Number(float):
    """A number that keeps its spelling."""

    def __new__(cls, written: str) -> _Number:
        number = super().__new__(cls, written)
        number.written = written
        return number

    written: str


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _text(claim: object) -> str | None:
    match claim:
        case str():
            return claim
        case _Number():
            return claim.written
        case bool() | int() | float():
            return json.dumps(claim)
        case _:
            return None
