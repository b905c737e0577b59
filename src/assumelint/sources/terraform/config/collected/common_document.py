"""What several documents share."""

from __future__ import annotations

from collections.abc import Sequence as Many
from functools import reduce

from assumelint.text import Hole
from assumelint.text.document import Mapping, Node, Sequence, to_plain


def common_document(documents: Many[Node], hole: Hole) -> Node:
    """At least one document, with a hole for each part in which they differ."""
    return reduce(lambda one, other: _common(one, other, hole), documents)


def _common(one: Node, other: Node, hole: Hole) -> Node:
    if to_plain(one) == to_plain(other):
        return one
    match one, other:
        case Mapping(), Mapping() if _names(one) == _names(other) and not one.rest and not other.rest:
            pairs = zip(one.entries, other.entries, strict=True)
            return Mapping(tuple((key, _common(a, b, _inner(hole, f".{key}"))) for (key, a), (_, b) in pairs), one.span)
        case Sequence(), Sequence() if len(one.items) == len(other.items):
            items = enumerate(zip(one.items, other.items, strict=True))
            return Sequence(tuple(_common(a, b, _inner(hole, f"[{index}]")) for index, (a, b) in items), one.span)
        case _:
            return hole


def _names(node: Mapping) -> list[str]:
    return [str(key) for key, _ in node.entries]


def _inner(hole: Hole, step: str) -> Hole:
    return Hole(hole.reference + step, hole.span, home=hole.home)
