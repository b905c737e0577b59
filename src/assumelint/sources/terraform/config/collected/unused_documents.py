"""Finds the policy documents that no role in the run uses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from assumelint.model import Role, Statement
from assumelint.sources.terraform.config.declared.declarations import Declaration
from assumelint.text import Span
from assumelint.text.document import Mapping, Node
from assumelint.text.document import Sequence as Items

# A statement or key in a policy: its line, its column, and the owner of the policy (0 for a role).
_Use = tuple[int, int, int]


def unconsumed(documents: Sequence[tuple[Declaration, Role]], roles: Sequence[Role]) -> tuple[Role, ...]:
    """The documents that are trust policies and are part of no role and of no other document.

    A document is used if a statement of another policy has a span inside the document's block.
    """
    uses = _uses(documents, roles)
    return tuple(role for declared, role in documents if _is_trust(role) and not _is_used(declared, uses))


def _uses(documents: Sequence[tuple[Declaration, Role]], roles: Sequence[Role]) -> dict[str, list[_Use]]:
    found: dict[str, list[_Use]] = {}
    for owner, role in (*((0, role) for role in roles), *((id(declared), role) for declared, role in documents)):
        for span in _statements(role.node):
            found.setdefault(span.file, []).append((span.line, span.column, owner))
    for places in found.values():
        places.sort()
    return found


def _is_used(declared: Declaration, uses: dict[str, list[_Use]]) -> bool:
    for part in (declared, *declared.overrides):
        places = uses.get(part.whole.file, [])
        first = bisect_left(places, (part.whole.line, part.whole.column, 0))
        last = bisect_left(places, (part.whole.end_line, part.whole.end_column, 0))
        if any(owner != id(declared) for _, _, owner in places[first:last]):
            return True
    return False


def _statements(node: Node | None) -> Iterator[Span]:
    found = node.get("Statement") if isinstance(node, Mapping) else None
    for item in found.items if isinstance(found, Items) else (found,):
        if isinstance(item, Mapping):
            yield item.span
            yield from (key.span for key, _ in item.entries)


def _is_trust(role: Role) -> bool:
    return role.policy is not None and any(_lets_assume(statement) for statement in role.policy.statements)


def _lets_assume(statement: Statement) -> bool:
    """Whether a statement of a trust policy allows assuming the role.

    A statement with a `Resource` and no principal belongs to an identity policy: it allows assuming other roles.
    """
    if statement.effect is None or statement.effect.literal == "Deny" or statement.actions is None:
        return False
    if statement.principals is None and statement.not_principals is None and statement.element("Resource"):
        return False
    actions = [action.literal for action in statement.actions.items if action.literal is not None]
    return any(action.lower().startswith("sts:assumerole") for action in actions)
