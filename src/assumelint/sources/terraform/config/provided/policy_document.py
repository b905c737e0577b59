"""The data source `aws_iam_policy_document`.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from assumelint.sources.terraform.config.expanded.argument_types import as_argument
from assumelint.sources.terraform.config.expanded.blocks import Filled, Setting, fill_blocks
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.provided.policy_merge import merged_document
from assumelint.sources.terraform.config.provided.policy_source import Source
from assumelint.sources.terraform.config.provided.policy_statements import DEFAULT_VERSION, own_statements
from assumelint.sources.terraform.config.provided.policy_values import check_setting
from assumelint.sources.terraform.config.provided.provider_versions import allows_version_4
from assumelint.sources.terraform.lang import fault
from assumelint.sources.terraform.lang.values import (
    STRING,
    ListType,
    ListValue,
    NullValue,
    StringValue,
    Unknown,
    Value,
    string,
    string_text,
)
from assumelint.sources.terraform.syntax.ast import Block
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping
from assumelint.text.json_text import Escapes, write_json

NAMES = (
    *("id", "json", "minified_json", "override_json", "override_policy_documents", "policy_id", "source_json"),
    *("source_policy_documents", "statement", "version"),
)
_VERSIONS = ("2008-10-17", DEFAULT_VERSION)


def attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the data source."""
    match name:
        case "json":
            return StringValue(_rendered(resource, indent=True))
        case "minified_json":
            return StringValue(_rendered(resource, indent=False))
        case "version" if resource.argument("version") is None:
            return string(DEFAULT_VERSION, hole.span)
        case "id" | "statement":
            return Unknown(hole)
        case _ if resource.argument(name) is None:
            return NullValue(hole.span)
        case _:
            return None


def _rendered(resource: Resource, *, indent: bool) -> Text:
    node = document(resource)
    text = write_json(node, Escapes.GO, indent=indent)
    resource.module.project.keep_document(text, node)
    return text


def document(resource: Resource) -> Mapping:
    """The document that the data source renders. Raises `EvalError` if the provider refuses it."""
    key = (*resource.name, resource.instance.key)
    return resource.module.documents.once(key, resource.module.project.assumptions, lambda: _merged(resource))


def _merged(resource: Resource) -> Mapping:
    return merged_document(
        (*_removed(resource, "source_json"), *_documents(resource, "source_policy_documents")),
        lambda: _own(resource),
        chain(_documents(resource, "override_policy_documents"), _removed(resource, "override_json")),
        resource.declared.span,
    )


def _own(resource: Resource) -> Source:
    """The document that the data source's own arguments and blocks define."""
    span = resource.declared.span
    version = _string(resource, "version")
    if version is not None:
        check_setting(Setting(span, StringValue(version), version.span), _VERSIONS, "version")
    statements = own_statements(version, _blocks(resource))
    return Source(version or Text.of(DEFAULT_VERSION, span), _string(resource, "policy_id"), statements)


def _blocks(resource: Resource) -> Iterator[Filled | Hole]:
    """The `statement` blocks. A hole stands for any number of statements like the one before it."""
    blocks = tuple(block for block in resource.body().blocks if _makes_statements(block))
    for block in fill_blocks(blocks, resource.scope()):
        yield block
        if block.repeats is not None:
            yield block.repeats


def _makes_statements(block: Block) -> bool:
    labels = [label.text for label in block.labels]
    return block.type == "statement" or (block.type == "dynamic" and labels == ["statement"])


def _string(resource: Resource, name: str) -> Text | None:
    value = resource.argument(name)
    return None if value is None else string_text(as_argument(value, STRING, name, value.span))


def _documents(resource: Resource, name: str) -> Iterator[Value]:
    """The documents in a list argument."""
    value = resource.argument(name)
    match None if value is None else as_argument(value, ListType(STRING), name, value.span):
        case ListValue(items):
            yield from items
        case Unknown(hole):
            yield Unknown(hole.as_many())


def _removed(resource: Resource, name: str) -> Iterator[Value]:
    """The document in an argument that provider version 4 accepted and that has to be empty since version 5.

    Raises `EvalError` if it is not empty and no version constraint allows version 4.
    """
    text = _string(resource, name)
    if text is None or text.literal == "":
        return
    if not allows_version_4(resource.module):
        attribute = resource.body().attribute(name)
        place = text.span if attribute is None else attribute.value.span
        raise fault("Invalid value", f'expected "{name}" to be an empty string', place)
    yield StringValue(text)
