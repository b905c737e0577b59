"""JSON policies that are merged into an `aws_iam_policy_document`, as the provider decodes and encodes them.

Keys are matched case-insensitively, unknown keys and numbers in conditions are dropped
(hashicorp/terraform-provider-aws, internal/service/iam/policy_model.go; https://pkg.go.dev/encoding/json#Unmarshal).
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

_ELEMENTS = (
    *("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"),
)


class SourceError(Exception):
    """A document that the provider cannot decode. The message is the provider's."""


class Source(Struct, frozen=True):
    """The parts of a document that are merged. A `Hole` among the statements stands for any number of statements."""

    version: Text | None = None
    id: Text | None = None
    statements: tuple[Mapping | Hole, ...] = ()


def read_source(node: Node) -> Source:
    """The content of a parsed JSON document. Raises `SourceError`."""
    if isinstance(node, Hole):
        return Source(statements=(_many(node),))
    if not isinstance(node, Mapping):
        raise SourceError("it is not a JSON object")
    fields = _fields(node, ("Version", "Id", "Statement"))
    version, id = fields.get("Version"), fields.get("Id")
    return Source(
        version[1] if version and isinstance(version[1], Text) else None,
        id[1] if id and isinstance(id[1], Text) else None,
        (*_statements(fields.get("Statement")), *(_many(hole) for hole in node.rest)),
    )


def _fields(node: Mapping, names: tuple[str, ...]) -> dict[str, tuple[Text, Node]]:
    """The entries that Go decodes into the fields of a struct: of several with one name, the last."""
    by_name = {name.lower(): name for name in names}
    found: dict[str, tuple[Text, Node]] = {}
    for key, value in node.entries:
        name = by_name.get((key.literal or "").lower())
        if name is not None:
            found[name] = (key if key.literal == name else Text.of(name, key.span), value)
    return found


def _statements(found: tuple[Text, Node] | None) -> tuple[Mapping | Hole, ...]:
    match found:
        case None | (_, Scalar(None)):
            return ()
        case _, Hole() as hole:
            return (_many(hole),)
        case _, Sequence(items):
            return tuple(_statement(item) for item in items)
        case _:
            raise SourceError('the value of "Statement" must be a list')


def _statement(node: Node) -> Mapping | Hole:
    match node:
        case Hole():
            return node
        case Mapping():
            fields = _fields(node, _ELEMENTS)
            entries = []
            for name in _ELEMENTS:
                if name in fields:
                    key, value = fields[name]
                    printed = _element(name, value)
                    if printed is not None:
                        entries.append((key, printed))
            return Mapping(tuple(entries), node.span, node.rest)
        case _:
            raise SourceError("a statement must be an object")


def _element(name: str, value: Node) -> Node | None:
    """An element of a statement as the provider encodes it, None if the provider omits it."""
    if isinstance(value, Scalar) and value.value is None:
        return None
    match name:
        case "Sid" | "Effect":
            if not isinstance(value, Text | Hole):
                raise SourceError(f'the value of "{name}" must be a string')
            return None if isinstance(value, Text) and value.literal == "" else value
        case "Principal" | "NotPrincipal":
            return _principal(value)
        case "Condition":
            return _condition(value)
        case _:
            return value


def _principal(value: Node) -> Node | None:
    match value:
        case Text():
            return value if value.literal == "*" else Text.of("*", value.span)
        case Mapping(entries, span, rest):
            last = {str(key): (key, _identifiers(item)) for key, item in entries}
            if not last and not rest:
                return None
            if not rest and list(last) == ["*"]:
                only = last["*"][1]
                items = only.items if isinstance(only, Sequence) else (only,)
                if len(items) == 1 and isinstance(items[0], Text) and items[0].literal == "*":
                    return items[0]
            return Mapping(tuple(pair for _, pair in sorted(last.items())), span, rest)
        case Hole():
            return value
        case _:
            raise SourceError("a principal must be a string or an object")


def _identifiers(value: Node) -> Node:
    match value:
        case Text() | Hole():
            return value
        case Sequence(items, span):
            texts = sorted((item for item in items if isinstance(item, Text)), key=str, reverse=True)
            holes = [item for item in items if isinstance(item, Hole)]
            if len(texts) + len(holes) < len(items):
                raise SourceError("the identifiers of a principal must be strings")
            return Sequence((*texts, *holes), span)
        case _:
            raise SourceError("the identifiers of a principal must be strings")


def _condition(value: Node) -> Node | None:
    match value:
        case Hole():
            return value
        case Mapping(entries, span, rest):
            kept = {str(key): (key, _operator(item)) for key, item in entries}
            filled = [(key, item) for _, (key, item) in sorted(kept.items()) if item is not None]
            return Mapping(tuple(filled), span, rest) if filled or rest else None
        case _:
            raise SourceError("a condition must be an object")


def _operator(value: Node) -> Node | None:
    match value:
        case Hole():
            return value
        case Mapping(entries, span, rest):
            kept = {str(key): (key, _values(item)) for key, item in entries}
            filled = [(key, item) for _, (key, item) in sorted(kept.items()) if item is not None]
            return Mapping(tuple(filled), span, rest) if filled or rest else None
        case _:
            raise SourceError("the operators of a condition must be objects")


def _values(value: Node) -> Node | None:
    match value:
        case Scalar(bool() as flag, _, span):
            return Text.of("true" if flag else "false", span)
        case Scalar():
            return None
        case Sequence((Text() as only,)):
            return only
        case _:
            return value


def _many(hole: Hole) -> Hole:
    return replace(hole, many=True, kind="")
