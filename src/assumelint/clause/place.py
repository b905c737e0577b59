"""Where the parts of a condition stand, and what to write there."""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.clause.forms import values, writer
from assumelint.model import Condition
from assumelint.text import Text

_NEAR = 4  # lines between a condition's key and its first value, comments between them


def replaced(condition: Condition, old: Text, wanted: Sequence[str]) -> str:
    """The values of a condition with new ones for one of them.

    The new ones alone, where the old one does not stand in the condition but in a variable, a local value or an
    argument of a module.
    """
    if not in_place(condition, old):
        return ", ".join(writer(condition.form).scalar(value) for value in wanted)
    items = condition.values.items
    all_of_them = [each for value in items for each in (wanted if value is old else [str(value)])]
    return values(condition.form, str(condition.key), list(dict.fromkeys(all_of_them)))


def in_place(condition: Condition, value: Text) -> bool:
    """Whether a value is written in the condition itself, as far as the places tell."""
    key, own = condition.key.span, value.span
    reach = _NEAR + 2 * next((place for place, item in enumerate(condition.values.items) if item is value), 0)
    return own.file == key.file and own != key and abs(own.line - key.line) <= reach


def is_written(condition: Condition) -> bool:
    """Whether the code holds the condition itself: one that a module adds has the place of the call throughout."""
    return condition.key.span != condition.operator.span
