"""The data source `aws_iam_policy_document`.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.sources.terraform.config.blocks import Setting, fill_blocks
from assumelint.sources.terraform.config.module import fault
from assumelint.sources.terraform.config.provider_versions import allows_version_4
from assumelint.sources.terraform.config.resource import Resource
from assumelint.sources.terraform.config.resources.policy_merge import Merge, check_sids, printed, source_of
from assumelint.sources.terraform.config.resources.policy_source import Source
from assumelint.sources.terraform.config.resources.policy_statements import Style, check_setting, statement
from assumelint.sources.terraform.lang.convert import ConversionError, convert
from assumelint.sources.terraform.lang.scope import EvalError
from assumelint.sources.terraform.lang.types import STRING, ListType
from assumelint.sources.terraform.lang.values import ListValue, NullValue, StringValue, Unknown, Value, string
from assumelint.sources.terraform.syntax.ast import Block
from assumelint.text import Hole, Span, Text
from assumelint.text.document import Mapping
from assumelint.text.json_text import Escapes, write_json

NAMES = (
    *("id", "json", "minified_json", "override_json", "override_policy_documents", "policy_id", "source_json"),
    *("source_policy_documents", "statement", "version"),
)
_DEFAULT_VERSION = "2012-10-17"
_VERSIONS = ("2008-10-17", _DEFAULT_VERSION)


def attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the data source."""
    match name:
        case "json":
            return StringValue(write_json(document(resource), Escapes.GO, indent=True))
        case "minified_json":
            return StringValue(write_json(document(resource), Escapes.GO, indent=False))
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
    merged = Merge()
    sids: dict[str, Span] = {}
    for value in (*_removed(resource, "source_json"), *_documents(resource, "source_policy_documents")):
        source = source_of(value)
        check_sids(source, sids)
        merged.merge(source)
    merged.merge(_own(resource))
    for value in (*_documents(resource, "override_policy_documents"), *_removed(resource, "override_json")):
        merged.merge(source_of(value))
    return printed(merged, resource.declared.span)


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
    check_sids(own, {})
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


def _documents(resource: Resource, name: str) -> Iterator[Value]:
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
            yield from items
        case Unknown(hole):
            yield Unknown(hole.as_many())


def _removed(resource: Resource, name: str) -> Iterator[Value]:
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
    yield StringValue(text)


def _type_fault(name: str, error: ConversionError, span: Span) -> EvalError:
    return fault("Incorrect attribute value type", f'Inappropriate value for attribute "{name}": {error}.', span)
