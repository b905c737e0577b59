"""The entries of a mapping once `Fn::ForEach` and `AWS::Include` have been expanded.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.unknowns import hole, unknown
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, RawScalar, as_map, scalar_value
from assumelint.text import Hole
from assumelint.text.document import Sequence

FOR_EACH = "Fn::ForEach::"


class Entry(Struct, frozen=True):
    """A key and its value, in the scope of the loops around it. `key` is None where entries are unknown (`hole`)."""

    key: Raw
    value: Raw
    scope: Scope
    hole: Hole | None = None


def entries(scope: Scope, mapping: RawMap) -> Iterator[Entry]:
    """The entries of a mapping, those that loops and includes make among them."""
    for key, value in mapping.entries:
        name = key.value if isinstance(key, RawScalar) else ""
        if name.startswith(FOR_EACH):
            yield from _loop(scope, key, value)
        elif name == "Fn::Transform":
            yield from _included(scope, key, value)
        else:
            yield Entry(key, value, scope)


def _loop(scope: Scope, key: Raw, body: Raw) -> Iterator[Entry]:
    items = body.items if isinstance(body, RawList) else []
    identifier = scalar_value(items[0]) if len(items) == 3 else None
    template = as_map(items[2]) if len(items) == 3 else None
    if identifier is None or template is None:
        yield Entry(key, body, scope, unknown(scope, "ForEach", "", key.span, many=True))
        return
    collection = items[1]
    values = scope.value(collection)
    for item in values.items if isinstance(values, Sequence) else (values,):
        text = None if isinstance(item, Hole) and item.many else plain_text(item)
        if text is None or text.literal is None:
            yield Entry(key, body, scope, hole(scope, f"Fn::ForEach:{text or ''}", key.span, many=True))
            continue
        scope.budget.spend()
        yield from entries(scope.inside({identifier: text}), template)


def _included(scope: Scope, key: Raw, value: Raw) -> Iterator[Entry]:
    included = include(scope, value)
    if isinstance(included, RawMap):
        yield from entries(scope, included)
    else:
        name = scalar_value(value.get("Name")) if isinstance(value, RawMap) else None
        yield Entry(key, value, scope, hole(scope, f"Fn::Transform:{name or ''}", key.span, many=True))


def include(scope: Scope, call: Raw) -> Raw | None:
    """The content of a local file that `AWS::Include` names, or None."""
    if not isinstance(call, RawMap) or scalar_value(call.get("Name")) != "AWS::Include":
        return None
    parameters = as_map(call.get("Parameters"))
    location = parameters.get("Location") if parameters is not None else None
    text = plain_text(scope.value(location)) if location is not None else None
    if text is None or text.literal is None:
        return None
    return scope.stack.included(text.literal)
