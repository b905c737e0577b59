"""Whether a condition and its values are written where a finding points, and what to write there."""

from __future__ import annotations

from assumelint.model import Condition
from assumelint.text import Text

_NEAR = 4  # the most lines between a condition's key and its first value, including comments


def in_place(condition: Condition, value: Text) -> bool:
    """Return whether a value is written in the condition itself, judging by the positions."""
    key, own = condition.key.span, value.span
    reach = _NEAR + 2 * next((place for place, item in enumerate(condition.values.items) if item is value), 0)
    return own.file == key.file and own != key and abs(own.line - key.line) <= reach


def is_written(condition: Condition) -> bool:
    """Return whether the condition is in the code.

    All parts of one that a module adds have the position of the call.
    """
    return condition.key.span != condition.operator.span
