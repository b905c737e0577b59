"""Nested stacks: templates that a resource refers to by a local path, or contains as a string.

When packaging a template, the AWS CLI and SAM upload the file of a local `TemplateURL`
(https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html).
"""

from __future__ import annotations

from pathlib import Path

from assumelint.called import Called
from assumelint.cause import Cause
from assumelint.model import Unfollowed
from assumelint.sources.cloudformation.decode import decode
from assumelint.sources.cloudformation.files import Files
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.scope import Resource, Scope
from assumelint.sources.cloudformation.template import Template, is_template
from assumelint.sources.read.yaml import YamlError
from assumelint.sources.read.yaml_tree import RawMap, as_map, scalar_value
from assumelint.text import Piece, Text
from assumelint.text.document import Mapping, Node, Sequence

_LOCATIONS = {
    "AWS::CloudFormation::Stack": "TemplateURL",
    "AWS::CloudFormation::StackSet": "TemplateURL",
    "AWS::Serverless::Application": "Location",
}


def nested_template(resource: Resource, scope: Scope, files: Files, above: tuple[Path, ...]) -> Template | None:
    """Return the template of a resource's nested stack, if it is available.

    `above` are the templates that contain it.
    """
    properties = resource.properties
    if resource.type not in _LOCATIONS or properties is None:
        return None
    body = properties.get("TemplateBody") if resource.type == "AWS::CloudFormation::StackSet" else None
    if body is not None:
        text = plain_text(scope.value(body))
        return _inline(scope.stack.template, files, text) if text is not None else None
    location = _asset(resource)
    if location is None:
        raw = properties.get(_LOCATIONS[resource.type])
        text = plain_text(scope.value(raw)) if raw is not None and not isinstance(raw, RawMap) else None
        location = text.literal if text is not None else None
    path = files.local(location, scope.stack.template.path) if location else None
    if path is None:
        reason = "its template is not in this tree" if location else "where its template is, is not known"
        files.unfollow(Unfollowed(resource.key.span, location or "", reason, Called.NESTED_STACK))
        return None
    return files.template(path) if path not in above else None


def _asset(resource: Resource) -> str | None:
    """Return the file that CDK generates for a nested stack, from the metadata of its resource."""
    metadata = as_map(resource.body.get("Metadata"))
    if metadata is None or scalar_value(metadata.get("aws:asset:property")) != "TemplateURL":
        return None
    return scalar_value(metadata.get("aws:asset:path"))


def _inline(outer: Template, files: Files, text: Text) -> Template | None:
    try:
        decoded = decode(text)
    except YamlError as error:
        files.problems.append(error.problem(Cause.SYNTAX))
        return None
    if (
        decoded is None
        or decoded.following is not None
        or not isinstance(decoded.root, RawMap)
        or not is_template(decoded.root)
    ):
        return None
    return Template(outer.path, outer.file, (decoded.root,), strange_tags=decoded.strange_tags)


def handed_on(properties: RawMap, scope: Scope) -> dict[str, Node | None]:
    """Return the parameters that a resource passes: an object, or for a stack set a list of keys and values."""
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
    """Return a list as a list parameter receives it: as one string with commas."""
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
