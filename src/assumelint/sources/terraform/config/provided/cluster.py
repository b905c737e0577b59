"""`aws_eks_cluster`, as resource and as data source: its issuer.

See https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster. A cluster has one issuer,
in a list of one `identity` with a list of one `oidc`; a local cluster on an Outpost has none.
"""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.provided.data_lookup import only, run
from assumelint.sources.terraform.config.provided.iam_names import issuer_url
from assumelint.sources.terraform.config.provided.provider_configuration import same_configuration
from assumelint.sources.terraform.lang.values import STRING, ListType, ListValue, ObjectType, Value, obj, string_text
from assumelint.text import Hole

NAMES = ("id", "identity")

_TYPE = "aws_eks_cluster"
_OIDC = ObjectType({"issuer": STRING})
_IDENTITY = ObjectType({"oidc": ListType(_OIDC)})


def attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the resource."""
    match name:
        case "identity" if not _may_be_on_an_outpost(resource):
            return _identity(resource, hole)
        case "id":
            return resource.argument("name")
        case _:
            return None


def _may_be_on_an_outpost(cluster: Resource) -> bool:
    blocks = cluster.body().blocks
    made = (block.labels[0].text if block.type == "dynamic" and block.labels else block.type for block in blocks)
    return "outpost_config" in made


def data_attribute(resource: Resource, name: str, hole: Hole) -> Value | None:
    """An attribute of the data source, which looks a cluster up by its name."""
    if name != "identity":
        return None
    found = _managed(resource)
    return None if found is not None and attribute(found, name, hole) is None else _identity(found or resource, hole)


def _managed(resource: Resource) -> Resource | None:
    """The cluster of this configuration that the data source looks up, None if that is not certain."""
    wanted = string_text(resource.argument("name"))
    if wanted is None:
        return None

    def fits(cluster: Resource) -> bool:
        name = string_text(cluster.argument("name"))
        return name is not None and name.shape == wanted.shape

    found = only(_TYPE, run(resource.module), fits)
    return found if found is not None and same_configuration(found, resource) else None


def _identity(cluster: Resource, hole: Hole) -> Value:
    """The `identity` of a cluster, which is named by its address, so that every way to it leads to one value."""
    address = cluster.address.removeprefix(f"{cluster.module.address}.")
    managed = cluster.name[0] == "managed"
    url = replace(
        hole,
        reference=f"{address}.identity[0].oidc[0].issuer",
        home=cluster.module.home,
        within=None,
        # A key with a hole in it may be that of another instance, too.
        distinct=managed and "${" not in cluster.address,
    )
    oidc = obj({"issuer": issuer_url(url)}, hole.span)
    identity = obj({"oidc": ListValue((oidc,), _OIDC, hole.span)}, hole.span)
    return ListValue((identity,), _IDENTITY, hole.span)
