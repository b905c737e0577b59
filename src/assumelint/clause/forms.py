"""Clauses by form, with the writer of each form."""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.clause.block import Block
from assumelint.clause.hcl_object import HclObject
from assumelint.clause.json import Json
from assumelint.clause.writer import Conditions, Writer
from assumelint.clause.yaml import Yaml
from assumelint.model import Form

_WRITERS: dict[Form, Writer] = {
    Form.HCL_BLOCK: Block(),
    Form.HCL_OBJECT: HclObject(),
    Form.JSON: Json(),
    Form.YAML: Yaml(),
}


def writer(form: Form) -> Writer:
    """Return the writer of a form."""
    return _WRITERS[form]


def condition(form: Form, operator: str, key: str, values: Sequence[str]) -> str:
    """Return a whole condition."""
    return writer(form).condition(operator, key, values)


def conditions(form: Form, wanted: Conditions) -> str:
    """Return several whole conditions, the keys of an operator together where the form has them so."""
    return writer(form).conditions(wanted)


def values(form: Form, key: str, wanted: Sequence[str]) -> str:
    """Return new values of an existing condition."""
    return writer(form).values(key, wanted)


def key(form: Form, wanted: str, *values: str) -> str:
    """Return a condition's key, followed by its values if the form is a mapping."""
    return writer(form).key(wanted, values or ("…",))


def operator(form: Form, wanted: str) -> str:
    """Return a condition's operator alone."""
    return writer(form).operator(wanted)


def action(form: Form, wanted: Sequence[str]) -> str:
    """Return the actions of a statement."""
    return writer(form).action(wanted)


def principal(form: Form, kind: str, value: str) -> str:
    """Return the principal of a statement."""
    return writer(form).principal(kind, value)


def version(form: Form, wanted: str) -> str:
    """Return the version of the policy."""
    return writer(form).version(wanted)
