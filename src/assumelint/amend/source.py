"""An amendment as edits of the files that hold the statement."""

from __future__ import annotations

from assumelint import edits
from assumelint.amend.amendment import Amendment, Change
from assumelint.amend.entries import inserted, removed
from assumelint.amend.scan import Source
from assumelint.amend.values import changed_values
from assumelint.edits import Edits
from assumelint.model import Condition, Edit, Form
from assumelint.text import Span
from assumelint.text.code import Code

_NEAR = 20  # the most brackets to look at for the block that a condition is in


def source_of(code: Code, file: str) -> Source | None:
    """Return a file as text to look around in, or None if it cannot be read."""
    lines = code.lines(file)
    return None if lines is None else Source(file, tuple(lines))


def edits_of(amendment: Amendment, code: Code) -> Edits:
    """Return the edits of an amendment, or None if the code is written in a way that does not show how."""
    made = [_edits(amendment, change, code) for change in amendment.changes]
    made += [_removed(code, element.name.span, amendment.statement.form) for element in amendment.gone]
    made += [edits.rewritten(old, new) for old, new in amendment.texts]
    return edits.together(*made)


def _edits(amendment: Amendment, change: Change, code: Code) -> Edits:
    old, new = change.old, change.new
    if old is None:
        return None if new is None else inserted(amendment, new, code, source_of)
    if new is None:
        return _without(amendment, old, code)
    values = changed_values(amendment, old, new.values, code)
    if str(old.key) != str(new.key):
        return edits.rename_key(amendment.statement, old, str(new.key))
    if str(old.operator) == new.operator:
        return values
    if old.form is Form.HCL_BLOCK:
        return edits.together(_other_test(old, new.operator, code), values)
    moving = {id(each.old) for each in amendment.changes if each.new is not None and each.new.operator == new.operator}
    taken = any(str(other.operator) == new.operator for other in amendment.statement.conditions)
    if not taken and all(id(other) in moving for other in edits.under_one_operator(amendment.statement, old)):
        return edits.together(edits.rename_operator(amendment.statement, old, new.operator), values)
    return edits.together(inserted(amendment, new, code, source_of), _without(amendment, old, code))


def _without(amendment: Amendment, condition: Condition, code: Code) -> Edits:
    """Return the edits that remove a condition, together with its operator where that holds nothing else."""
    if condition.form is Form.HCL_BLOCK:
        return _without_block(condition, code)
    going = {id(each.old) for each in amendment.changes if each.new is None} | {id(condition)}
    alone = all(id(other) in going for other in edits.under_one_operator(amendment.statement, condition))
    return _removed(code, condition.operator.span if alone else condition.key.span, condition.form)


def _removed(code: Code, name: Span, form: Form) -> Edits:
    source = source_of(code, name.file)
    return None if source is None else removed(source, name, form)


def block_of(condition: Condition, source: Source) -> tuple[int, int] | None:
    """Return where the `condition` block of a condition starts and ends."""
    opening = source.opening(source.start(condition.key.span), _NEAR)
    if opening is None:
        return None
    start = source.text.rfind("condition", 0, opening)
    end = source.closing(opening)
    return None if start < 0 or source.text[start:opening].strip() != "condition" or end is None else (start, end)


def _without_block(condition: Condition, code: Code) -> Edits:
    source = source_of(code, condition.key.span.file)
    block = block_of(condition, source) if source is not None else None
    if source is None or block is None or source.indent(block[0]) is None:
        return None
    start = source.text.rfind("\n", 0, block[0]) + 1
    end = source.text.find("\n", block[1]) + 1
    if not end or source.text[block[1] : end].strip():
        return None
    return (Edit(source.span(start, end), source.text[start:end], ""),)


def _other_test(condition: Condition, operator: str, code: Code) -> Edits:
    """Return the edit of the argument `test` in the block of a condition, whatever span the operator has."""
    source = source_of(code, condition.key.span.file)
    block = block_of(condition, source) if source is not None else None
    if source is None or block is None:
        return None
    written = f'"{condition.operator}"'
    start = source.text.find(written, *block) + 1
    end = start + len(written) - 2
    same = source.text.count(written, *block) == 1
    return (Edit(source.span(start, end), source.text[start:end], operator),) if same else None
