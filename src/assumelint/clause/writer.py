"""What every form of writing a trust policy can say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol


class Writer(Protocol):
    """Writes the clauses of a statement in one form."""

    def scalar(self, value: str) -> str:
        """One value."""

    def condition(self, operator: str, key: str, values: Sequence[str]) -> str:
        """A whole condition."""

    def values(self, key: str, wanted: Sequence[str]) -> str:
        """The values of a condition that stands already."""

    def key(self, wanted: str, value: str) -> str:
        """A condition's key; in a mapping with a value behind it."""

    def operator(self, wanted: str) -> str:
        """A condition's operator alone."""

    def action(self, wanted: Sequence[str]) -> str:
        """The actions of a statement."""

    def principal(self, kind: str, value: str) -> str:
        """The principal of a statement."""

    def version(self, wanted: str) -> str:
        """The version of the policy."""


def quoted(value: str) -> str:
    """The value between double quotes, as JSON, HCL and YAML all read it."""
    return json.dumps(value, ensure_ascii=False)
