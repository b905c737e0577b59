"""Resources and data sources that carry a policy from one place to another."""

from __future__ import annotations

from assumelint.sources.terraform.config.resource import Resource
from assumelint.sources.terraform.lang.values import NullValue, StringValue, Unknown, Value
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
    return Unknown(hole)


def local_file(resource: Resource, name: str, hole: Hole) -> Value | None:
    """`local_file` (https://registry.terraform.io/providers/hashicorp/local/latest/docs/data-sources/file)."""
    filename = resource.argument("filename")
    if name != "content" or not isinstance(filename, StringValue):
        return None if name == "filename" else Unknown(hole)
    return Unknown(hole)
