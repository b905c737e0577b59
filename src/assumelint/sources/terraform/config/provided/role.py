"""`aws_iam_role` (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role)."""

from __future__ import annotations

from collections.abc import Callable

from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.provided.data_lookup import only
from assumelint.sources.terraform.config.provided.iam_names import iam_arn
from assumelint.sources.terraform.config.provided.provider_configuration import same_configuration
from assumelint.sources.terraform.lang.values import (
    STRING,
    BoolValue,
    ListValue,
    SetValue,
    StringValue,
    Unknown,
    Value,
    string,
    string_text,
    whole_number,
)
from assumelint.text import Hole, Span, Text

NAMES = (
    *("arn", "assume_role_policy", "create_date", "description", "force_detach_policies", "id", "inline_policy"),
    *("managed_policy_arns", "max_session_duration", "name", "name_prefix", "path", "permissions_boundary"),
    *("tags", "tags_all", "unique_id"),
)
DATA_NAMES = tuple(name for name in NAMES if name not in ("force_detach_policies", "name_prefix", "tags_all"))

# The attributes that the data source returns with the resource's value.
_FOUND = frozenset(
    ("arn", "assume_role_policy", "description", "max_session_duration", "path", "permissions_boundary"),
)

_DEFAULTS: dict[str, Callable[[Span], Value]] = {
    "description": lambda span: string("", span),
    "path": lambda span: string("/", span),
    "permissions_boundary": lambda span: string("", span),
    "force_detach_policies": lambda span: BoolValue(False, span),
    "max_session_duration": lambda span: whole_number(3600, span),
    "managed_policy_arns": lambda span: SetValue((), STRING, span),
    "inline_policy": lambda span: ListValue((), STRING, span),
}


def attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the resource."""
    match name:
        case "id" | "name":
            return _named(name_of(resource))
        case "arn":
            return _arn(resource, hole)
        case "name_prefix" if resource.argument("name_prefix") is None and resource.argument("name") is not None:
            return string("", hole.span)
        case "managed_policy_arns" | "inline_policy" | "tags_all":
            return Unknown(hole)  # they include policies and tags that are set elsewhere
        case _ if name in _DEFAULTS and resource.argument(name) is None:
            return _DEFAULTS[name](hole.span)
        case _:
            return None


def data_attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the data source: its name, or that of the role of this name in the module, else unknown."""
    if name in ("id", "name"):
        return resource.argument("name")
    found = _managed(resource) if name in _FOUND else None
    value = None if found is None else attribute(found, name, hole) or found.argument(name)
    if name == "assume_role_policy" and not isinstance(value, StringValue):
        return Unknown(hole)
    return Unknown(hole) if value is None else value


def _managed(resource: Resource) -> Resource | None:
    """The role resource in the module that the data source looks up. Role names are unique in an account."""
    wanted = _name(resource)
    if wanted is None:
        return None
    found = only("aws_iam_role", [resource.module], lambda role: _name(role) == wanted)
    return found if found is not None and same_configuration(found, resource) else None


def _name(resource: Resource) -> str | None:
    name = string_text(resource.argument("name"))
    return None if name is None else name.literal


def name_of(resource: Resource, argument: str = "name") -> Text | None:
    """The name of the role: its argument, or `name_prefix` and a suffix that the provider makes up, else None."""
    name = string_text(resource.argument(argument))
    prefix = string_text(resource.argument("name_prefix")) if name is None else None
    if prefix is None:
        return name
    suffix = Hole("name_suffix", prefix.span, home=f"{resource.module.home}:{resource.address}")
    return Text((*prefix.parts, suffix), prefix.span)


def _named(name: Text | None) -> Value | None:
    return None if name is None else StringValue(name)


def _arn(resource: Resource, hole: Hole) -> Value:
    name = name_of(resource)
    if name is None:
        return Unknown(hole)
    given = resource.argument("path")
    path = Text.of("/", hole.span) if given is None else string_text(given)
    return Unknown(hole) if path is None else StringValue(iam_arn(("role", path, name), hole.span))
