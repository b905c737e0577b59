"""Access to the members of a JSON document whose shape is not certain."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.text import Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence


def mapping(node: Node | None, *path: str) -> Mapping | None:
    """The object at a path of keys, or None."""
    for key in path:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else None


def mappings(node: Mapping | None, key: str) -> Iterator[Mapping]:
    """The objects in the list under a key, none if there is no such list."""
    yield from (item for item in items(node, key) if isinstance(item, Mapping))


def items(node: Mapping | None, key: str) -> tuple[Node, ...]:
    """The items of the list under a key, none if there is no such list."""
    found = node.get(key) if node is not None else None
    return found.items if isinstance(found, Sequence) else ()


def text(node: Mapping, key: str) -> Text | None:
    """A string under a key, or None."""
    found = node.get(key)
    return found if isinstance(found, Text) else None


def plain(node: Mapping, key: str) -> str:
    """A string under a key, or the empty string."""
    return str(text(node, key) or "")


def is_true(node: Node | None) -> bool:
    """Whether a node is the boolean `true`."""
    return isinstance(node, Scalar) and node.value is True
