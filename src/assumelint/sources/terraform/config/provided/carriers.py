"""Resources and data sources of other providers that pass a policy on unchanged, or render it."""

from __future__ import annotations

from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.lang import evaluate
from assumelint.sources.terraform.lang.values import (
    STRING,
    ConversionError,
    MapValue,
    NullValue,
    ObjectValue,
    StringValue,
    Unknown,
    Value,
    convert,
)
from assumelint.sources.terraform.syntax import parse_template
from assumelint.sources.terraform.syntax.ast import Call
from assumelint.text import Hole


def terraform_data(resource: Resource, name: str, hole: Hole) -> Value | None:
    """`terraform_data` (https://developer.hashicorp.com/terraform/language/resources/terraform-data)."""
    if name == "id":
        return Unknown(hole)
    value = resource.argument("input" if name == "output" else name)
    return NullValue(hole.span) if value is None else value


def template_file(resource: Resource, name: str, hole: Hole) -> Value | None:
    """`template_file` (https://registry.terraform.io/providers/hashicorp/template/latest/docs/data-sources/file)."""
    if name != "rendered":
        return Unknown(hole) if name == "id" else None
    template = resource.argument("template")
    if not isinstance(template, StringValue) or template.text.literal is None:
        return Unknown(hole)
    variables = resource.argument("vars")
    members = variables.members if isinstance(variables, MapValue | ObjectValue) else {}
    scope = resource.scope().child({key: value for key, (_, value) in members.items()})
    try:
        return convert(evaluate(parse_template(template.text), scope), STRING)
    except ConversionError:  # the template is a single interpolation of a value that is not a string
        return Unknown(hole)


def local_file(resource: Resource, name: str, hole: Hole) -> Value | None:
    """`local_file` (https://registry.terraform.io/providers/hashicorp/local/latest/docs/data-sources/file)."""
    filename = resource.body().attribute("filename")
    if name != "content" or filename is None:
        return None if name == "filename" else Unknown(hole)
    span = filename.value.span
    return evaluate(Call("file", (filename.value,), False, span, span), resource.scope())
