"""`aws_iam_openid_connect_provider`, as resource and as data source.

See https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_openid_connect_provider.
IAM stores the URL without its scheme; both the provider's `url` attribute and the end of the ARN are in that form.
"""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.aws import provider_host
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.provided.data_lookup import only, run
from assumelint.sources.terraform.config.provided.iam_names import account_hole, provider_arn, without_scheme
from assumelint.sources.terraform.config.provided.provider_configuration import same_configuration
from assumelint.sources.terraform.lang.values import (
    STRING,
    ConversionError,
    SetType,
    SetValue,
    StringValue,
    Unknown,
    Value,
    convert,
    renamed,
    string_text,
)
from assumelint.text import Hole, HoleKind, Text

NAMES = ("arn", "client_id_list", "id", "tags", "tags_all", "thumbprint_list", "url")


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
    """An attribute of the data source, whose argument is an ARN or a URL."""
    arn = string_text(resource.argument("arn"))
    match name:
        case "url" if arn is not None:
            host = provider_host(arn)
            return Unknown(hole) if host is None else StringValue(host.at(hole.span))
        case "arn" | "id" if arn is not None:
            return StringValue(arn)
        case "url" | "arn" | "id":
            return attribute(resource, name, hole)
        case "client_id_list" | "thumbprint_list":
            found = _managed(resource, arn, hole)
            return (None if found is None else attribute(found, name, hole)) or Unknown(hole)
        case _:
            return Unknown(hole)


def _managed(resource: Resource, arn: Text | None, hole: Hole) -> Resource | None:
    """The provider resource of this configuration that the data source looks up, None if that is not certain.

    An account has one provider for each URL, so the same URL is the same provider, in the same account. An ARN has to
    come from the resource: the URL in it has to have the same spans.
    """
    host = _host(resource, hole) if arn is None else _looked_up(arn)
    if host is None or host.literal is None:
        return None

    def fits(provider: Resource) -> bool:
        found = _host(provider, hole)
        return found is not None and found.literal == host.literal

    found = only("aws_iam_openid_connect_provider", run(resource.module), fits)
    written = None if found is None else _host(found, hole)
    if found is None or written is None:
        return None
    if arn is None:
        return found if same_configuration(found, resource) else None
    # An ARN that was computed from a provider resource is in the account of that resource.
    return found if written.parts == host.parts else None


def _looked_up(arn: Text) -> Text | None:
    """The URL in an ARN, None if the ARN was not built by `provider_arn`."""
    account = account_hole(arn.span).identity
    computed = any(part.kind is HoleKind.ACCOUNT and part.identity == account for part in arn.holes)
    return provider_host(arn) if computed else None


def _url(resource: Resource, hole: Hole) -> Value:
    host = _host(resource, hole)
    return Unknown(hole) if host is None else StringValue(host.at(hole.span))


def _arn(resource: Resource, hole: Hole) -> Value:
    reference = hole.reference.removesuffix(".id").removesuffix(".arn")
    host = _host(resource, replace(renamed(hole, f"{reference}.url"), kind=HoleKind.PROVIDER_HOST))
    if host is None:
        return Unknown(hole)
    return StringValue(provider_arn(host, hole.span))


def _host(resource: Resource, unknown: Hole) -> Text | None:
    url = string_text(resource.argument("url"))
    return None if url is None else without_scheme(url, unknown)


def _strings(resource: Resource, name: str) -> Value | None:
    value = resource.argument(name)
    if value is None:
        return None if name == "thumbprint_list" else SetValue((), STRING, resource.declared.span)
    try:
        return convert(value, SetType(STRING))
    except ConversionError:  # Terraform refuses the value; the rules can still check it as written
        return value
