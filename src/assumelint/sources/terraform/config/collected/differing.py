"""Whether a policy may differ between outcomes in a way that matters: so that no other is evaluated in each of them."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.model import Role, Statement, TrustPolicy
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Sequence


def may_differ(role: Role) -> bool:
    """Whether an outcome may give a role another policy that concerns web identities."""
    if role.policy is None:
        return role.node is None
    return _may_concern_web_identity(role.policy) and any(
        not hole.kind.is_ambient for hole in _holes(role.policy.document)
    )


def _may_concern_web_identity(policy: TrustPolicy) -> bool:
    return not policy.complete or any(map(_may_be_federated, policy.statements))


def _may_be_federated(statement: Statement) -> bool:
    if not statement.complete or not statement.principals_complete:
        return True
    actions = () if statement.actions is None else statement.actions.items
    if any("web" in str(action).lower() or action.is_hole for action in actions):
        return True
    return any(
        principal.kind is None or principal.kind.literal in (None, "Federated")
        for principal in statement.principals or ()
    )


def _holes(node: Node) -> Iterator[Hole]:
    match node:
        case Hole():
            yield node
        case Text():
            yield from node.holes
        case Sequence(items):
            for item in items:
                yield from _holes(item)
        case Mapping(entries, _, rest):
            yield from rest
            for key, value in entries:
                yield from key.holes
                yield from _holes(value)
