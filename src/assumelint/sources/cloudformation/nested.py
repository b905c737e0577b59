"""Stacks inside stacks: templates that a resource names by a local path, or holds as a string.

The AWS CLI and SAM upload a local `TemplateURL` when they package a template
(https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html).
"""

from __future__ import annotations

from assumelint.model import Problem
from assumelint.sources.cloudformation.decode import DecodeError, decode
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.raw import RawMap, as_map, scalar_value
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.stack import MAX_NESTING, Resource, Stack
from assumelint.sources.cloudformation.template import Template, is_template
from assumelint.text import Piece, Text
from assumelint.text.document import Mapping, Node, Sequence

_LOCATIONS = {
    "AWS::CloudFormation::Stack": "TemplateURL",
    "AWS::CloudFormation::StackSet": "TemplateURL",
    "AWS::Serverless::Application": "Location",
}


def child_stack(stack: Stack, resource: Resource, scope: Scope) -> Stack | None:
    """The stack that a resource makes of a template at hand, with the parameters it hands on; else None."""
    if resource.type not in _LOCATIONS or resource.properties is None or len(stack.above) >= MAX_NESTING:
        return None
    inner = resource.scope(scope)
    template = _template(stack, resource, resource.properties, inner)
    if template is None:
        return None
    above, path = (*stack.above, stack.template.path), (*stack.path, resource.name)
    return Stack(template, stack.files, _given(resource.properties, inner), above, path=path)


def _template(stack: Stack, resource: Resource, properties: RawMap, scope: Scope) -> Template | None:
    body = properties.get("TemplateBody") if resource.type == "AWS::CloudFormation::StackSet" else None
    if body is not None:
        text = plain_text(scope.value(body))
        return _inline(stack, text) if text is not None else None
    location = _asset(resource)
    if location is None:
        raw = properties.get(_LOCATIONS[resource.type])
        text = plain_text(scope.value(raw)) if raw is not None and not isinstance(raw, RawMap) else None
        location = text.literal if text is not None else None
    path = stack.local(location) if location else None
    if path is None or path in (*stack.above, stack.template.path):
        return None
    return stack.files.template(path)


def _asset(resource: Resource) -> str | None:
    """The file that CDK writes for a nested stack, in the metadata of its resource."""
    metadata = as_map(resource.body.get("Metadata"))
    if metadata is None or scalar_value(metadata.get("aws:asset:property")) != "TemplateURL":
        return None
    return scalar_value(metadata.get("aws:asset:path"))


def _inline(stack: Stack, text: Text) -> Template | None:
    try:
        decoded = decode(text)
    except DecodeError as error:
        stack.files.problems.append(Problem("syntax-error", error.span, error.message, error.help))
        return None
    if (
        decoded is None
        or decoded.following is not None
        or not isinstance(decoded.root, RawMap)
        or not is_template(decoded.root)
    ):
        return None
    return Template(stack.template.path, stack.template.file, (decoded.root,), strange_tags=decoded.strange_tags)


def _given(properties: RawMap, scope: Scope) -> dict[str, Node | None]:
    """The parameters that a resource hands on: an object, or a stack set's list of keys and values."""
    raw = properties.get("Parameters")
    value = scope.value(raw) if raw is not None else None
    given: dict[str, Node | None] = {}
    match value:
        case Mapping(entries):
            given.update({key.literal: _joined(item) for key, item in entries if key.literal is not None})
        case Sequence(items):
            for item in items:
                key = plain_text(item.get("ParameterKey")) if isinstance(item, Mapping) else None
                if key is not None and key.literal is not None and isinstance(item, Mapping):
                    given[key.literal] = item.get("ParameterValue")
    return given


def _joined(value: Node) -> Node:
    """A list handed to a list parameter arrives as one string with commas."""
    if not isinstance(value, Sequence):
        return value
    texts = [plain_text(item) for item in value.items]
    parts = [
        part
        for number, text in enumerate(texts)
        if text is not None
        for part in ((Piece(",", value.span, False),) if number else ()) + text.parts
    ]
    return Text(tuple(parts), value.span)
