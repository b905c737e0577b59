"""What a rule is, and how the rules in `rules/` are found.

The core never imports a rule by name: it walks the package `assumelint.rules`.
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
    """What a rule is about, in the order in which documents list the rules."""

    PRINCIPAL = "Principal and action"
    AUDIENCE = "Audience"
    SUBJECT_DEAD = "Subject, dead"
    SUBJECT_OPEN = "Subject, open"
    CONDITION_KEYS = "Condition keys"
    PROVIDER = "Provider"
    DOCUMENT = "Document"

    @property
    def id(self) -> str:
        """The name by which `--select` and `--ignore` know all rules of the group: `subject-dead`."""
        return self.value.lower().replace(",", "").replace(" ", "-")


class Phase(Enum):
    """What a rule takes for granted. What is wrong in an earlier phase leaves the later ones in doubt."""

    WRITTEN = "written"  # nothing: it looks at what is written, whoever the issuer is
    PRINCIPAL = "principal"  # that the statement is meant for web identity: it looks at whom it trusts
    CLAIMS = "claims"  # that the issuer is the right one: it looks at which of its tokens get in


class Hit(Struct, frozen=True):
    """What a rule yields: one fault at one place. `label` is the short text under the caret.

    `help` says what to write; `fix` holds the edits, where the rule knows them (see `assumelint.edits`).
    `severity` lowers (or raises) the rule's own where this hit is less (or more) certain.
    """

    span: Span
    message: str
    label: str = ""
    help: str = ""
    related: tuple[Label, ...] = ()
    witness: dict[str, str] | None = None
    severity: Severity | None = None
    fix: Fix | None = None


class Rule(Struct, frozen=True):
    """A check with its documentation. `subject` is the type that `check` takes, one at a time."""

    id: str
    severity: Severity
    group: Group
    phase: Phase
    subject: type
    check: Callable[[Any], Iterator[Hit]]
    doc: str

    @property
    def summary(self) -> str:
        """The first line of the documentation, without its full stop."""
        return self.doc.partition("\n")[0].removesuffix(".")


def rule(
    severity: Severity, group: Group, on: type[Subject], phase: Phase | None = None
) -> Callable[[Callable[[Subject], Iterator[Hit]]], Rule]:
    """Make a rule of a function: its name is the id, its docstring the documentation.

    `on` is what the function looks at: a type of `assumelint.views`, or `assumelint.model.Problem`. A rule on a trust
    is about claims unless `phase` says otherwise, any other about what is written.
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
    """The rules that there are in each group, both in the order of the documents."""
    found = {group: [rule for rule in all_rules().values() if rule.group is group] for group in Group}
    return {group: rules for group, rules in found.items() if rules}


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule of `assumelint.rules` by id, in alphabetical order."""
    package = importlib.import_module("assumelint.rules")
    found: dict[str, Rule] = {}
    # `pkgutil` would list the modules of a zip as well, but imports `inspect`, which costs as much as twenty rules.
    for name, suffix in (os.path.splitext(file) for folder in package.__path__ for file in os.listdir(folder)):
        if suffix == ".py" and name != "__init__":
            contents = vars(importlib.import_module(f"assumelint.rules.{name}"))
            found |= {value.id: value for value in contents.values() if isinstance(value, Rule)}
    return dict(sorted(found.items()))
