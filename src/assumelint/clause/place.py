"""Whether a condition and its values are written where a finding points, and what to write there."""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.clause.forms import values, writer
from assumelint.model import Condition
from assumelint.text import Text

_NEAR = 4  # the most lines between a condition's key and its first value, including comments


def replaced(condition: Condition, old: Text, wanted: Sequence[str]) -> str:
    """Return the values of a condition with one value replaced by new ones.

    If the old value is not written in the condition but in a variable, a local value or a module's argument, return
    only the new ones.
    """
    if not in_place(condition, old):
        return ", ".join(writer(condition.form).scalar(value) for value in wanted)
    items = condition.values.items
    all_of_them = [each for value in items for each in (wanted if value is old else [str(value)])]
    return values(condition.form, str(condition.key), list(dict.fromkeys(all_of_them)))


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
