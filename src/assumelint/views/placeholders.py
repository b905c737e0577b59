"""Placeholders in a policy for values that are filled in later.

`${…}` with a colon inside is a policy variable (`${aws:username}`), and `${*}`, `${?}`, `${$}` are escapes: IAM itself
replaces these. Any other template syntax is a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from assumelint.model import Condition, Principal, Statement, TrustPolicy, Values
from assumelint.text import Hole, Part, Text
from assumelint.text.names import likely

PLACEHOLDER = re.compile(
    r"\$\{(?![*?$]\})(?![^}:]+:[^}:][^}]*\})[^}]*\}"  # ${var.x}, ${AWS::AccountId}, but no ${aws:username}
    r"|\{\{(?!resolve:)[^}]*\}\}"  # {{ x }}, but no dynamic reference
    r"|%\{[^}]*\}"
    r"|%s"
    r"|<[A-Za-z][A-Za-z0-9 _./-]*>"
)
POLICY_VARIABLE = re.compile(r"\$\{(?:[*?$]|[^}:]+:[^}:][^}]*)\}")


def filled_in_later(policy: TrustPolicy) -> TrustPolicy:
    """Return a policy file without a role, with its placeholders as unknown values."""
    return replace(policy, statements=tuple(_statement(statement) for statement in policy.statements))


def _statement(statement: Statement) -> Statement:
    return replace(
        statement,
        actions=None if statement.actions is None else _values(statement.actions),
        principals=None
        if statement.principals is None
        else tuple(Principal(principal.kind, _text(principal.value)) for principal in statement.principals),
        conditions=tuple(
            Condition(_text(condition.operator), _text(condition.key), _values(condition.values), condition.form)
            for condition in statement.conditions
        ),
    )


def _values(values: Values) -> Values:
    return replace(values, items=tuple(_text(item) for item in values.items))


def _text(text: Text) -> Text:
    if PLACEHOLDER.search(text.flat) is None:
        return text
    return Text(tuple(_parts(text)), text.span)


def _parts(text: Text) -> Iterator[Part]:
    position = 0
    for found in PLACEHOLDER.finditer(text.flat):
        yield from text.cut(position, found.start()).parts
        reference = found.group().strip("${}<>% ")
        yield Hole(reference, text.span_of(found.start(), found.end()), likely=likely(reference))
        position = found.end()
    yield from text.cut(position).parts
