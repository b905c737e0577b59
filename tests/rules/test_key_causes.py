"""Why people are denied, by condition key: found in every form at the right token, the mended twin silent."""

from collections.abc import Callable
from typing import Any

Check = Callable[..., None]


def causes(make: Any) -> dict[str, tuple[str, str, Any, Any]]:
    """By name: the rule, the token that is wrong, the policy, the mended one."""
    return {
        "scheme in the key": (
            "issuer-key-mismatch",
            f"https://{make.GITHUB}:sub",
            make.keyed(f"https://{make.GITHUB}:sub"),
            make.RIGHT,
        ),
        "slash in the key": (
            "issuer-key-mismatch",
            f"{make.GITHUB}/:sub",
            make.keyed(f"{make.GITHUB}/:sub"),
            make.RIGHT,
        ),
        "ARN in the key": (
            "issuer-key-mismatch",
            f"{make.arn(make.GITHUB)}:sub",
            make.keyed(f"{make.arn(make.GITHUB)}:sub"),
            make.RIGHT,
        ),
        "oidc-provider in the key": (
            "issuer-key-mismatch",
            f"oidc-provider/{make.GITHUB}:sub",
            make.keyed(f"oidc-provider/{make.GITHUB}:sub"),
            make.RIGHT,
        ),
        "typo in the key": (
            "issuer-key-mismatch",
            "token.action.githubusercontent.com:sub",
            make.keyed("token.action.githubusercontent.com:sub"),
            make.RIGHT,
        ),
        "audience in the key": (
            "issuer-key-mismatch",
            "sts.amazonaws.com:sub",
            make.keyed("sts.amazonaws.com:sub"),
            make.RIGHT,
        ),
        "enterprise slug": (
            "issuer-key-mismatch",
            f"{make.GITHUB}/acme:sub",
            make.keyed(f"{make.GITHUB}/acme:sub"),
            make.RIGHT,
        ),
        "vstoken in the key": (
            "issuer-key-mismatch",
            "vstoken.actions.githubusercontent.com:sub",
            make.keyed("vstoken.actions.githubusercontent.com:sub"),
            make.RIGHT,
        ),
        "another Terraform host": (
            "issuer-key-mismatch",
            "tfe.example.com:sub",
            make.Policy(
                {"Federated": make.arn(make.TERRAFORM)},
                (
                    ("StringEquals", f"{make.TERRAFORM}:aud", "aws.workload.identity"),
                    ("StringLike", "tfe.example.com:sub", make.WORKSPACE),
                ),
            ),
            make.trust(make.TERRAFORM, make.WORKSPACE, "aws.workload.identity"),
        ),
        "name for a host": (
            "issuer-key-mismatch",
            "github:repository_id",
            make.extra(make.RIGHT, ("StringEquals", "github:repository_id", "1296269")),
            make.extra(make.RIGHT, ("StringEquals", f"{make.GITHUB}:repository_id", "1296269")),
        ),
        "name for a host under the audience": (
            "issuer-key-mismatch",
            "gitlab:aud",
            make.Policy(
                {"Federated": make.arn(make.GITLAB)},
                (
                    ("StringEquals", "gitlab:aud", "https://gitlab.com"),
                    ("StringLike", f"{make.GITLAB}:sub", "project_path:acme/app:*"),
                ),
            ),
            make.trust(make.GITLAB, "project_path:acme/app:*", "https://gitlab.com"),
        ),
        "key of a service": (
            "issuer-key-mismatch",
            "s3:prefix",
            make.extra(make.RIGHT, ("StringLike", "s3:prefix", "home/*")),
            make.extra(make.RIGHT, ("IpAddress", "aws:SourceIp", "203.0.113.0/24")),
        ),
        "claim of another name without a host": (
            "issuer-key-mismatch",
            "repository_id",
            make.extra(make.RIGHT, ("StringEquals", "repository_id", "1296269")),
            make.extra(make.RIGHT, ("StringEquals", "sts:RoleSessionName", "deploy")),
        ),
        "bare claim": ("issuer-key-mismatch", "sub", make.keyed("sub"), make.RIGHT),
        "another cluster": (
            "issuer-key-mismatch",
            f"{make.EKS[:-1]}1:sub",
            make.keyed(f"{make.EKS[:-1]}1:sub", make.EKS, "system:serviceaccount:shop:orders"),
            make.ORDERS,
        ),
        "unmapped claim": (
            "unsupported-claim",
            f"{make.GITHUB}:repository_owner",
            make.extra(make.RIGHT, ("StringEquals", f"{make.GITHUB}:repository_owner", "acme")),
            make.extra(make.RIGHT, ("StringEquals", f"{make.GITHUB}:repository_owner_id", "583231")),
        ),
        "issuer as a claim": (
            "unsupported-claim",
            f"{make.EKS}:iss",
            make.extra(make.ORDERS, ("StringEquals", f"{make.EKS}:iss", f"https://{make.EKS}")),
            make.ORDERS,
        ),
        "external id": (
            "unsupported-claim",
            "sts:ExternalId",
            make.extra(make.RIGHT, ("StringEquals", "sts:ExternalId", "acme")),
            make.RIGHT,
        ),
        "user of an access key": (
            "unsupported-claim",
            "aws:username",
            make.extra(make.RIGHT, ("StringEquals", "aws:username", "ada")),
            make.extra(make.RIGHT, ("StringEqualsIfExists", "aws:username", "ada")),
        ),
        "unknown operator": (
            "unknown-operator",
            "StringLikes",
            make.github("repo:acme/app:*", "StringLikes"),
            make.github("repo:acme/app:*"),
        ),
        "variable under the old version": (
            "literal-policy-variable",
            "repo:acme/${aws:RequestTag/repo}:environment:production",
            make.replace(make.github("repo:acme/${aws:RequestTag/repo}:environment:production"), version="2008-10-17"),
            make.replace(make.RIGHT, version="2008-10-17"),
        ),
    }


def test_the_cause_is_found_at_its_token(case: Any, form: str, assert_found: Check) -> None:
    assert_found(case, form)


def test_the_mended_twin_is_silent(case: Any, form: str, assert_silent: Check) -> None:
    assert_silent(case, form)
