"""What a policy is where an empty collection, the default of a variable, stays empty.

The rules judge a policy as if a value were passed for every empty default. So nothing is known of
`merge({ StringEquals = … }, var.extra_conditions)`: the conditions that are passed may replace those in the code. But
an apply without arguments makes the conditions in the code, and they are judged, too: as those of a variant.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from assumelint.model import Role
from assumelint.policy import FormOf, read_policy
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

_KEPT = "the empty defaults stay"


def variants(opened: Iterable[Role], usual: Iterable[Role], form: FormOf) -> list[Role]:
    """The variants of roles whose policies, evaluated without empty defaults, are known better by default."""
    by_address = {role.address: role.node for role in usual}
    found = []
    for role in opened:
        node = by_address.get(role.address)
        if role.node is None or node is None:
            continue
        kept = as_by_default(role.node, node)
        if kept != role.node:
            policy = read_policy(kept, form)
            found.append(replace(role, node=kept, policy=policy, variant=_KEPT, supposed=True))
    return found


def as_by_default(opened: Node, usual: Node) -> Node:
    """The document `opened`, with what is unknown in it taken from the document `usual`, its result by default.

    What is empty by default stays unknown: it is a placeholder for a value that is passed.
    """
    if isinstance(usual, Hole) or _is_empty(usual):
        return opened
    match opened, usual:
        case Mapping(), Mapping():
            return _mapping(opened, usual)
        case Sequence(items), Sequence(others) if not all(map(_is_open, items)):
            certain = next((place for place, item in enumerate(items) if _is_many(item)), len(items))
            pairs = zip(items[:certain], others, strict=False)
            known = tuple(as_by_default(item, other) for item, other in pairs)
            return Sequence((*known, *items[len(known) :]), opened.span)
        case Sequence(items), _ if not all(map(_is_open, items)):
            return opened
        case Hole() | Sequence(), _:
            return usual
        case Text(), _ if opened.is_hole:
            return usual
        case _:
            return opened


def _mapping(opened: Mapping, usual: Mapping) -> Mapping:
    """An object with the entries that it has by default: without what a value that is passed may add."""
    entries: list[tuple[Text, Node]] = []
    for key, value in opened.entries:
        other = None if key.literal is None else usual.get(key.literal)
        entries.append((key, value if other is None else as_by_default(value, other)))
    names = {key.literal for key, _ in opened.entries}
    if opened.rest:
        entries += ((key, value) for key, value in usual.entries if key.literal not in names)
    return replace(opened, entries=tuple(entries), rest=usual.rest if opened.rest else ())


def _is_many(node: Node) -> bool:
    return isinstance(node, Hole) and node.many


def _is_open(node: Node) -> bool:
    """Whether a node stands for any number of items of which nothing is known."""
    return isinstance(node, Hole) and node.many and node.each is None


def _is_empty(node: Node) -> bool:
    match node:
        case Text():
            return not node.flat.strip()
        case Sequence(items):
            return not items
        case Mapping(entries, _, rest):
            return not entries and not rest
        case Scalar(value):
            return value is None
        case _:
            return False
