"""`aws_iam_openid_connect_provider`, as resource and as data source.

See https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_openid_connect_provider.
IAM keeps the URL without its scheme, and the provider gives it back so; the ARN ends in it.
"""

from __future__ import annotations

from dataclasses import replace

from assumelint.sources.terraform.config.resource import Resource
from assumelint.sources.terraform.config.resources.texts import as_text, iam_arn, without_scheme
from assumelint.sources.terraform.lang.convert import ConversionError, convert
from assumelint.sources.terraform.lang.types import STRING, SetType
from assumelint.sources.terraform.lang.values import SetValue, StringValue, Unknown, Value
from assumelint.text import Hole, Text

NAMES = ("arn", "client_id_list", "id", "tags", "tags_all", "thumbprint_list", "url")
_PREFIX = ":oidc-provider/"


def attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the resource."""
    match name:
        case "url":
            return _url(resource, hole)
        case "arn" | "id":
            return _arn(resource, hole)
        case "client_id_list" | "thumbprint_list":
            return _strings(resource, name)
        case "tags_all":
            return Unknown(hole)
        case _:
            return None


def data_attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the data source, which is looked up by ARN or by URL."""
    arn = as_text(resource.argument("arn"))
    match name:
        case "url" if arn is not None:
            at = arn.flat.find(_PREFIX)
            return Unknown(hole) if at < 0 else StringValue(arn.cut(at + len(_PREFIX)))
        case "arn" | "id" if arn is not None:
            return StringValue(arn)
        case "url" | "arn" | "id":
            return attribute(resource, name, hole)
        case _:
            return Unknown(hole)


def _url(resource: Resource, hole: Hole) -> Value:
    host = _host(resource, hole)
    return Unknown(hole) if host is None else StringValue(host)


def _arn(resource: Resource, hole: Hole) -> Value:
    reference = hole.reference.removesuffix(".id").removesuffix(".arn")
    host = _host(resource, replace(hole, reference=f"{reference}.url"))
    if host is None:
        return Unknown(hole)
    return StringValue(iam_arn(("oidc-provider/", host), hole.span))


def _host(resource: Resource, unknown: Hole) -> Text | None:
    url = as_text(resource.argument("url"))
    return None if url is None else without_scheme(url, unknown)


def _strings(resource: Resource, name: str) -> Value | None:
    value = resource.argument(name)
    if value is None:
        return None if name == "thumbprint_list" else SetValue((), STRING, resource.declared.span)
    try:
        return convert(value, SetType(STRING))
    except ConversionError:  # refused by Terraform; as written it still tells something
        return value
