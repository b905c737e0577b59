"""The outputs of modules that make an EKS cluster and whose code is not available.

The names are those of https://registry.terraform.io/modules/terraform-aws-modules/eks/aws/latest, of the EKS Blueprints
(https://github.com/aws-ia/terraform-aws-eks-blueprints) and of
https://registry.terraform.io/modules/cloudposse/eks-cluster/aws/latest. Other modules took the names over.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from assumelint.sources.terraform.config.provided.iam_names import issuer_url, provider_arn
from assumelint.sources.terraform.lang.values import StringValue, Value
from assumelint.text import Hole, HoleKind, Text

# Other modules with outputs of these names make the provider of another issuer.
_OF_A_CLUSTER = re.compile(r"(?<![a-z])eks(?![a-z])")
# The output with the issuer's URL, and the outputs that are made of it.
_CLOUDPOSSE = "eks_cluster_identity_oidc_issuer"
_USUAL = "cluster_oidc_issuer_url"
_URLS = {_USUAL: _USUAL, _CLOUDPOSSE: _CLOUDPOSSE}
_HOSTS = {"oidc_provider": _USUAL, "eks_oidc_issuer_url": _USUAL}
_ARNS = {"oidc_provider_arn": _USUAL, "eks_oidc_provider_arn": _USUAL, f"{_CLOUDPOSSE}_arn": _CLOUDPOSSE}
NAMES = frozenset((*_URLS, *_HOSTS, *_ARNS))


def output(source: str | None, name: str, module: Hole, hole: Hole) -> Value | None:
    """The value of an output of a called module, None if nothing is known of it.

    `module` is the hole for the module as a whole, `hole` that for the output.
    """
    if source is None or not _OF_A_CLUSTER.search(source.lower()):
        return None
    url = (_URLS | _HOSTS | _ARNS).get(name)
    if url is None:
        return None
    issuer = issuer_url(replace(hole, reference=f"{module.reference}.{url}", kind=HoleKind.ISSUER_URL)).text
    if name in _URLS:
        return StringValue(issuer)
    host = Text(issuer.parts[1:], hole.span)
    return StringValue(host if name in _HOSTS else provider_arn(host, hole.span))
