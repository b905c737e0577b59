"""What the name of an unknown value says about it, where a name says anything."""

from __future__ import annotations

import re

from assumelint.text import HOLE_MARK, Text

# The attribute of a cluster holds the issuer as a URL
# (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster).
_ISSUER_URL = re.compile(
    r"(?:data\.)?aws_eks_cluster\.[\w-]+(?:\[[^\]]*\])?\.identity(?:\[0\]|\.0)\.oidc(?:\[0\]|\.0)\.issuer"
)
_PROVIDER = r"(?:data\.)?aws_iam_openid_connect_provider\.[\w-]+(?:\[[^\]]*\])?"
_PROVIDER_ARN = re.compile(_PROVIDER + r"\.(?:arn|id)")
_PROVIDER_URL = re.compile(_PROVIDER + r"\.url")
_ARN = re.compile(r"[\w.\[\]\"-]*(?:[._]arn|\bArn)")


def is_url_for_sure(text: Text) -> bool:
    """Whether a text begins with a value that is known to be a URL, `https://` included."""
    return text.flat.startswith(HOLE_MARK) and bool(_ISSUER_URL.fullmatch(text.holes[0].reference))


def is_host_for_sure(text: Text) -> bool:
    """Whether a text is one unknown value that is known to be a provider's host and path."""
    return text.flat == HOLE_MARK and bool(_PROVIDER_URL.fullmatch(text.holes[0].reference))


def is_arn_for_sure(text: Text) -> bool:
    """Whether a text is one unknown value that is known to be a provider's ARN."""
    return text.flat == HOLE_MARK and bool(_PROVIDER_ARN.fullmatch(text.holes[0].reference))


def may_be_arn(text: Text) -> bool:
    """Whether a text is one unknown value that is an ARN, or has the name of one."""
    return is_arn_for_sure(text) or (text.flat == HOLE_MARK and bool(_ARN.fullmatch(text.holes[0].reference)))
