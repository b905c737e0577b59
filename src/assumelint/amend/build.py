"""The usual amendments: another value, another operator, one condition more or less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from assumelint import clause
from assumelint.amend.amendment import Amendment, Change, Wanted, as_text
from assumelint.language.operators import Comparison, parse_operator
from assumelint.model import Condition, Element, Form, Principal
from assumelint.text import Piece, Text
from assumelint.views import StatementView

_EXACT = (Comparison.STRING, Comparison.STRING_IGNORE_CASE)


def replaced_value(
    view: StatementView, condition: Condition, old: Text, wanted: Sequence[str], *, safe: bool = False
) -> Amendment | None:
    """Return the amendment that puts one or more values in place of one. Holes of `old` are written `${reference}`.

    A value with wildcards takes the operator along: StringEquals does not support them.
    """
    new = [as_text(value, old) for value in wanted]
    items = [each for item in condition.values.items for each in (new if item is old else [item])]
    amendment = _amendment(view, condition, _needed(condition, new), items, old)
    return replace(amendment, safe=safe) if amendment is not None else None


def other_values(
    view: StatementView, condition: Condition, values: Sequence[Text], operator: str = ""
) -> Amendment | None:
    """Return the amendment that gives a condition other values, and another operator if they need one."""
    return _amendment(view, condition, operator or _needed(condition, values), values, None)


def another_operator(view: StatementView, condition: Condition, operator: str) -> Amendment | None:
    """Return the amendment that changes the operator of a condition."""
    return _amendment(view, condition, operator, condition.values.items, None)


def other_keys(view: StatementView, keys: Mapping[Condition, str], *, safe: bool = False) -> Amendment | None:
    """Return the amendment that gives conditions other keys, or None if there is one with such a key already."""
    changes = []
    for condition, key in keys.items():
        operator = str(condition.operator)
        others = [other for other in view.statement.conditions if str(other.operator) == operator]
        if any(str(other.key).lower() == key.lower() for other in others):
            return None
        changes.append(Change(condition, Wanted(operator, as_text(key, condition.key), condition.values.items)))
    return Amendment(view.statement, view.owner.is_cloudformation, tuple(changes), safe=safe)


def other_operators(view: StatementView, operators: Mapping[Condition, str], *, safe: bool = False) -> Amendment | None:
    """Return the amendment that changes the operators of conditions, "" to remove one; None if one would meet its like.

    Conditions that belong together move together.
    """
    others = [other for other in view.statement.conditions if other not in operators]
    changes = []
    for condition, operator in operators.items():
        met = [other for other in others if str(other.operator) == operator and str(other.key) == str(condition.key)]
        if any(list(map(str, other.values.items)) != list(map(str, condition.values.items)) for other in met):
            return None
        operator = "" if met else operator
        new = Wanted(operator, condition.key, condition.values.items) if operator else None
        changes.append(Change(condition, new))
    return Amendment(view.statement, view.owner.is_cloudformation, tuple(changes), safe=safe)


def without(view: StatementView, condition: Condition) -> Amendment:
    """Return the amendment that removes a condition."""
    return Amendment(view.statement, view.owner.is_cloudformation, (Change(condition, None),))


def exchanged(view: StatementView, first: Condition, second: Condition) -> Amendment:
    """Return the amendment that gives each of two conditions the values of the other."""
    changes = (
        Change(first, Wanted(str(first.operator), first.key, second.values.items)),
        Change(second, Wanted(str(second.operator), second.key, first.values.items)),
    )
    return Amendment(view.statement, view.owner.is_cloudformation, changes)


def without_element(view: StatementView, element: Element) -> Amendment:
    """Return the amendment that removes an element."""
    return Amendment(view.statement, view.owner.is_cloudformation, gone=(element,))


def one_more(view: StatementView, operator: str, key: Text, values: Sequence[str]) -> Amendment | None:
    """Return the amendment that adds a condition, or None if the operator has this key already."""
    statement = view.statement
    same = [other for other in statement.conditions if str(other.operator) == operator]
    if any(str(other.key).lower() == str(key).lower() for other in same):
        return None
    new = Wanted(operator, key, tuple(Text.of(value, statement.span) for value in values))
    return Amendment(statement, view.owner.is_cloudformation, (Change(None, new),))


def another_principal(
    view: StatementView, old: Text, new: str, also: Amendment | None = None, *, safe: bool = False
) -> Amendment:
    """Return the amendment that replaces a principal, and the keys that repeat its mistake."""
    statement, cloudformation = view.statement, view.owner.is_cloudformation
    spelled = clause.spelled(as_text(new, old), statement.form, statement.span.file, cloudformation=cloudformation)
    shown = "" if spelled is None else clause.principal(statement.form, "Federated", spelled)
    changes = also.changes if also is not None else ()
    safe = safe and statement.span.holds(old.span)
    return Amendment(statement, cloudformation, changes, texts=((old, new),), clause=shown, safe=safe)


def another_kind(view: StatementView, principal: Principal) -> Amendment | None:
    """Return the amendment that puts a principal under `Federated`."""
    statement, cloudformation = view.statement, view.owner.is_cloudformation
    if principal.kind is None:
        return None
    value = clause.spelled(principal.value, statement.form, statement.span.file, cloudformation=cloudformation)
    shown = "" if value is None else clause.principal(statement.form, "Federated", value)
    return Amendment(statement, cloudformation, texts=((principal.kind, "Federated"),), clause=shown)


def another_action(view: StatementView, new: str) -> Amendment | None:
    """Return the amendment that replaces the only action of a statement, None if it has several."""
    statement = view.statement
    items = statement.actions.items if statement.actions is not None and statement.actions.complete else ()
    if len(items) != 1:
        return None
    shown = clause.action(statement.form, [new])
    return Amendment(statement, view.owner.is_cloudformation, texts=((items[0], new),), clause=shown)


def _needed(condition: Condition, values: Sequence[Text]) -> str:
    """Return the operator that values need: that of the condition, or StringLike if they are patterns."""
    written = str(condition.operator)
    operator = parse_operator(written)
    if operator is None or operator.compare not in _EXACT or operator.negated or not any(map(has_wildcard, values)):
        return written
    return f"{operator.qualifier.value}:StringLike" if operator.qualifier is not None else "StringLike"


def has_wildcard(value: Text) -> bool:
    """Return whether a pattern operator would find a wildcard in a value."""
    return any(isinstance(part, Piece) and not {"*", "?"}.isdisjoint(part.text) for part in value.parts)


def _amendment(
    view: StatementView, condition: Condition, operator: str, values: Sequence[Text], value: Text | None
) -> Amendment | None:
    statement = view.statement
    unique = tuple({str(each): each for each in values}.values())
    own = Change(condition, Wanted(operator, condition.key, unique))
    changes = [own]
    if operator != str(condition.operator):
        siblings = [other for other in under_one_operator(view, condition) if other is not condition]
        keys = [str(other.key).lower() for other in (condition, *siblings)]
        taken = [other for other in statement.conditions if str(other.operator) == operator]
        if any(str(other.key).lower() == keys[0] for other in taken):
            return None
        if not taken and all(map(_may_follow, siblings)):
            changes += [Change(other, Wanted(operator, other.key, other.values.items)) for other in siblings]
    return Amendment(statement, view.owner.is_cloudformation, tuple(changes), value=value)


def under_one_operator(view: StatementView, condition: Condition) -> list[Condition]:
    """Return the conditions that share the operator as it is written, with this one: a block has its own."""
    if condition.form is Form.HCL_BLOCK:
        return [condition]
    return [other for other in view.statement.conditions if other.operator.span == condition.operator.span]


def _may_follow(condition: Condition) -> bool:
    """Return whether StringLike means the same as the operator of a condition."""
    known = condition.values.complete and not any(
        value.holes or has_wildcard(value) for value in condition.values.items
    )
    return known and str(condition.operator).lower().endswith("stringequals")
