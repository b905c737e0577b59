"""The resource types that rules judge, and the arguments that hold what the rules need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class RoleArguments(NamedTuple):
    """The names of a role's arguments: the trust policy, and the name of the role."""

    policy: str
    name: str


# https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
# https://registry.terraform.io/providers/hashicorp/awscc/latest/docs/resources/iam_role
ROLES: Mapping[str, RoleArguments] = {
    "aws_iam_role": RoleArguments("assume_role_policy", "name"),
    "awscc_iam_role": RoleArguments("assume_role_policy_document", "role_name"),
}
PROVIDERS = ("aws_iam_openid_connect_provider", "awscc_iam_oidc_provider")
# A data source, not a resource.
POLICY_DOCUMENT = "aws_iam_policy_document"
