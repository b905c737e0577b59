"""Ignores in the `Metadata` of a CloudFormation template: for one resource, or for the whole template.

    Metadata:
      assumelint:
        ignore: [rule-id]

The list may also be a mapping of rule ids to reasons. It is the only way in a JSON template, which has no comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assumelint.text import Span

if TYPE_CHECKING:
    import yaml

MAX_RESOURCES = 10_000


def metadata_ignores(file: str, text: str) -> Iterator[tuple[str, Span, str | None]]:
    """Each rule id in the metadata of a template: its span, and the logical id it holds for (None: the template)."""
    if "Metadata" not in text or file.endswith((".tf", ".tofu", ".hcl", ".tf.json", ".tofu.json")):
        return
    root = _compose(text)
    yield from _ids(file, root, None)
    for key, resource in _entries(_value(root, "Resources")):
        yield from _ids(file, resource, str(key.value))


def _compose(text: str) -> yaml.Node | None:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, RecursionError):  # a finding of its own
        return None
    return node


def _ids(file: str, owner: yaml.Node | None, role: str | None) -> Iterator[tuple[str, Span, str | None]]:
    import yaml

    ignore = _value(_value(_value(owner, "Metadata"), "assumelint"), "ignore")
    match ignore:
        case yaml.MappingNode():
            nodes = [key for key, _ in ignore.value]
        case yaml.SequenceNode():
            nodes = ignore.value
        case yaml.ScalarNode():
            nodes = [ignore]
        case _:
            nodes = []
    for node in nodes:
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark, node.end_mark
            yield node.value, Span(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1), role


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    return next((value for name, value in _entries(node) if name.value == key), None)


def _entries(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    import yaml

    return node.value[:MAX_RESOURCES] if isinstance(node, yaml.MappingNode) else []
