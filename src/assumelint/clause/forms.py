"""The writer of each form, and the clauses by form."""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.clause.block import Block
from assumelint.clause.hcl_object import HclObject
from assumelint.clause.json import Json
from assumelint.clause.writer import Writer
from assumelint.clause.yaml import Yaml
from assumelint.model import Form

_WRITERS: dict[Form, Writer] = {
    Form.HCL_BLOCK: Block(),
    Form.HCL_OBJECT: HclObject(),
    Form.JSON: Json(),
    Form.YAML: Yaml(),
}


def writer(form: Form) -> Writer:
    """The writer of a form."""
    return _WRITERS[form]


def condition(form: Form, operator: str, key: str, values: Sequence[str]) -> str:
    """A whole condition."""
    return writer(form).condition(operator, key, values)


def values(form: Form, key: str, wanted: Sequence[str]) -> str:
    """The values of a condition that stands already."""
    return writer(form).values(key, wanted)


def key(form: Form, wanted: str, value: str = "…") -> str:
    """A condition's key; in a mapping with a value behind it."""
    return writer(form).key(wanted, value)


def operator(form: Form, wanted: str) -> str:
    """A condition's operator alone."""
    return writer(form).operator(wanted)


def action(form: Form, wanted: Sequence[str]) -> str:
    """The actions of a statement."""
    return writer(form).action(wanted)


def principal(form: Form, kind: str, value: str) -> str:
    """The principal of a statement."""
    return writer(form).principal(kind, value)


def version(form: Form, wanted: str) -> str:
    """The version of the policy."""
    return writer(form).version(wanted)
