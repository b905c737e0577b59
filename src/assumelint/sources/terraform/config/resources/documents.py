"""The data source `aws_iam_policy_document`.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assumelint.document import Mapping, Node, Sequence
from assumelint.sources.json_text import JsonError, parse_json
from assumelint.sources.terraform.config.blocks import Setting, fill_blocks
from assumelint.sources.terraform.config.json_writer import write_json
from assumelint.sources.terraform.config.module import fault
from assumelint.sources.terraform.config.provider_versions import allows_version_4
from assumelint.sources.terraform.config.resource import Resource
from assumelint.sources.terraform.config.resources.policy_source import Source, SourceError, read_source
from assumelint.sources.terraform.config.resources.policy_statements import Style, check_setting, statement
from assumelint.sources.terraform.lang.convert import ConversionError, convert
from assumelint.sources.terraform.lang.scope import EvalError
from assumelint.sources.terraform.lang.types import STRING, ListType
from assumelint.sources.terraform.lang.values import ListValue, NullValue, StringValue, Unknown, Value, string
from assumelint.sources.terraform.syntax.ast import Block
from assumelint.text import Hole, Span, Text

NAMES = (
    *("id", "json", "minified_json", "override_json", "override_policy_documents", "policy_id", "source_json"),
    *("source_policy_documents", "statement", "version"),
)
_DEFAULT_VERSION = "2012-10-17"
_VERSIONS = ("2008-10-17", _DEFAULT_VERSION)


@dataclass(slots=True)
class _Merged:
    """A document while others are merged into it. A statement with the Sid of an earlier one takes its place."""

    version: Text | None = None
    id: Text | None = None
    statements: list[Mapping | Hole] = field(default_factory=list)

    def merge(self, source: Source) -> None:
        """Take another document in."""
        if source.id is not None and source.id.literal != "":
            self.id = source.id
        if source.version is not None and (self.version is None or str(source.version) > str(self.version)):
            self.version = source.version
        for new in source.statements:
            place = next((at for at, old in enumerate(self.statements) if _same_sid(old, new)), None)
            if place is None:
                self.statements.append(new)
            else:
                self.statements[place] = new


def attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the data source."""
    match name:
        case "json":
            return StringValue(write_json(document(resource), indent=True))
        case "minified_json":
            return StringValue(write_json(document(resource), indent=False))
        case "version" if resource.argument("version") is None:
            return string(_DEFAULT_VERSION, hole.span)
        case "id" | "statement":
            return Unknown(hole)
        case _ if resource.argument(name) is None:
            return NullValue(hole.span)
        case _:
            return None


def document(resource: Resource) -> Mapping:
    """The document that the data source renders. Raises `EvalError` where the provider refuses it."""
    merged = _Merged()
    sids: dict[str, Span] = {}
    for value, span in (*_removed(resource, "source_json"), *_documents(resource, "source_policy_documents")):
        source = _source(value, span)
        _check_sids(source, sids)
        merged.merge(source)
    merged.merge(_own(resource))
    for value, span in (*_documents(resource, "override_policy_documents"), *_removed(resource, "override_json")):
        merged.merge(_source(value, span))
    return _printed(merged, resource.declared.span)


def _own(resource: Resource) -> Source:
    """What the data source's own blocks say."""
    span = resource.declared.span
    version = _string(resource, "version")
    if version is not None:
        check_setting(Setting(span, StringValue(version), version.span), _VERSIONS, "version")
    style = Style(_DEFAULT_VERSION if version is None else version.literal or _DEFAULT_VERSION)
    statements: list[Mapping | Hole] = []
    blocks = tuple(block for block in resource.body().blocks if _makes_statements(block))
    for block in fill_blocks(blocks, resource.scope()):
        statements.append(statement(block, style))
        if block.repeats is not None:
            statements.append(block.repeats)
    own = Source(version or Text.of(_DEFAULT_VERSION, span), _string(resource, "policy_id"), tuple(statements))
    _check_sids(own, {})
    return own


def _makes_statements(block: Block) -> bool:
    labels = [label.text for label in block.labels]
    return block.type == "statement" or (block.type == "dynamic" and labels == ["statement"])


def _string(resource: Resource, name: str) -> Text | None:
    value = resource.argument(name)
    if value is None:
        return None
    try:
        converted = convert(value, STRING)
    except ConversionError as error:
        raise _type_fault(name, error, value.span) from None
    match converted:
        case StringValue(text):
            return text
        case Unknown(hole):
            return Text((hole,), hole.span)
        case _:
            return None


def _documents(resource: Resource, name: str) -> Iterator[tuple[Value, Span]]:
    """The documents in a list argument."""
    value = resource.argument(name)
    if value is None:
        return
    try:
        converted = convert(value, ListType(STRING))
    except ConversionError as error:
        raise _type_fault(name, error, value.span) from None
    match converted:
        case ListValue(items):
            yield from ((item, item.span) for item in items)
        case Unknown(hole):
            yield Unknown(replace(hole, many=True)), hole.span


def _removed(resource: Resource, name: str) -> Iterator[tuple[Value, Span]]:
    """A document in an argument that the provider took until version 4 and that has to be empty since.

    Raises `EvalError` where nothing tells that the older provider is used.
    """
    text = _string(resource, name)
    if text is None or text.literal == "":
        return
    if not allows_version_4(resource.module):
        attribute = resource.body().attribute(name)
        place = text.span if attribute is None else attribute.value.span
        raise fault("Invalid value", f'expected "{name}" to be an empty string', place)
    yield StringValue(text), text.span


def _source(value: Value, span: Span) -> Source:
    match value:
        case StringValue(text) if text.parts:
            return _parsed(text)
        case Unknown(hole):
            return Source(statements=(replace(hole, many=True, kind=""),))
        case _:
            return Source()


def _parsed(text: Text) -> Source:
    try:
        return read_source(parse_json(text))
    except JsonError as error:
        if text.holes:
            return Source(statements=(replace(text.holes[0], many=True, kind=""),))
        raise EvalError(f"Invalid JSON in a policy document that is merged in: {error.message}", error.span) from None
    except SourceError as error:
        raise fault("Invalid policy document", f"this document cannot be merged in: {error}", text.span) from None


def _check_sids(source: Source, seen: dict[str, Span]) -> None:
    """Refuse a Sid that stands twice. Raises `EvalError`."""
    for item in source.statements:
        sid = item.get("Sid") if isinstance(item, Mapping) else None
        if isinstance(sid, Text) and sid.literal is not None:
            if sid.literal in seen:
                detail = f"duplicate Sid ({sid.literal}). Remove the Sid or ensure the Sid is unique."
                raise fault("Invalid policy document", detail, sid.span)
            seen[sid.literal] = sid.span


def _same_sid(old: Mapping | Hole, new: Mapping | Hole) -> bool:
    if isinstance(old, Hole) or isinstance(new, Hole):
        return False
    sid, other = new.get("Sid"), old.get("Sid")
    return isinstance(sid, Text) and isinstance(other, Text) and str(sid) == str(other)


def _printed(merged: _Merged, span: Span) -> Mapping:
    entries: list[tuple[Text, Node]] = []
    if merged.version is not None:
        entries.append((Text.of("Version", span), merged.version))
    if merged.id is not None:
        entries.append((Text.of("Id", span), merged.id))
    if merged.statements:
        entries.append((Text.of("Statement", span), Sequence(tuple(merged.statements), span)))
    return Mapping(tuple(entries), span)


def _type_fault(name: str, error: ConversionError, span: Span) -> EvalError:
    return fault("Incorrect attribute value type", f'Inappropriate value for attribute "{name}": {error}.', span)
