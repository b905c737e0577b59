"""Rebuilds policy documents that are only read during apply, with holes for values unknown to the plan."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from assumelint.sources.terraform.config.pieces import (
    DEFAULT_VERSION,
    Filled,
    Setting,
    Source,
    merged_document,
    own_statements,
)
from assumelint.sources.terraform.lang.values import (
    NullValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    from_node,
    named,
)
from assumelint.sources.terraform.plan.contents import Deferred, references, text
from assumelint.sources.terraform.plan.references import referred
from assumelint.text import Hole, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

_BLOCKS = ("condition", "not_principals", "principals")
# Finds the value of a reference in the document's module, None if it is unknown.
Known = Callable[[str], "Text | None"]


class _Reader(Struct, frozen=True):
    """Reads the values of one document. An unknown value is looked up by its first reference, or is named after it."""

    known: Known
    home: str

    def value(self, node: Node | None, unknown: Node | None, expression: Node | None, span: Span) -> Value | None:
        """A value of the plan, None if the plan has none."""
        if isinstance(unknown, Scalar) and unknown.value is True:
            return self._unknown(expression, span)
        if isinstance(node, Sequence) and isinstance(unknown, Sequence):
            flags = (*unknown.items, *([None] * len(node.items)))
            items = (
                self.value(item, flag, expression, node.span) for item, flag in zip(node.items, flags, strict=False)
            )
            return TupleValue(tuple(item for item in items if item is not None), node.span)
        return None if node is None else from_node(node)

    def _unknown(self, expression: Node | None, span: Span) -> Value:
        names = [name for name in references(expression) if not name.startswith(("each.", "count."))]
        found = self.known(names[0]) if names else None
        if found is not None:
            return StringValue(found)
        return Unknown(referred(names[0], span, self.home) if names else named("known after apply", span, self.home))

    def block(self, type: str, node: Mapping, unknown: Node | None, expressions: Node | None) -> Filled:
        """A block of the plan with its values."""
        settings: dict[str, Setting] = {}
        flags = unknown if isinstance(unknown, Mapping) else Mapping((), node.span)
        names = {str(key): key.span for key, _ in (*node.entries, *flags.entries)}
        for name, span in names.items():
            value = self.value(node.get(name), flags.get(name), _of(expressions, name), span)
            if name not in _BLOCKS and value is not None and not isinstance(value, NullValue):
                settings[name] = Setting(span, value, value.span)
        nested = tuple(
            block for name in _BLOCKS for block in self.blocks(name, node.get(name), flags.get(name), expressions)
        )
        return Filled(type, node.span, settings, nested, node.span)

    def blocks(self, name: str, node: Node | None, unknown: Node | None, expressions: Node | None) -> list[Filled]:
        """The blocks of one type.

        The plan sorts blocks that form a set, so an expression of the code is matched to such a block only if there is
        just one.
        """
        items = node.items if isinstance(node, Sequence) else ()
        flags = unknown.items if isinstance(unknown, Sequence) else ()
        written = _of(expressions, name)
        alike = written.items if isinstance(written, Sequence) else ()
        made = []
        for number, item in enumerate(items):
            if isinstance(item, Mapping):
                flag = flags[number] if number < len(flags) else None
                expression = (
                    alike[number] if len(alike) == len(items) and (name == "statement" or len(items) == 1) else None
                )
                made.append(self.block(name, item, flag, expression))
        return made


def deferred_document(deferred: Deferred, known: Known, home: str) -> Mapping:
    """The document that the data source will render, with holes. Raises `EvalError`."""
    reader, span = _Reader(known, home), deferred.address.span
    sources, overrides = (
        _documents(reader, deferred, name) for name in ("source_policy_documents", "override_policy_documents")
    )
    return merged_document(sources, lambda: _own(reader, deferred), overrides, span)


def _own(reader: _Reader, deferred: Deferred) -> Source:
    """The document that the data source's own arguments and blocks define."""
    after, span = deferred.after, deferred.address.span
    version, id = text(after, "version"), text(after, "policy_id")
    unknown = deferred.unknown.get("statement")
    blocks: list[Filled | Hole] = [*reader.blocks("statement", after.get("statement"), unknown, deferred.expressions)]
    if isinstance(unknown, Scalar) and unknown.value is True:
        blocks.append(named(f"{deferred.address}.statement", span, many=True))
    return Source(version or Text.of(DEFAULT_VERSION, span), id, own_statements(version, blocks))


def _documents(reader: _Reader, deferred: Deferred, name: str) -> tuple[Value, ...]:
    value = reader.value(
        deferred.after.get(name), deferred.unknown.get(name), _of(deferred.expressions, name), deferred.address.span
    )
    match value:
        case TupleValue(items):
            return items
        case Unknown():
            return (value,)
        case _:
            return ()


def _of(expressions: Node | None, name: str) -> Node | None:
    return expressions.get(name) if isinstance(expressions, Mapping) else None
