"""Checks for prefixes and suffixes of strings that may contain holes."""

from __future__ import annotations

from assumelint.sources.terraform.lang.values.texts import known_end, known_start
from assumelint.text import Text


def starts_with(text: Text, prefix: str) -> bool | None:
    """Whether the text starts with a prefix, None if that depends on a hole."""
    start = known_start(text)
    if len(start) >= len(prefix) or text.literal is not None:
        return start.startswith(prefix)
    if not prefix.startswith(start):
        return False
    hole = text.holes[0]
    if text.is_hole and not hole.kind.may_contain(prefix):
        return False
    return None if hole.kind.may_begin(prefix[len(start)]) else False


def ends_with(text: Text, suffix: str) -> bool | None:
    """Whether the text ends with a suffix, None if that depends on a hole."""
    end = known_end(text)
    if len(end) >= len(suffix) or text.literal is not None:
        return end.endswith(suffix)
    if not suffix.endswith(end):
        return False
    hole = text.holes[-1]
    return None if hole.kind.may_end(suffix[len(suffix) - len(end) - 1]) else False
