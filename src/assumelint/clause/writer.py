"""The interface of the clause writers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

_INTERPOLATION = re.compile(r"(?<!\$)(\$\{[a-z][^{}]*\})")

# The values of each key under each operator.
Conditions: TypeAlias = "Mapping[str, Mapping[str, Sequence[str]]]"


class Writer(Protocol):
    """Writes the clauses of a statement in one form."""

    def scalar(self, value: str) -> str:
        """One value."""

    def condition(self, operator: str, key: str, values: Sequence[str]) -> str:
        """A whole condition."""

    def conditions(self, wanted: Conditions) -> str:
        """Several whole conditions."""

    def values(self, key: str, wanted: Sequence[str]) -> str:
        """New values of an existing condition."""

    def key(self, wanted: str, values: Sequence[str]) -> str:
        """A condition's key, followed by its values if the form is a mapping."""

    def operator(self, wanted: str) -> str:
        """A condition's operator alone."""

    def action(self, wanted: Sequence[str]) -> str:
        """The actions of a statement."""

    def principal(self, kind: str, value: str) -> str:
        """The principal of a statement."""

    def row(self, *members: str) -> str:
        """Several clauses of one statement."""

    def element(self, name: str, inner: str) -> str:
        """An element of a statement that holds others."""

    def version(self, wanted: str) -> str:
        """The version of the policy."""


def quoted(value: str) -> str:
    """The value in double quotes, in a form that JSON, HCL and YAML all read alike.

    Quotes in an interpolation of Terraform are part of an expression, which takes no escapes.
    """
    parts = _INTERPOLATION.split(value)
    return '"' + "".join(part if number % 2 else _escaped(part) for number, part in enumerate(parts)) + '"'


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
