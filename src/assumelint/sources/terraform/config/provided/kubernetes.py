"""Namespaces and service accounts of the `kubernetes` provider: the names that their `metadata` block gives.

See https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/namespace_v1 and
https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/service_account_v1.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from assumelint.sources.terraform.config.expanded.blocks import Filled, fill_blocks
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.lang.values import (
    STRING,
    ListValue,
    NullValue,
    ObjectValue,
    StringValue,
    Unknown,
    Value,
    element,
    member,
    string,
    string_text,
    type_of,
)
from assumelint.text import Hole, HoleKind, Text

NAMES = ("id", "metadata")
_DEFAULT_NAMESPACE = "default"


def attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of a namespace or a service account. Raises `EvalError`."""
    match name:
        case "metadata":
            return _metadata(resource, hole)
        case "id":
            return _id(resource)
        case _:
            return None


def _metadata(resource: Resource, hole: Hole) -> Value | None:
    """The list of the one `metadata` block. What the cluster adds to it is unknown."""
    block = _block(resource)
    if block is None:
        return Unknown(hole)
    given: dict[str, Value] = {name: setting.value for name, setting in block.settings.items()}
    if _is_account(resource) and isinstance(given.get("namespace", NullValue(block.span)), NullValue):
        given["namespace"] = string(_DEFAULT_NAMESPACE, block.span)
    known = {name: value for name, value in given.items() if not isinstance(value, NullValue)}
    if "name" not in known:
        known["name"] = Unknown(member(hole, "name", f"{hole.reference}[0].name", hole.span))
    members = {name: (Text.of(name, block.span), _named(name, value)) for name, value in known.items()}
    rest = element(hole, f"{hole.reference}[0]", hole.span).as_many()
    found = ObjectValue(members, block.span, (), (rest,))
    return ListValue((found,), type_of(found), block.span)


def _named(name: str, value: Value) -> Value:
    """A value of the block. An unknown name or namespace is one that Kubernetes accepts."""
    text = string_text(value)
    unknown = value.hole if isinstance(value, Unknown) else text.holes[0] if text is not None and text.is_hole else None
    if name not in ("name", "namespace") or unknown is None or unknown.kind is not HoleKind.ANYTHING:
        return value
    return Unknown(replace(unknown, kind=HoleKind.KUBERNETES_NAME), STRING)


def _id(resource: Resource) -> Value | None:
    """A namespace is known by its name, a service account by that of its namespace and its own."""
    block = _block(resource)
    name = None if block is None else _text(block, "name")
    if block is None or name is None or not _is_account(resource):
        return None if name is None else StringValue(name)
    namespace = _text(block, "namespace")
    if namespace is None:
        return None
    return StringValue(Text((*namespace.parts, *Text.of("/", name.span).parts, *name.parts), name.span))


def _text(block: Filled, name: str) -> Text | None:
    setting = block.settings.get(name)
    return None if setting is None else string_text(setting.value)


def _block(resource: Resource) -> Filled | None:
    """The `metadata` block, None unless there is exactly one."""
    found = list(_blocks(resource))
    return found[0] if len(found) == 1 and found[0].repeats is None else None


def _blocks(resource: Resource) -> Iterator[Filled]:
    blocks = (
        block
        for block in resource.body().blocks
        if block.type == "metadata"
        or (block.type == "dynamic" and [label.text for label in block.labels] == ["metadata"])
    )
    return fill_blocks(tuple(blocks), resource.scope())


def _is_account(resource: Resource) -> bool:
    return resource.type.startswith("kubernetes_service_account")
