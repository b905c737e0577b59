"""Rebuilds policy documents that are only read during apply, with holes for values unknown to the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct, field

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
from assumelint.sources.terraform.plan.configuration import only_reference
from assumelint.sources.terraform.plan.contents import Deferred
from assumelint.sources.terraform.plan.nodes import is_true, mapping, mappings, text
from assumelint.sources.terraform.plan.references import referred
from assumelint.sources.terraform.plan.stored_url import as_stored, is_written_out, refers_to_url
from assumelint.text import Hole, Span, Text
from assumelint.text.document import Mapping, Node, Sequence

_BLOCKS = ("condition", "not_principals", "principals")
# No URL belongs in a key or in an ARN, so one that is there came through a reference, unless it is written out.
_HOSTS_ONLY = ("variable", "identifiers")
# An argument of which a reference is most likely the whole value, and not a part.
_WHOLE = ("identifiers",)
_ARGUMENTS = {
    "condition": ("test", "variable", "values"),
    "not_principals": ("type", "identifiers"),
    "principals": ("type", "identifiers"),
}
_Written: TypeAlias = "tuple[Mapping, ...]"
# Finds the ARN of a provider that a reference in the document's module stands for, None if it is unknown.
Known = Callable[[str], "Text | None"]


class Surroundings(Struct, frozen=True):
    """What the document's values depend on: the ARNs of providers, the URLs of new ones, and the document's module."""

    arn: Known
    new_urls: tuple[str, ...]
    home: str


class _Reader(Struct, frozen=True):
    """Reads the values of one document.

    The plan sorts blocks that form a set, so `expressions` are those of every block that a value may come from.
    `document` is its address, and `_named` counts the holes of each name.
    """

    around: Surroundings
    document: str
    _named: dict[str, int] = field(default_factory=dict)

    def value(
        self, name: str, node: Node | None, unknown: Node | None, expressions: _Written, at: Span
    ) -> Value | None:
        """A value of the plan, None if the plan has none."""
        if is_true(unknown):
            return self._unknown(name, expressions, at)
        match node:
            case Sequence(items, span):
                flags = (*(unknown.items if isinstance(unknown, Sequence) else ()), *([None] * len(items)))
                pairs = zip(items, flags, strict=False)
                found = (self.value(name, item, flag, expressions, span) for item, flag in pairs)
                return TupleValue(tuple(item for item in found if item is not None), span)
            case Text():
                return StringValue(self._stored(name, node, expressions))
            case _:
                return None if node is None else from_node(node)

    def _unknown(self, name: str, expressions: _Written, at: Span) -> Value:
        reference = only_reference(expressions[0]) if len(expressions) == 1 else None
        if reference is None or name not in _WHOLE:
            return Unknown(self._hole(reference, at))
        found = self.around.arn(reference)
        return Unknown(referred(reference, at, self.around.home)) if found is None else StringValue(found)

    def _hole(self, reference: str | None, at: Span) -> Hole:
        """The hole for a value that is known after apply only, and that a reference, if it is known, is a part of.

        The reference tells neither the value's kind nor whether two values are the same: each has a name of its own.
        """
        name = "known after apply" if reference is None else f"known after apply, from {reference}"
        self._named[name] = number = self._named.get(name, 0) + 1
        return Hole(name if number == 1 else f"{name} ({number})", at, home=self.document)

    def _stored(self, name: str, written: Text, expressions: _Written) -> Text:
        if is_written_out(written, expressions) or not (name in _HOSTS_ONLY or refers_to_url(expressions)):
            return written
        return as_stored(written, self.around.new_urls)

    def block(self, type: str, node: Mapping, unknown: Node | None, expressions: _Written) -> Filled:
        """A block of the plan with its values."""
        settings: dict[str, Setting] = {}
        flags = unknown if isinstance(unknown, Mapping) else Mapping((), node.span)
        names = {str(key): key.span for key, _ in (*node.entries, *flags.entries)}
        for name, span in names.items():
            if name in _BLOCKS:
                continue
            value = self.value(name, node.get(name), flags.get(name), _each(expressions, name), span)
            if value is not None and not isinstance(value, NullValue):
                settings[name] = Setting(span, value, value.span)
        nested = tuple(
            block
            for name in _BLOCKS
            for block in self.blocks(name, node.get(name), flags.get(name), expressions, node.span)
        )
        return Filled(type, node.span, settings, nested, node.span)

    def blocks(
        self, name: str, node: Node | None, unknown: Node | None, expressions: _Written, at: Span
    ) -> Iterator[Filled]:
        """The blocks of one type."""
        if is_true(unknown):
            yield self._any_number(name, at)
            return
        items = node.items if isinstance(node, Sequence) else ()
        flags = unknown.items if isinstance(unknown, Sequence) else ()
        written = _in_lists(expressions, name)
        is_ordered = len(expressions) == 1 and len(written) == len(items) and (name == "statement" or len(items) == 1)
        for number, item in enumerate(items):
            if isinstance(item, Mapping):
                flag = flags[number] if number < len(flags) else None
                yield self.block(name, item, flag, (written[number],) if is_ordered else written)

    def _any_number(self, name: str, at: Span) -> Filled:
        """An example of blocks of which neither number nor content is known."""
        hole = self._hole(None, at)
        settings = {argument: Setting(at, Unknown(hole), at) for argument in _ARGUMENTS[name]}
        return Filled(name, at, settings, (), at, hole.as_many())


def deferred_document(deferred: Deferred, around: Surroundings) -> Mapping:
    """The document that the data source will render, with holes. Raises `EvalError`."""
    reader, span = _Reader(around, str(deferred.address)), deferred.address.span
    sources, overrides = (
        _documents(reader, deferred, name) for name in ("source_policy_documents", "override_policy_documents")
    )
    return merged_document(sources, lambda: _own(reader, deferred), overrides, span)


def _own(reader: _Reader, deferred: Deferred) -> Source:
    """The document that the data source's own arguments and blocks define."""
    after, span = deferred.after, deferred.address.span
    version, id = text(after, "version"), text(after, "policy_id")
    unknown = deferred.unknown.get("statement")
    blocks: list[Filled | Hole] = []
    if is_true(unknown):
        blocks.append(named(f"{deferred.address}.statement", span, many=True))
    else:
        blocks += reader.blocks("statement", after.get("statement"), unknown, deferred.written, span)
    return Source(version or Text.of(DEFAULT_VERSION, span), id, own_statements(version, blocks))


def _documents(reader: _Reader, deferred: Deferred, name: str) -> tuple[Value, ...]:
    expressions = _each(deferred.written, name)
    span = deferred.address.span
    match reader.value(name, deferred.after.get(name), deferred.unknown.get(name), expressions, span):
        case TupleValue(items):
            return items
        case Unknown() as value:
            return (value,)
        case _:
            return ()


def _each(expressions: _Written, name: str) -> _Written:
    """The expressions of an argument in each of the blocks."""
    found = (mapping(each, name) for each in expressions)
    return tuple(each for each in found if each is not None)


def _in_lists(expressions: _Written, name: str) -> _Written:
    """The nested blocks of a type in each of the blocks."""
    return tuple(block for each in expressions for block in mappings(each, name))
