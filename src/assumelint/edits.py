"""Advice together with its edits: text and edits are derived from the same new value.

An edit replaces characters that the source contains one for one, and leaves the quotes around them. It only writes
what every form reads alike with or without quotes, so it need not know the form.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assumelint.clause.yaml import is_plain, looks_typed
from assumelint.model import Applicability, Condition, Edit, Fix, Form, Statement
from assumelint.text import HOLE_MARK, Hole, Piece, Text
from assumelint.text.code import Code

# The characters allowed next to a hole. The whole value is then tested by `is_plain`, with a letter for each hole.
_HARMLESS = re.compile(r"[\w/@.*+: -]*", re.ASCII)
_SPACE = re.compile(r"(?<=\w) (?=\w)")

# Folders of downloaded code: the next download would undo an edit.
_FETCHED = frozenset((".terraform", ".terragrunt-cache"))

Edits = tuple[Edit, ...] | None
"""The edits that make a change (none, where nothing is to do); None where the source cannot be edited so."""


def can_be_made(fix: Fix, code: Code) -> bool:
    """Return whether the code contains what each edit replaces, in a file of its own, and no two edits overlap."""
    spans = sorted(edit.span for edit in fix.edits)
    apart = all(
        first.file != second.file or (first.end_line, first.end_column) <= (second.line, second.column)
        for first, second in pairwise(spans)
    )
    own = not any(_FETCHED.intersection(span.file.split("/")) for span in spans)
    return own and apart and all(code.slice(edit.span) == edit.old for edit in fix.edits)


def together(*changes: Edits) -> Edits:
    """Return several changes as one, or None if one of them is not possible."""
    edits: dict[Edit, None] = {}
    for change in changes:
        if change is None:
            return None
        edits |= dict.fromkeys(change)
    return tuple(edits)


def fix_of(*changes: Edits, safe: bool = False) -> Fix | None:
    """Return the changes as one fix, or None if one of them is not possible or there is nothing to change."""
    edits = together(*changes)
    return Fix(Applicability.SAFE if safe else Applicability.UNSAFE, edits) if edits else None


def rewritten(old: Text, new: str) -> Edits:
    """Return the edits that turn a text into a new string, in which its holes are written as `${reference}`."""
    for hole in old.holes:
        new = new.replace("${" + hole.reference + "}", HOLE_MARK, 1)
    runs, wanted = _runs(old), new.split(HOLE_MARK)
    if len(runs) != len(wanted) or not _is_harmless(new, old.flat):
        return None
    return together(*(_change(run, text) for run, text in zip(runs, wanted, strict=True)))


def _is_harmless(new: str, old: str) -> bool:
    """Return whether a string reads the same with and without quotes. A date may only replace another date."""
    return is_plain(_SPACE.sub("x", new.replace(HOLE_MARK, "x"))) or (looks_typed(new) and looks_typed(old))


def _runs(text: Text) -> list[list[Piece]]:
    """Return the known pieces before, between and after the holes of a text."""
    runs: list[list[Piece]] = [[]]
    for part in text.parts:
        if isinstance(part, Hole):
            runs.append([])
        elif part.text:
            runs[-1].append(part)
    return runs


def _change(run: list[Piece], text: str) -> Edits:
    """Return the edit of the text between two holes, or None if it is not a single exact piece."""
    if "".join(piece.text for piece in run) == text:
        return ()
    if len(run) != 1 or not run[0].exact or not _HARMLESS.fullmatch(text):
        return None
    return (Edit(run[0].span, run[0].text, text),)


def rename_operator(statement: Statement, condition: Condition, new: str) -> Edits:
    """Return the edits that give a condition another operator.

    In a mapping, the operator is one key for all its conditions, and the new one must not exist yet. Blocks have one
    operator each, and blocks with equal operator and key accept the values of each other.
    """
    if condition.operator.literal == new:
        return ()
    if condition.form is Form.HCL_BLOCK:
        if shares_operator(statement, condition) or _joins_another(statement, condition, new):
            return None
    elif any(other.operator.literal == new for other in statement.conditions):
        return None
    return _renamed(condition.form, condition.operator, new)


def _joins_another(statement: Statement, condition: Condition, operator: str) -> bool:
    """Return whether another condition has the given operator and the same key."""
    return any(
        other is not condition
        and other.operator.literal == operator
        and str(other.key).lower() == str(condition.key).lower()
        for other in statement.conditions
    )


def rename_key(statement: Statement, condition: Condition, new: str) -> Edits:
    """Return the edits that give a condition another key, or None if the same operator already has that key."""
    others = [other for other in under_one_operator(statement, condition) if other is not condition]
    if any(str(other.key).lower() == new.lower() for other in others):
        return None
    return _renamed(condition.form, condition.key, new)


def rewrite_condition(statement: Statement, condition: Condition, operator: str, old: Text, new: str) -> Edits:
    """Return the edits that change the operator and one value of a condition, or None if others share its operator."""
    if condition.operator.literal != operator and shares_operator(statement, condition):
        return None
    return together(rename_operator(statement, condition, operator), rewritten(old, new))


def shares_operator(statement: Statement, condition: Condition) -> bool:
    """Return whether other conditions are under the same operator."""
    return len(under_one_operator(statement, condition)) > 1


def under_one_operator(statement: Statement, condition: Condition) -> list[Condition]:
    """Return the conditions under the same operator, including this one."""
    return [other for other in statement.conditions if other.operator.span == condition.operator.span]


def _renamed(form: Form, old: Text, new: str) -> Edits:
    """Return the edits of a name in a mapping. In HCL, only an identifier may be without quotes."""
    bare = form is Form.HCL_OBJECT and any(part.span == old.span for part in old.parts)
    return None if bare and not new.isidentifier() else rewritten(old, new)
