"""A role's trust policy: the JSON string in its argument, as a document."""

from __future__ import annotations

import re
from decimal import Decimal

from assumelint.cause import Cause
from assumelint.model import Applicability, Edit, Fix, Problem
from assumelint.sources.read.error import JsonError
from assumelint.sources.terraform.config.collected.duplicate_keys import duplicate_in_code, duplicate_in_json, keys
from assumelint.sources.terraform.config.expanded.argument_types import as_argument
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.lang import EvalError, evaluate, render
from assumelint.sources.terraform.lang.values import (
    STRING,
    MapValue,
    ObjectValue,
    StringValue,
    Value,
    as_read_again,
    to_node,
)
from assumelint.sources.terraform.syntax import HclError
from assumelint.sources.terraform.syntax.ast import Attribute, Call
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence, duplicate_keys

# A larger object is encoded and parsed as text, where the parser's limits apply.
_MAX_PARTS = 2_000
_EXACT = 2**53
_LARGEST = 10**300

_REFERENCE = re.compile(r"[\w.-]+(?:\[[^\[\]]+\])*")


def trust_policy(resource: Resource, name: str) -> tuple[Text | None, Mapping] | None:
    """The policy in an argument of a role, with the text it was parsed from (None if it was not parsed from text).

    None if the policy is unknown or invalid. Problems are reported to the project.
    """
    project = resource.module.project
    try:
        attribute = resource.body().attribute(name)
        if attribute is None:
            return None
        encoded = _encoded(resource, attribute)
        if encoded is not None:
            _report_lost_keys(resource, encoded)
            return None, encoded
        value = resource.argument(name)
        text = None if value is None else _text(resource, attribute, value)
    except (EvalError, HclError) as error:
        project.fault(error)
        return None
    return None if text is None else _parsed(resource, attribute, text)


def _encoded(resource: Resource, attribute: Attribute) -> Mapping | None:
    """The document in `jsonencode({…})`, None if it has to be parsed from its text. Raises `EvalError`."""
    match attribute.value:
        case Call("jsonencode", (argument,), False):
            key = ("encoded", *resource.name, resource.instance.key, attribute.name)
            hole = Hole(f"{resource.address}.{attribute.name}", attribute.value.span)
            value = resource.module.remember(key, hole, lambda: evaluate(argument, resource.scope()))
        case _:
            return None
    if not isinstance(value, ObjectValue | MapValue) or value.parts > _MAX_PARTS:
        return None
    node = as_read_again(to_node(value))
    return node if isinstance(node, Mapping) else None


def _written(resource: Resource, text: Text) -> Node | None:
    """The document that a text was rendered from, None if the text has to be parsed."""
    node = resource.module.project.document_of(text)
    return None if node is None else as_read_again(node)


def _read(text: Text) -> Node:
    """The document that a text holds. Raises `JsonError`."""
    from assumelint.sources.read.json import parse_json

    return rounded(parse_json(text))


def _text(resource: Resource, attribute: Attribute, value: Value) -> Text | None:
    if isinstance(value, ObjectValue) and {"json", "minified_json"} <= value.members.keys():
        message = "this is the data source, not the JSON that it renders"
        written, span = render(attribute.value), attribute.value.span
        help = f"{attribute.name} = {written}.json"
        edits = (Edit(span, written, f"{written}.json"),)
        fix = Fix(Applicability.SAFE, edits) if _REFERENCE.fullmatch(written) else None
        problem = Problem(Cause.UNRENDERED_DOCUMENT, span, message, help, role=resource.address, fix=fix)
        resource.module.project.report(problem)
        return None
    converted = as_argument(value, STRING, attribute.name, attribute.value.span)
    return converted.text if isinstance(converted, StringValue) else None


def _parsed(resource: Resource, attribute: Attribute, text: Text) -> tuple[Text, Mapping] | None:
    project, role = resource.module.project, resource.address
    try:
        node = _written(resource, text) or _read(text)
    except JsonError as error:
        elsewhere = text.literal == "" and text.span.start != attribute.value.span.start
        if elsewhere or text.holes:  # the values of the holes may make it valid
            project.note("this policy cannot be read before its unknown parts are known", attribute.value.span)
        else:
            project.report(Problem(Cause.INVALID_JSON, error.span, error.message, error.help, error.related, role))
        return None
    if not isinstance(node, Mapping | Hole):
        message = "a policy is a JSON object, and this is none"
        help = "It is encoded as JSON twice: once is enough." if isinstance(node, Text) else ""
        project.report(Problem(Cause.INVALID_JSON, attribute.value.span, message, help, role=role))
    if not isinstance(node, Mapping):
        return None
    for lost, winning in duplicate_keys(node):
        project.report(duplicate_in_json(lost, winning, attribute.value.span.start, role))
        break
    _report_lost_keys(resource, node)
    return text, node


def rounded(node: Node) -> Node:
    """The document with its numbers rounded to 64-bit floats, as the provider decodes them.

    https://pkg.go.dev/encoding/json#Unmarshal
    """
    match node:
        case Mapping(entries, span, rest):
            return Mapping(tuple((key, rounded(value)) for key, value in entries), span, rest)
        case Sequence(items, span):
            return Sequence(tuple(rounded(item) for item in items), span)
        case Scalar(bool() | None):
            return node
        case Scalar(int() as value, _, span) if abs(value) > _EXACT:
            number = int(Decimal(repr(float(value)))) if abs(value) < _LARGEST else value
            return Scalar(number, str(number), span)
        case _:
            return node


def _report_lost_keys(resource: Resource, node: Node) -> None:
    """Report the keys that an object expression in the policy defines twice."""
    project = resource.module.project
    for key in keys(node):
        for lost, winning in project.duplicates.get(key.span, {}).values():
            project.report(duplicate_in_code(lost, winning, resource.address))
