"""Attributes of the resources and data sources that trust policies depend on.

An attribute that the code sets has that value. An attribute that the provider computes is built here if its format is
documented, and is unknown otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from assumelint.sources.terraform.config.expanded.resource import Resource
from assumelint.sources.terraform.config.provided import account, cluster, identity_provider, kubernetes, role
from assumelint.sources.terraform.config.provided import carriers as generic
from assumelint.sources.terraform.config.provided import policy_document as documents
from assumelint.sources.terraform.lang.values import ObjectValue, Unknown, Value, made, member
from assumelint.sources.terraform.syntax import HclError
from assumelint.text import Hole, Text

# Computes one attribute; None means that the attribute is the argument of that name.
Computed: TypeAlias = "Callable[[Resource, str, Hole], Value | None]"

_COMPUTED: dict[tuple[str, str], tuple[Computed, tuple[str, ...]]] = {
    ("managed", "aws_eks_cluster"): (cluster.attribute, cluster.NAMES),
    ("data", "aws_eks_cluster"): (cluster.data_attribute, cluster.NAMES),
    ("managed", "aws_iam_role"): (role.attribute, role.NAMES),
    ("data", "aws_iam_role"): (role.data_attribute, role.DATA_NAMES),
    ("managed", "aws_iam_openid_connect_provider"): (identity_provider.attribute, identity_provider.NAMES),
    ("data", "aws_iam_openid_connect_provider"): (identity_provider.data_attribute, identity_provider.NAMES),
    ("data", "aws_iam_policy_document"): (documents.attribute, documents.NAMES),
    ("data", "aws_caller_identity"): (account.caller_identity, account.CALLER_NAMES),
    ("data", "aws_partition"): (account.partition, account.PARTITION_NAMES),
    ("data", "aws_region"): (account.region, account.REGION_NAMES),
    ("managed", "kubernetes_namespace"): (kubernetes.attribute, kubernetes.NAMES),
    ("managed", "kubernetes_namespace_v1"): (kubernetes.attribute, kubernetes.NAMES),
    ("managed", "kubernetes_service_account"): (kubernetes.attribute, kubernetes.NAMES),
    ("managed", "kubernetes_service_account_v1"): (kubernetes.attribute, kubernetes.NAMES),
    ("managed", "terraform_data"): (generic.terraform_data, ("id", "input", "output", "triggers_replace")),
    ("data", "template_file"): (generic.template_file, ("id", "rendered", "template", "vars")),
    ("data", "local_file"): (generic.local_file, ("content", "filename", "id")),
}
# These have more attributes than are named above.
_PARTLY_NAMED = frozenset(("aws_eks_cluster",))


def attribute(resource: Resource, name: str, hole: Hole) -> Value:
    """One attribute of a resource, unknown (`hole`) if the code does not determine it. Raises `EvalError`."""
    key = ("attribute", *resource.name, resource.instance.key, name)
    return resource.module.remember(key, hole, lambda: _attribute(resource, name, hole))


def whole(resource: Resource, hole: Hole) -> Value:
    """A resource as an object of all its attributes. Raises `EvalError`."""
    key = ("object", *resource.name, resource.instance.key)
    return resource.module.remember(key, hole, lambda: _whole(resource, hole))


def _attribute(resource: Resource, name: str, hole: Hole) -> Value:
    known = _COMPUTED.get(resource.name[:2])
    value = known[0](resource, name, hole) if known else None
    if value is None:
        value = resource.argument(name)
    return Unknown(hole) if value is None else made(value, hole.span)


def _whole(resource: Resource, hole: Hole) -> Value:
    known = _COMPUTED.get(resource.name[:2])
    try:
        given = tuple(resource.argument_names())
    except HclError as error:
        resource.module.project.fault(error)
        return Unknown(hole)
    names = sorted({*given, *(known[1] if known else ("id",))})
    members = {
        name: (
            Text.of(name, hole.span),
            attribute(resource, name, member(hole, name, f"{hole.reference}.{name}", hole.span)),
        )
        for name in names
    }
    rest = () if known and resource.type not in _PARTLY_NAMED else (hole.as_many(),)
    return ObjectValue(members, hole.span, (), rest)
