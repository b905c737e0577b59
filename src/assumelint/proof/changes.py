"""Applying edits to the model: finding the texts that contain the changed characters, and changing them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from assumelint.amend import Amendment
from assumelint.model import Edit, Role
from assumelint.text import Hole, Piece, Span, Text


class Changes(Struct, frozen=True):
    """The characters that several edits change, sorted by position."""

    edits: dict[str, list[Edit]]

    @staticmethod
    def of(edits: Iterable[Edit]) -> Changes:
        """Return the changes of the edits, each reduced to the characters that differ."""
        by_file: dict[str, list[Edit]] = {}
        for edit in sorted({trimmed(edit) for edit in edits}, key=lambda edit: edit.span):
            by_file.setdefault(edit.span.file, []).append(edit)
        return Changes(by_file)

    def within(self, span: Span) -> Sequence[Edit]:
        """Return the changes that touch a range of a file."""
        edits = self.edits.get(span.file, [])
        first = bisect_left(edits, span.start, key=lambda edit: edit.span)
        last = bisect_left(edits, (span.end_line, span.end_column), key=lambda edit: (edit.span.line, edit.span.column))
        before = edits[first - 1 : first]
        return [*(edit for edit in before if _ends_behind(edit.span, span)), *edits[first:last]]


def trimmed(edit: Edit) -> Edit:
    """Return the edit without what is equal at both ends. One old character is kept to mark the position."""
    old, new, span = edit.old, edit.text, edit.span
    if span.line != span.end_line:
        return edit
    start = min(_shared(old, new), max(len(old) - 1, 0))
    rest = _shared(old[start:][::-1], new[start:][::-1])
    end = max(len(old) - rest, start + 1)
    text = new[start : len(new) - (len(old) - end)]
    place = Span(span.file, span.line, span.column + start, span.line, span.column + end)
    return Edit(place, old[start:end], text)


def texts(value: Any) -> Iterator[Text]:
    """Yield all texts in a part of the model."""
    match value:
        case Text():
            yield value
        case tuple():
            for item in value:
                yield from texts(item)
        case Struct() if not isinstance(value, Span):
            for name in value.__struct_fields__:
                yield from texts(getattr(value, name))


def edited(value: Any, changes: Changes) -> Any:
    """Return a part of the model with the changes applied to the texts that contain their characters."""
    match value:
        case Piece():
            return _edited(value, changes)
        case tuple():
            return tuple(edited(item, changes) for item in value)
        case Span() | Hole():
            return value
        case Struct():
            return type(value)(*(edited(getattr(value, name), changes) for name in value.__struct_fields__))
        case _:
            return value


def amended(value: Any, amendment: Amendment) -> Any:
    """Return roles with every statement that is written where an amendment goes amended; anything else as it is."""
    if not isinstance(value, tuple) or not all(isinstance(role, Role) for role in value):
        return value
    return tuple(_amended(role, amendment) for role in value)


def _amended(role: Role, amendment: Amendment) -> Role:
    if role.policy is None:
        return role
    statements = tuple(
        amendment.applied(statement) if statement.span == amendment.statement.span else statement
        for statement in role.policy.statements
    )
    return replace(role, policy=replace(role.policy, statements=statements))


def can_follow(piece: Piece, edit: Edit) -> bool:
    """Return whether the result of a change is known: the piece holds all its characters exactly as in the source."""
    return piece.exact and piece.span.line == piece.span.end_line and piece.span.holds(edit.span)


def _edited(piece: Piece, changes: Changes) -> Piece:
    text = piece.text
    known = [edit for edit in changes.within(piece.span) if can_follow(piece, edit)]
    for edit in reversed(known):
        start = edit.span.column - piece.span.column
        text = text[:start] + edit.text + text[start + len(edit.old) :]
    return Piece(text, piece.span, exact=False) if known else piece


def _shared(one: str, other: str) -> int:
    """Return the length of the common prefix of two strings."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _ends_behind(span: Span, start: Span) -> bool:
    return (span.end_line, span.end_column) > (start.line, start.column)
