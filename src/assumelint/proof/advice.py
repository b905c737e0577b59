"""The advice of an amendment: its clause and its edits, once the statement is judged again with it."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint import clause
from assumelint.amend import Amendment
from assumelint.amend.shown import shown, spoken
from assumelint.amend.source import edits_of
from assumelint.edits import can_be_made, fix_of
from assumelint.judge import Judgement
from assumelint.model import Fix
from assumelint.proof.places import is_generated
from assumelint.proof.trial import Trial
from assumelint.text.code import Code


def advised(trial: Trial, code: Code, judgement: Judgement, amendment: Amendment) -> Judgement:
    """Return a judgement with the advice of its amendment, or with what its rule says without it."""
    hit = judgement.hit
    if amendment.waits:
        return replace(judgement, hit=replace(hit, help=shown(amendment) or hit.help))
    new = trial.amends(judgement, amendment)
    if new is not None:
        said = spoken(amendment) if new else ""
        return replace(judgement, hit=replace(hit, help=f"{said}; this shows then: {new}" if said else hit.help))
    fix = _fix(trial, code, judgement, amendment)
    help = shown(amendment) if _is_in_place(amendment) else changed_line(fix, code)
    return replace(judgement, hit=replace(hit, fix=fix, help=help or spoken(amendment) or hit.help))


def _fix(trial: Trial, code: Code, judgement: Judgement, amendment: Amendment) -> Fix | None:
    if is_generated(judgement.subject):
        return None
    fix = fix_of(edits_of(amendment, code), safe=amendment.safe and _is_in_place(amendment))
    if fix is None or not can_be_made(fix, code):
        return None
    return fix if trial.is_alone(judgement, amendment, fix) else None


def _is_in_place(amendment: Amendment) -> bool:
    """Return whether the conditions are written in the statement, and the value that changes in its condition."""
    old = [change.old for change in amendment.changes if change.old is not None]
    if not all(map(clause.is_written, old)):
        return False
    return all(clause.in_place(condition, value) for condition, value in amendment.replaced)


def changed_line(fix: Fix | None, code: Code) -> str:
    """Return the line that a fix edits as it reads afterwards, "" if it edits several."""
    if fix is None or len(fix.edits) != 1:
        return ""
    (edit,) = fix.edits
    lines = code.lines(edit.span.file)
    if lines is None or edit.span.line != edit.span.end_line:
        return ""
    line = lines[edit.span.line - 1]
    return (line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]).strip()
