"""A role's trust policy: the string that the code gives it, read as JSON."""

from __future__ import annotations

import re
from decimal import Decimal

from assumelint.cause import Cause
from assumelint.model import Applicability, Edit, Fix, Problem
from assumelint.sources.read.json import JsonError, duplicate_keys, parse_json
from assumelint.sources.terraform.config.module import fault
from assumelint.sources.terraform.config.problems import duplicate_in_code, duplicate_in_json, keys
from assumelint.sources.terraform.config.resource import Resource
from assumelint.sources.terraform.lang.convert import ConversionError, convert
from assumelint.sources.terraform.lang.render import render
from assumelint.sources.terraform.lang.scope import EvalError
from assumelint.sources.terraform.lang.types import STRING
from assumelint.sources.terraform.lang.values import ObjectValue, StringValue, Value
from assumelint.sources.terraform.syntax.ast import Attribute
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

_EXACT = 2**53
_LARGEST = 10**300

_REFERENCE = re.compile(r"[\w.-]+(?:\[[^\[\]]+\])*")


def trust_policy(resource: Resource, name: str) -> tuple[Text, Node] | None:
    """The policy in an argument of a role, as text and parsed; None where it is not known or not right.

    What is wrong with it is reported.
    """
    project = resource.module.project
    try:
        attribute = resource.body().attribute(name)
        if attribute is None:
            return None
        value = resource.argument(name)
        text = None if value is None else _text(resource, attribute, value)
    except (EvalError, HclError) as error:
        project.fault(error)
        return None
    return None if text is None else _parsed(resource, attribute, text)


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
    try:
        converted = convert(value, STRING)
    except ConversionError as error:
        detail = f'Inappropriate value for attribute "{attribute.name}": {error}.'
        raise fault("Incorrect attribute value type", detail, attribute.value.span) from None
    return converted.text if isinstance(converted, StringValue) else None


def _parsed(resource: Resource, attribute: Attribute, text: Text) -> tuple[Text, Node] | None:
    project, role = resource.module.project, resource.address
    try:
        node = rounded(parse_json(text))
    except JsonError as error:
        elsewhere = text.literal == "" and text.span.start != attribute.value.span.start
        if elsewhere or text.holes:  # what stands in the holes may make it right
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
    _report_duplicates(resource, attribute, node)
    return text, node


def rounded(node: Node) -> Node:
    """The document with its numbers as the provider hands them on: read as 64-bit floats.

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


def _report_duplicates(resource: Resource, attribute: Attribute, node: Node) -> None:
    project = resource.module.project
    for lost, winning in duplicate_keys(node):
        project.report(duplicate_in_json(lost, winning, attribute.value.span.start, resource.address))
        break
    for key in keys(node):
        for lost, winning in project.duplicates.get(key.span, {}).values():
            project.report(duplicate_in_code(lost, winning, resource.address))
