"""Clauses of a trust policy in the language of the source, ready to be pasted in.

A value may hold `${reference}` for an unknown part; that is how Terraform and `Fn::Sub` write it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from assumelint.model import Condition, Form
from assumelint.text import Text

_PLAIN_YAML = re.compile(r"[A-Za-z0-9/](?:[\w/@.*+-]|:(?=\S))*")
_NEAR = 4  # lines between a condition's key and its first value, comments between them
_LOOKS_TYPED = re.compile(r"[0-9.+-]+|true|false|yes|no|on|off|null|~|\d{4}-\d\d-\d\d", re.IGNORECASE)


def condition(form: Form, operator: str, key: str, values: Sequence[str]) -> str:
    """A whole condition."""
    match form:
        case Form.HCL_BLOCK:
            listed = ", ".join(_quoted(value) for value in values)
            lines = (f"test     = {_quoted(operator)}", f"variable = {_quoted(key)}", f"values   = [{listed}]")
            return "condition {\n" + "".join(f"  {line}\n" for line in lines) + "}"
        case Form.HCL_OBJECT:
            name = operator if operator.isidentifier() else _quoted(operator)
            return f"{name} = {{ {_quoted(key)} = {_values(form, values)} }}"
        case Form.JSON:
            return f"{_quoted(operator)}: {{{_quoted(key)}: {_values(form, values)}}}"
        case Form.YAML:
            return f"{operator}:\n  {_yaml(key)}: {_values(form, values)}"


def values(form: Form, key: str, wanted: Sequence[str]) -> str:
    """The values of a condition that stands already."""
    match form:
        case Form.HCL_BLOCK:
            return f"values = [{', '.join(_quoted(value) for value in wanted)}]"
        case Form.HCL_OBJECT:
            return f"{_quoted(key)} = {_values(form, wanted)}"
        case Form.JSON:
            return f"{_quoted(key)}: {_values(form, wanted)}"
        case Form.YAML:
            return f"{_yaml(key)}: {_values(form, wanted)}"


def replaced(condition: Condition, old: Text, wanted: Sequence[str]) -> str:
    """The values of a condition with new ones for one of them.

    The new ones alone, where the old one does not stand in the condition but in a variable, a local value or an
    argument of a module.
    """
    if not in_place(condition, old):
        return ", ".join(_writer(condition.form)(value) for value in wanted)
    items = condition.values.items
    all_of_them = [each for value in items for each in (wanted if value is old else [str(value)])]
    return values(condition.form, str(condition.key), list(dict.fromkeys(all_of_them)))


def in_place(condition: Condition, value: Text) -> bool:
    """Whether a value is written in the condition itself, as far as the places tell."""
    key, own = condition.key.span, value.span
    reach = _NEAR + 2 * next((place for place, item in enumerate(condition.values.items) if item is value), 0)
    return own.file == key.file and own != key and abs(own.line - key.line) <= reach


def is_written(condition: Condition) -> bool:
    """Whether the code holds the condition itself: one that a module adds has the place of the call throughout."""
    return condition.key.span != condition.operator.span


def key(form: Form, wanted: str, value: str = "…") -> str:
    """A condition's key; in a mapping with a value behind it."""
    match form:
        case Form.HCL_BLOCK:
            return f"variable = {_quoted(wanted)}"
        case Form.HCL_OBJECT:
            return f"{_quoted(wanted)} = {_quoted(value)}"
        case Form.JSON:
            return f"{_quoted(wanted)}: {_quoted(value)}"
        case Form.YAML:
            return f"{_yaml(wanted)}: {_yaml(value)}"


def operator(form: Form, wanted: str) -> str:
    """A condition's operator alone."""
    return f"test = {_quoted(wanted)}" if form is Form.HCL_BLOCK else wanted


def action(form: Form, wanted: Sequence[str]) -> str:
    """The actions of a statement."""
    match form:
        case Form.HCL_BLOCK:
            return f"actions = [{', '.join(_quoted(value) for value in wanted)}]"
        case Form.HCL_OBJECT:
            return f"Action = {_values(form, wanted)}"
        case Form.JSON:
            return f'"Action": {_values(form, wanted)}'
        case Form.YAML:
            return f"Action: {_values(form, wanted)}"


def principal(form: Form, kind: str, value: str) -> str:
    """The principal of a statement."""
    match form:
        case Form.HCL_BLOCK:
            return f"principals {{\n  type        = {_quoted(kind)}\n  identifiers = [{_quoted(value)}]\n}}"
        case Form.HCL_OBJECT:
            return f"Principal = {{ {kind} = {_quoted(value)} }}"
        case Form.JSON:
            return f'"Principal": {{{_quoted(kind)}: {_quoted(value)}}}'
        case Form.YAML:
            return f"Principal:\n  {kind}: {_yaml(value)}"


def _values(form: Form, wanted: Sequence[str]) -> str:
    write = _writer(form)
    return write(wanted[0]) if len(wanted) == 1 else f"[{', '.join(write(value) for value in wanted)}]"


def _writer(form: Form) -> Callable[[str], str]:
    return _yaml if form is Form.YAML else _quoted


def _quoted(value: str) -> str:
    """The value between double quotes, as JSON and HCL both read it."""
    return json.dumps(value, ensure_ascii=False)


def _yaml(value: str) -> str:
    plain = _PLAIN_YAML.fullmatch(value) and not _LOOKS_TYPED.fullmatch(value)
    return value if plain else _quoted(value)
