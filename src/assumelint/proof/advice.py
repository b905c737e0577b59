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
from assumelint.proof.trial import Trial, is_generated
from assumelint.text.code import Code

_LONGEST = 12  # the most lines that are shown of a changed file


def advised(trial: Trial, code: Code, judgement: Judgement, amendment: Amendment) -> Judgement:
    """Return a judgement with the advice of its amendment, or with what its rule says without it."""
    hit = judgement.hit
    if not trial.amends(judgement, amendment):
        return replace(judgement, hit=replace(hit, fix=None))
    fix = _fix(trial, code, judgement, amendment)
    help = shown(amendment) if _is_in_place(amendment) else _lines(fix, code)
    return replace(judgement, hit=replace(hit, fix=fix, help=help or spoken(amendment) or hit.help))


def _fix(trial: Trial, code: Code, judgement: Judgement, amendment: Amendment) -> Fix | None:
    if is_generated(judgement.subject):
        return None
    fix = fix_of(edits_of(amendment, code), safe=amendment.safe and _is_in_place(amendment))
    if fix is None or not can_be_made(fix, code):
        return None
    return fix if _is_in_place(amendment) or trial.is_alone(judgement, amendment) else None


def _is_in_place(amendment: Amendment) -> bool:
    """Return whether the conditions are written in the statement, and the value that changes in its condition."""
    old = [change.old for change in amendment.changes if change.old is not None]
    if not all(map(clause.is_written, old)):
        return False
    return all(clause.in_place(condition, value) for condition, value in amendment.replaced)


def _lines(fix: Fix | None, code: Code) -> str:
    """Return the line of a value that is written elsewhere, as it reads after the edit."""
    if fix is None or len(fix.edits) != 1:
        return ""
    (edit,) = fix.edits
    lines = code.lines(edit.span.file)
    if lines is None or edit.span.line != edit.span.end_line:
        return ""
    line = lines[edit.span.line - 1]
    changed = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
    return changed.strip() if changed.count("\n") < _LONGEST else ""
