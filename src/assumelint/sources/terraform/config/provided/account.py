"""Data sources on the environment that Terraform runs in: account, partition, region.

See the data sources `aws_caller_identity`, `aws_partition` and `aws_region` of
https://registry.terraform.io/providers/hashicorp/aws/latest/docs.
"""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.aws import DNS_SUFFIXES, partition_of_region
from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.provided.provider_configuration import region_of
from assumelint.sources.terraform.lang.values import StringValue, Unknown, Value, string, string_text
from assumelint.text import Hole, HoleKind, Text

CALLER_NAMES = ("account_id", "arn", "id", "user_id")
PARTITION_NAMES = ("dns_suffix", "id", "partition", "reverse_dns_prefix")
REGION_NAMES = ("description", "endpoint", "id", "name", "region")


def caller_identity(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of `aws_caller_identity`."""
    if name in ("account_id", "id"):
        return _known(replace(hole, kind=HoleKind.ACCOUNT))
    return Unknown(hole)


def partition(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of `aws_partition`."""
    region = string_text(region_of(resource))
    found = _partition(region.literal or "") if region is not None else None
    if name in ("partition", "id"):
        return string(found[0], hole.span) if found else _known(replace(hole, kind=HoleKind.PARTITION))
    if name == "dns_suffix":
        return string(found[1], hole.span) if found else _known(replace(hole, kind=HoleKind.DNS_SUFFIX))
    if name == "reverse_dns_prefix" and found:
        return string(".".join(reversed(found[1].split("."))), hole.span)
    return Unknown(hole)


def region(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of `aws_region`."""
    if name == "endpoint":
        return resource.argument("endpoint") or _endpoint(resource, hole)
    if name not in ("name", "id", "region"):
        return Unknown(hole)
    given = resource.argument("name") or resource.argument("region")
    if given is None and resource.argument("endpoint") is None:
        given = region_of(resource)
    return given or _known(replace(hole, kind=HoleKind.REGION))


def _endpoint(resource: Resource, hole: Hole) -> Value:
    """The host name of EC2 in the region, which the data source returns as `endpoint`."""
    place = string_text(region(resource, "name", hole))
    found = _partition(place.literal or "") if place is not None else None
    return Unknown(hole) if place is None or found is None else string(f"ec2.{place.literal}.{found[1]}", hole.span)


def _known(hole: Hole) -> Value:
    """A string that is not null and not otherwise known."""
    return StringValue(Text((hole,), hole.span))


def _partition(region: str) -> tuple[str, str] | None:
    """The partition of a region, and what the names of services end in there."""
    name = partition_of_region(region)
    return None if name is None else (name, DNS_SUFFIXES[name])
