"""Advice with the edits that follow it: the text for people and the edits come from the same new value.

An edit replaces characters that the source holds one by one, and leaves the quotes around them alone. It writes only
what every form reads alike, with quotes or without, so that it need not know which of them it is in.
"""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from assumelint import clause
from assumelint.clause.yaml import is_plain, looks_typed
from assumelint.model import Applicability, Condition, Edit, Fix, Form, Statement
from assumelint.text import HOLE_MARK, Hole, Piece, Text
from assumelint.text.code import Code

# What may stand beside a hole: the whole value is held against `is_plain`, with a letter for each hole.
_HARMLESS = re.compile(r"[\w/@.*+: -]*", re.ASCII)
_SPACE = re.compile(r"(?<=\w) (?=\w)")

# Folders of code that was fetched: the next fetch would undo an edit.
_FETCHED = frozenset((".terraform", ".terragrunt-cache"))

Edits = tuple[Edit, ...] | None
"""The edits that make a change (none, where nothing is to do); None where the source cannot be edited so."""


class Advice(Struct, frozen=True):
    """What to write, for people and, where it is known how, as edits."""

    help: str = ""
    fix: Fix | None = None


def can_be_made(fix: Fix, code: Code) -> bool:
    """Whether the code holds what each edit replaces, as its own text, and no two edits touch the same characters."""
    spans = sorted(edit.span for edit in fix.edits)
    apart = all(
        first.file != second.file or (first.end_line, first.end_column) <= (second.line, second.column)
        for first, second in pairwise(spans)
    )
    own = not any(_FETCHED.intersection(span.file.split("/")) for span in spans)
    return own and apart and all(code.slice(edit.span) == edit.old for edit in fix.edits)


def together(*changes: Edits) -> Edits:
    """Several changes as one; None where one of them cannot be made."""
    edits: dict[Edit, None] = {}
    for change in changes:
        if change is None:
            return None
        edits |= dict.fromkeys(change)
    return tuple(edits)


def fix_of(*changes: Edits, safe: bool = False) -> Fix | None:
    """The changes as one fix; None where one of them cannot be made, or there is nothing to change."""
    edits = together(*changes)
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, edits) if edits else None


def rewritten(old: Text, new: str) -> Edits:
    """The edits that make another string of a text. `new` holds the holes of the text as `${reference}`."""
    for hole in old.holes:
        new = new.replace("${" + hole.reference + "}", HOLE_MARK, 1)
    runs, wanted = _runs(old), new.split(HOLE_MARK)
    if len(runs) != len(wanted) or not _is_harmless(new, old.flat):
        return None
    return together(*(_change(run, text) for run, text in zip(runs, wanted, strict=True)))


def _is_harmless(new: str, old: str) -> bool:
    """Whether a string reads the same with and without quotes. A date stands where another stood, quoted or not."""
    return is_plain(_SPACE.sub("x", new.replace(HOLE_MARK, "x"))) or (looks_typed(new) and looks_typed(old))


def _runs(text: Text) -> list[list[Piece]]:
    """The known pieces before, between and after the holes of a text."""
    runs: list[list[Piece]] = [[]]
    for part in text.parts:
        if isinstance(part, Hole):
            runs.append([])
        elif part.text:
            runs[-1].append(part)
    return runs


def _change(run: list[Piece], text: str) -> Edits:
    """The edit of what stands between two holes: one exact piece, or it may be put together from several places."""
    if "".join(piece.text for piece in run) == text:
        return ()
    if len(run) != 1 or not run[0].exact or not _HARMLESS.fullmatch(text):
        return None
    return (Edit(run[0].span, run[0].text, text),)


def replace_value(condition: Condition, old: Text, new: str, *, safe: bool = False) -> Advice:
    """A new value in the place of one value of a condition.

    A value that stands elsewhere (in a variable, a local value) may have other users: its fix is never safe.
    """
    help = clause.replaced(condition, old, [new])
    known = any(str(value) == new for value in condition.values.items)
    edits = None if known else rewritten(old, new)
    return Advice(help, fix_of(edits, safe=safe and clause.in_place(condition, old)))


def replace_principal(statement: Statement, old: Text, new: str, *others: Edits, safe: bool = False) -> Advice:
    """A new principal in the place of one under `Federated`, and what must change with it."""
    fix = fix_of(rewritten(old, new), *others, safe=safe and statement.span.holds(old.span))
    return Advice(clause.principal(statement.form, "Federated", new), fix)


def replace_action(statement: Statement, new: str) -> Advice:
    """An action in the place of the only one of a statement."""
    items = statement.actions.items if statement.actions is not None and statement.actions.complete else ()
    edits = rewritten(items[0], new) if len(items) == 1 else None
    return Advice(clause.action(statement.form, [new]), fix_of(edits, safe=False))


def rename_operator(statement: Statement, condition: Condition, new: str) -> Edits:
    """The edits that give a condition another operator.

    In a mapping the operator is one key for all the conditions under it, and must not be there already. Blocks have
    one each, but of several with the same operator only the first one's place is known.
    """
    if condition.operator.literal == new:
        return ()
    if condition.form is Form.HCL_BLOCK:
        if shares_operator(statement, condition):
            return None
    elif any(other.operator.literal == new for other in statement.conditions):
        return None
    return _renamed(condition.form, condition.operator, new)


def rename_key(statement: Statement, condition: Condition, new: str) -> Edits:
    """The edits that put a condition on another key, unless the same operator has it already."""
    others = [other for other in under_one_operator(statement, condition) if other is not condition]
    if any(str(other.key).lower() == new.lower() for other in others):
        return None
    return _renamed(condition.form, condition.key, new)


def rewrite_condition(statement: Statement, condition: Condition, operator: str, old: Text, new: str) -> Edits:
    """The edits that give a condition another operator and one other value; None where others share its operator."""
    if condition.operator.literal != operator and shares_operator(statement, condition):
        return None
    return together(rename_operator(statement, condition, operator), rewritten(old, new))


def shares_operator(statement: Statement, condition: Condition) -> bool:
    """Whether other conditions stand under the same operator."""
    return len(under_one_operator(statement, condition)) > 1


def under_one_operator(statement: Statement, condition: Condition) -> list[Condition]:
    """The conditions that stand under the same operator, this one among them."""
    return [other for other in statement.conditions if other.operator.span == condition.operator.span]


def _renamed(form: Form, old: Text, new: str) -> Edits:
    """The edits for a name in a mapping. HCL lets it stand without quotes where it is an identifier, and only there."""
    bare = form is Form.HCL_OBJECT and any(part.span == old.span for part in old.parts)
    return None if bare and not new.isidentifier() else rewritten(old, new)
