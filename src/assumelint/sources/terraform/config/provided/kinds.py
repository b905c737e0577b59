"""The kinds of a resource's attributes, known from its type even if the values are unknown."""

from __future__ import annotations

from assumelint.sources.terraform.config.declared.declarations import ResourceName
from assumelint.text import HoleKind, Within

_PROVIDER = {"arn": HoleKind.PROVIDER_ARN, "id": HoleKind.PROVIDER_ARN}
_SAML = Within({"arn": HoleKind.SAML_ARN, "id": HoleKind.SAML_ARN})
# https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster: the issuer is a URL.
_OIDC = Within({"issuer": HoleKind.ISSUER_URL})
# https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs/resources/service_account_v1
_KUBERNETES = Within({"metadata": Within({"name": HoleKind.KUBERNETES_NAME, "namespace": HoleKind.KUBERNETES_NAME})})
_OF_AWS = Within({"arn": HoleKind.ARN})

_TYPES = {
    "aws_eks_cluster": Within({"arn": HoleKind.ARN, "identity": Within({"oidc": _OIDC})}),
    "aws_iam_openid_connect_provider": Within({**_PROVIDER, "url": HoleKind.PROVIDER_HOST}),
    "aws_iam_saml_provider": _SAML,
    "kubernetes_namespace": _KUBERNETES,
    "kubernetes_namespace_v1": _KUBERNETES,
    "kubernetes_service_account": _KUBERNETES,
    "kubernetes_service_account_v1": _KUBERNETES,
}


def within(name: ResourceName) -> Within | None:
    """The kinds of the attributes of a resource or data source, None if nothing is known about its type."""
    return _TYPES.get(name[1]) or (_OF_AWS if name[1].startswith("aws_") else None)
