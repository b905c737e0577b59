"""The clause that an amendment advises, ready to be pasted over what it replaces."""

from __future__ import annotations

from assumelint import clause
from assumelint.amend.amendment import Amendment, Change
from assumelint.model import Condition, Form
from assumelint.text import Text


def shown(amendment: Amendment | None) -> str:
    """Return the clause to write, "" where it cannot be written in the language of its place.

    In a mapping, a change of the operator shows everything that is then under the operators it concerns: what is
    pasted over them must not lose their other keys.
    """
    if amendment is None:
        return ""
    changes = amendment.changes
    if not changes or (not amendment.texts and all(change.new is None for change in changes)):
        return amendment.clause
    if amendment.texts:
        return _with_clause(amendment)
    if len(changes) == 1 and _keeps_operator(changes[0]):
        return _values(amendment, changes[0])
    if _form(amendment) is Form.HCL_BLOCK:
        return _blocks(amendment)
    return _operators(amendment, _concerned(amendment))


def _with_clause(amendment: Amendment) -> str:
    """Return a principal together with the conditions that change with it."""
    form = _form(amendment)
    if form is Form.HCL_BLOCK:
        blocks = _blocks(amendment)
        return clause.writer(form).row(amendment.clause, blocks) if amendment.clause and blocks else ""
    conditions = _operators(amendment, {operator for operator, _, _ in amendment.conditions()})
    if not amendment.clause or not conditions:
        return ""
    writer = clause.writer(form)
    return writer.row(amendment.clause, writer.element("Condition", conditions))


def spoken(amendment: Amendment) -> str:
    """Return an amendment in words, where no clause shows it."""
    said = []
    for old, new in ((change.old, change.new) for change in amendment.changes):
        if old is None and new is not None:
            values = [f'"{value}"' for value in new.values]
            said.append(f"add {new.operator} on {new.key} with {' and '.join(values)}")
        if old is None:
            continue
        if new is None:
            said.append(f"remove the condition {old.operator} on {old.key}")
        elif str(old.operator) != new.operator and clause.is_written(old):
            said.append(f"write {new.operator} in place of {old.operator}")
        known = [str(value) for value in old.values.items]
        values = [f'"{value}"' for value in (new.values if new is not None else ()) if str(value) not in known]
        if values:
            said.append(f"{'the values' if len(values) > 1 else 'the value'} would be {' and '.join(values)}")
    said += [f'write "{new}" in place of "{old}"' for old, new in amendment.texts]
    said += [f"remove {element.name}" for element in amendment.gone]
    return "; ".join(dict.fromkeys(said))


def _keeps_operator(change: Change) -> bool:
    return change.old is not None and change.new is not None and str(change.old.operator) == change.new.operator


def _form(amendment: Amendment) -> Form:
    old = [change.old for change in amendment.changes if change.old is not None]
    return old[0].form if old else amendment.statement.form


def _values(amendment: Amendment, change: Change) -> str:
    if change.old is None or change.new is None:
        return ""
    key, values = _spelled(amendment, change.old, change.new.key), _all(amendment, change.old, change.new.values)
    if key is not None and change.old.form is Form.HCL_BLOCK and str(change.old.key) != str(change.new.key):
        return clause.key(Form.HCL_BLOCK, key)
    return "" if key is None or values is None else clause.values(change.old.form, key, values)


def _blocks(amendment: Amendment) -> str:
    written = []
    for change in amendment.changes:
        if change.new is None:
            return ""
        key = _spelled(amendment, change.old, change.new.key)
        values = _all(amendment, change.old, change.new.values)
        only_operator = change.old is not None and change.old.values.items == change.new.values
        if only_operator and len(amendment.changes) == 1:
            return clause.operator(Form.HCL_BLOCK, change.new.operator)
        if key is None or values is None:
            return ""
        written.append(clause.condition(Form.HCL_BLOCK, change.new.operator, key, values))
    return "\n".join(written)


def _concerned(amendment: Amendment) -> set[str]:
    """Return the operators that something changes under."""
    names = [change.old.operator for change in amendment.changes if change.old is not None]
    return {*map(str, names), *(change.new.operator for change in amendment.changes if change.new is not None)}


def _operators(amendment: Amendment, concerned: set[str]) -> str:
    """Return operators with all their keys."""
    wanted: dict[str, dict[str, list[str]]] = {}
    for operator, key, values in amendment.conditions():
        if operator not in concerned:
            continue
        spelled, each = _spelled(amendment, None, key), _all(amendment, None, values)
        if spelled is None or each is None:
            return ""
        wanted.setdefault(operator, {})[spelled] = each
    return clause.conditions(_form(amendment), wanted)


def _all(amendment: Amendment, at: Condition | None, values: tuple[Text, ...]) -> list[str] | None:
    each = [_spelled(amendment, at, value) for value in values]
    return None if None in each or not each else [value for value in each if value is not None]


def _spelled(amendment: Amendment, at: Condition | None, text: Text) -> str | None:
    file = amendment.statement.span.file if at is None else at.key.span.file
    form = _form(amendment) if at is None else at.form
    return clause.spelled(text, form, file, cloudformation=amendment.cloudformation)
