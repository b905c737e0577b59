"""The amendment of a statement, and the statement as it is then."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from assumelint.model import Condition, Element, Principal, Statement, Values
from assumelint.text import HOLE_MARK, Hole, Piece, Span, Text

Rewritten = TypeVar("Rewritten", Values, "tuple[Principal, ...]")


_PLACEHOLDER = re.compile(r"<[a-z][a-z _-]*>")


class Wanted(Struct, frozen=True):
    """A condition as it should be."""

    operator: str
    key: Text
    values: tuple[Text, ...]


class Change(Struct, frozen=True):
    """One condition before and after: without `old`, it is a new one; without `new`, it goes."""

    old: Condition | None
    new: Wanted | None


class Amendment(Struct, frozen=True):
    """The conditions of a statement that change, the elements that go, and other texts with what replaces them.

    `value` is the value that is replaced, where only one is. `clause` is what to show, where it is not made of the
    conditions. `safe`: what the author meant is clear.
    """

    statement: Statement
    cloudformation: bool
    changes: tuple[Change, ...] = ()
    gone: tuple[Element, ...] = ()
    texts: tuple[tuple[Text, str], ...] = ()
    clause: str = ""
    value: Text | None = None
    safe: bool = False

    @property
    def waits(self) -> bool:
        """Whether it holds a placeholder (`<owner>`) for a value that only a person knows."""
        new = [value for change in self.changes if change.new is not None for value in change.new.values]
        return any(_PLACEHOLDER.search(text) for text in (*map(str, new), *(text for _, text in self.texts)))

    @property
    def effect(self) -> tuple[object, ...]:
        """What it does to which code: amendments with the same effect lead to the same statements."""
        return self.statement.span, self.changes, self.gone, self.texts

    @property
    def replaced(self) -> tuple[tuple[Condition, Text], ...]:
        """The values that change, each with its condition."""
        return tuple(
            (change.old, value)
            for change in self.changes
            if change.old is not None and change.new is not None and change.old.values.items != change.new.values
            for value in change.old.values.items
            if self.value in (None, value)
        )

    def applied(self, statement: Statement) -> Statement:
        """Return the statement of a role that shares this code, amended."""
        conditions = [
            amended for condition in statement.conditions for amended in self._amended(condition) if amended is not None
        ]
        conditions += [_made(change.new, statement, None) for change in self.changes if change.new and not change.old]
        names = {element.name.span for element in self.gone}
        elements = tuple(element for element in statement.elements if element.name.span not in names)
        return replace(
            statement,
            conditions=tuple(conditions),
            elements=elements,
            actions=None if statement.actions is None else self._rewritten(statement.actions),
            principals=None if statement.principals is None else self._rewritten(statement.principals),
        )

    def _rewritten(self, part: Rewritten) -> Rewritten:
        """Return principals or actions with their texts replaced."""
        new = {(old.span, str(old)): as_text(text, old) for old, text in self.texts}

        def text(old: Text | None) -> Text | None:
            return None if old is None else new.get((old.span, str(old)), old)

        if isinstance(part, Values):
            return replace(part, items=tuple(map(text, part.items)))
        return tuple(replace(each, kind=text(each.kind), value=text(each.value)) for each in part)

    def _amended(self, condition: Condition) -> Sequence[Condition | None]:
        for change in self.changes:
            if change.old is not None and _same(change.old, condition):
                return [_made(change.new, self.statement, condition) if change.new else None]
        return [condition]

    def conditions(self) -> list[tuple[str, Text, tuple[Text, ...]]]:
        """Return operator, key and values of every condition of the statement after the amendment."""
        after = self.applied(self.statement).conditions
        return [(str(each.operator), each.key, each.values.items) for each in after]


def as_text(value: str, old: Text) -> Text:
    """Return a string in which the holes of an old text are written as `${reference}` as a text with these holes."""
    for hole in old.holes:
        value = value.replace("${" + hole.reference + "}", HOLE_MARK, 1)
    parts: list[Piece | Hole] = []
    for number, piece in enumerate(value.split(HOLE_MARK)):
        parts += old.holes[number - 1 : number] if number else []
        parts += [Piece(piece, old.span, exact=False)] if piece else []
    return Text(tuple(parts), old.span)


def _same(one: Condition, other: Condition) -> bool:
    return (one.key.span, one.operator.span, str(one.key)) == (other.key.span, other.operator.span, str(other.key))


def _made(wanted: Wanted, statement: Statement, old: Condition | None) -> Condition:
    """Return a wanted condition as one of the model."""
    if old is None:
        operator = Text.of(wanted.operator, statement.span)
        return Condition(operator, wanted.key, Values(wanted.values), statement.form)
    operator = old.operator
    if operator.literal != wanted.operator:
        operator = Text.of(wanted.operator, operator.span)
    values = tuple(
        value if value in old.values.items else value.at(_apart(value.span, number))
        for number, value in enumerate(wanted.values)
    )
    return Condition(operator, wanted.key, Values(values, old.values.complete), old.form)


def _apart(span: Span, number: int) -> Span:
    """Return a span of its own for a new value: faults of two values at one place would count as one."""
    return Span(span.file, span.line, span.column, span.end_line, span.end_column + number)
