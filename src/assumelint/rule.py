"""The definition of a rule, and the discovery of the rules in `rules/`.

The core imports no rule by name: it walks the package `assumelint.rules`.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from msgspec import Struct

from assumelint.model import Fix, Label, Severity
from assumelint.text import Span
from assumelint.views.trust import Trust

Subject = TypeVar("Subject")


class Group(Enum):
    """The subject area of a rule, in the order of the documentation."""

    PRINCIPAL = "Principal and action"
    AUDIENCE = "Audience"
    SUBJECT_DEAD = "Subject, dead"
    SUBJECT_OPEN = "Subject, open"
    CONDITION_KEYS = "Condition keys"
    PROVIDER = "Provider"
    DOCUMENT = "Document"

    @property
    def id(self) -> str:
        """The name of the group in `--select` and `--ignore`: `subject-dead`."""
        return self.value.lower().replace(",", "").replace(" ", "-")


class Phase(Enum):
    """What a rule assumes to be right. A fault in an earlier phase makes the results of later phases doubtful."""

    WRITTEN = "written"  # nothing: it checks what is written, for any issuer
    PRINCIPAL = "principal"  # the statement is meant for web identity: it checks the principal
    CLAIMS = "claims"  # the issuer is right: it checks which of its tokens are accepted


class Hit(Struct, frozen=True):
    """One fault at one place, as yielded by a rule. `label` is the short text under the caret.

    `help` is the suggested change; `fix` holds its edits, if the rule knows them (see `assumelint.edits`). `severity`
    replaces the rule's severity if this hit is less (or more) certain. `once`: what it says holds for all its places
    alike, so that formats for people show the first place only.
    """

    span: Span
    message: str
    label: str = ""
    help: str = ""
    related: tuple[Label, ...] = ()
    witness: dict[str, str] | None = None
    severity: Severity | None = None
    fix: Fix | None = None
    once: bool = False


class Rule(Struct, frozen=True):
    """A check with its documentation. `subject` is the type of the objects that `check` takes."""

    id: str
    severity: Severity
    group: Group
    phase: Phase
    subject: type
    check: Callable[[Any], Iterator[Hit]]
    doc: str

    @property
    def summary(self) -> str:
        """The first line of the documentation, without the full stop."""
        return self.doc.partition("\n")[0].removesuffix(".")


def rule(
    severity: Severity, group: Group, on: type[Subject], phase: Phase | None = None
) -> Callable[[Callable[[Subject], Iterator[Hit]]], Rule]:
    """Make a rule from a function: its name becomes the id, its docstring the documentation.

    `on` is the type that the function takes: one of `assumelint.views`, or `assumelint.model.Problem`. By default, the
    phase of a rule on a trust is CLAIMS, that of any other rule WRITTEN.
    """
    usual = Phase.CLAIMS if issubclass(on, Trust) else Phase.WRITTEN

    def decorate(check: Callable[[Subject], Iterator[Hit]]) -> Rule:
        doc = (check.__doc__ or "").strip()
        lines = doc.splitlines()
        margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
        text = "\n".join([lines[0], *(line[margin:] for line in lines[1:])]) if lines else ""
        return Rule(check.__name__.replace("_", "-"), severity, group, phase or usual, on, check, text)

    return decorate


def by_group() -> dict[Group, list[Rule]]:
    """Return the rules of each group, both in the order of the documentation."""
    found = {group: [rule for rule in all_rules().values() if rule.group is group] for group in Group}
    return {group: rules for group, rules in found.items() if rules}


@cache
def all_rules() -> dict[str, Rule]:
    """Return every rule of `assumelint.rules` by id, in alphabetical order."""
    package = importlib.import_module("assumelint.rules")
    found: dict[str, Rule] = {}
    # `pkgutil` would list the modules of a zip as well, but imports `inspect`, which costs as much as twenty rules.
    for name, suffix in (os.path.splitext(file) for folder in package.__path__ for file in os.listdir(folder)):
        if suffix == ".py" and name != "__init__":
            contents = vars(importlib.import_module(f"assumelint.rules.{name}"))
            found |= {value.id: value for value in contents.values() if isinstance(value, Rule)}
    return dict(sorted(found.items()))
