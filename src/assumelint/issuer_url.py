"""What the name of an unknown value says about it, where a name says anything."""

from __future__ import annotations

import re

from assumelint.text import HOLE_MARK, Text

# The attribute of a cluster holds the issuer as a URL
# (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster).
_ISSUER_URL = re.compile(
    r"(?:data\.)?aws_eks_cluster\.[\w-]+(?:\[[^\]]*\])?\.identity(?:\[0\]|\.0)\.oidc(?:\[0\]|\.0)\.issuer"
)
_ARN = re.compile(r"[\w.\[\]\"-]*(?:[._]arn|\bArn)")


def is_url_for_sure(text: Text) -> bool:
    """Whether a text begins with a value that is known to be a URL, `https://` included."""
    return text.flat.startswith(HOLE_MARK) and bool(_ISSUER_URL.fullmatch(text.holes[0].reference))


def may_be_arn(text: Text) -> bool:
    """Whether a text is one unknown value with the name of an ARN."""
    return text.flat == HOLE_MARK and bool(_ARN.fullmatch(text.holes[0].reference))
