"""Which policy documents no role here uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assumelint.document import Mapping, Node
from assumelint.document import Sequence as Items
from assumelint.model import Role, Statement
from assumelint.sources.terraform.config.declarations import Declaration
from assumelint.sources.terraform.config.forms import holds
from assumelint.text import Span


def unconsumed(documents: Sequence[tuple[Declaration, Role]], roles: Sequence[Role]) -> tuple[Role, ...]:
    """The documents that are trust policies and that end up in no role and in no other document.

    Where a document was used shows in the places that its statements came from.
    """
    used = {span for role in roles if role.node is not None for span in _statements(role.node)}
    kept: list[Role] = []
    for declared, role in documents:
        regions = [part.whole for part in (declared, *declared.overrides)]
        others = {
            span
            for other, found in documents
            if other is not declared and found.node
            for span in _statements(found.node)
        }
        if not any(holds(region, span) for region in regions for span in used | others) and _is_trust(role):
            kept.append(role)
    return tuple(kept)


def _statements(node: Node) -> Iterator[Span]:
    found = node.get("Statement") if isinstance(node, Mapping) else None
    for item in found.items if isinstance(found, Items) else (found,):
        if isinstance(item, Mapping):
            yield item.span
            yield from (key.span for key, _ in item.entries)


def _is_trust(role: Role) -> bool:
    return role.policy is not None and any(_lets_assume(statement) for statement in role.policy.statements)


def _lets_assume(statement: Statement) -> bool:
    """Whether it lets somebody assume a role. A policy that says which roles one may assume has a `Resource`."""
    if statement.effect is None or statement.effect.literal == "Deny" or statement.actions is None:
        return False
    if statement.principals is None and statement.not_principals is None and statement.element("Resource"):
        return False
    actions = [action.literal for action in statement.actions.items if action.literal is not None]
    return any(action.lower().startswith("sts:assumerole") for action in actions)
