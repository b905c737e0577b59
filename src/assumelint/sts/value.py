"""What a condition key holds, and how a claim becomes one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a key. `many`: it may hold several, however many it holds now."""

    items: tuple[str, ...]
    many: bool = False

    @property
    def empty(self) -> bool:
        """Whether it is a null set: no values, or nothing but empty strings."""
        return not any(self.items)


def claim_value(claim: object, *, many: bool = False) -> Value | None:
    """The value that a claim gives to a key; None for null and for an object, which conditions cannot reach into."""
    if isinstance(claim, Sequence) and not isinstance(claim, str):
        items = tuple(text for text in map(_text, claim) if text is not None)
        return Value(items, many or len(items) != 1)
    text = _text(claim)
    return None if text is None else Value((text,), many)


def _text(claim: object) -> str | None:
    match claim:
        case str():
            return claim
        case bool() | int() | float():
            return json.dumps(claim)
        case _:
            return None
