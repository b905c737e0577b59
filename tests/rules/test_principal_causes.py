"""Why people are denied, by principal and action: found in every form at the right token, the mended twin silent."""

from collections.abc import Callable
from typing import Any

Check = Callable[..., None]


def causes(make: Any) -> dict[str, tuple[str, str, Any, Any]]:
    """By name: the rule, the token that is wrong, the policy, the mended one."""
    return {
        "service principal": (
            "missing-federated-principal",
            "eks.amazonaws.com",
            make.replace(make.ORDERS, principal={"Service": "eks.amazonaws.com"}),
            make.ORDERS,
        ),
        "provider under AWS": (
            "missing-federated-principal",
            make.arn(make.GITHUB),
            make.replace(make.RIGHT, principal={"AWS": make.arn(make.GITHUB)}),
            make.RIGHT,
        ),
        "node role": (
            "missing-federated-principal",
            "arn:aws:iam::123456789012:role/node",
            make.replace(make.ORDERS, principal={"AWS": "arn:aws:iam::123456789012:role/node"}),
            make.ORDERS,
        ),
        "AssumeRole": (
            "missing-web-identity-action",
            "sts:AssumeRole",
            make.replace(make.RIGHT, action="sts:AssumeRole"),
            make.RIGHT,
        ),
        "AssumeRoleWithSAML": (
            "missing-web-identity-action",
            "sts:AssumeRoleWithSAML",
            make.replace(make.RIGHT, action="sts:AssumeRoleWithSAML"),
            make.RIGHT,
        ),
        "misspelt action": (
            "missing-web-identity-action",
            "sts:AssumeRoleWithWebIdentiy",
            make.replace(make.RIGHT, action=["sts:AssumeRoleWithWebIdentiy"]),
            make.RIGHT,
        ),
        "scheme in the ARN": (
            "malformed-provider-arn",
            make.arn(f"https://{make.GITHUB}"),
            make.replace(make.RIGHT, principal={"Federated": make.arn(f"https://{make.GITHUB}")}),
            make.RIGHT,
        ),
        "URL as principal": (
            "malformed-provider-arn",
            f"https://{make.GITHUB}",
            make.replace(make.RIGHT, principal={"Federated": f"https://{make.GITHUB}"}),
            make.RIGHT,
        ),
        "role ARN as provider": (
            "malformed-provider-arn",
            "arn:aws:iam::123456789012:role/github",
            make.replace(make.RIGHT, principal={"Federated": "arn:aws:iam::123456789012:role/github"}),
            make.RIGHT,
        ),
        "no account": (
            "malformed-provider-arn",
            f"arn:aws:iam:::oidc-provider/{make.GITHUB}",
            make.replace(make.RIGHT, principal={"Federated": f"arn:aws:iam:::oidc-provider/{make.GITHUB}"}),
            make.RIGHT,
        ),
        "one colon too few": (
            "malformed-provider-arn",
            f"arn:aws:iam:123456789012:oidc-provider/{make.GITHUB}",
            make.replace(make.RIGHT, principal={"Federated": f"arn:aws:iam:123456789012:oidc-provider/{make.GITHUB}"}),
            make.RIGHT,
        ),
        "eleven digits": (
            "malformed-provider-arn",
            f"arn:aws:iam::12345678901:oidc-provider/{make.GITHUB}",
            make.replace(make.RIGHT, principal={"Federated": f"arn:aws:iam::12345678901:oidc-provider/{make.GITHUB}"}),
            make.RIGHT,
        ),
        "no such partition": (
            "malformed-provider-arn",
            f"arn:aws-china:iam::123456789012:oidc-provider/{make.GITHUB}",
            make.replace(
                make.RIGHT, principal={"Federated": f"arn:aws-china:iam::123456789012:oidc-provider/{make.GITHUB}"}
            ),
            make.RIGHT,
        ),
        "wildcard in the ARN": (
            "malformed-provider-arn",
            make.arn("*"),
            make.replace(make.RIGHT, principal={"Federated": make.arn("*")}),
            make.RIGHT,
        ),
        "bare custom host": (
            "malformed-provider-arn",
            make.GITHUB,
            make.replace(make.RIGHT, principal={"Federated": make.GITHUB}),
            make.RIGHT,
        ),
        "plural provider": (
            "malformed-provider-arn",
            f"arn:aws:iam::123456789012:oidc-providers/{make.GITHUB}",
            make.replace(
                make.RIGHT, principal={"Federated": f"arn:aws:iam::123456789012:oidc-providers/{make.GITHUB}"}
            ),
            make.RIGHT,
        ),
        "tokens.actions": (
            "unknown-issuer-host",
            make.arn("tokens.actions.githubusercontent.com"),
            make.trust("tokens.actions.githubusercontent.com", "repo:acme/app:environment:production"),
            make.RIGHT,
        ),
        "trim ate a letter": (
            "unknown-issuer-host",
            make.arn("oken.actions.githubusercontent.com"),
            make.trust("oken.actions.githubusercontent.com", "repo:acme/app:environment:production"),
            make.RIGHT,
        ),
        "region before eks": (
            "unknown-issuer-host",
            make.arn("oidc.eu-west-1.eks.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90"),
            make.trust(
                "oidc.eu-west-1.eks.amazonaws.com/id/A1B2C3D4E5F60718293A4B5C6D7E8F90",
                "system:serviceaccount:shop:orders",
            ),
            make.ORDERS,
        ),
        "vstoken": (
            "unknown-issuer-host",
            make.arn("vstoken.actions.githubusercontent.com"),
            make.trust("vstoken.actions.githubusercontent.com", "repo:acme/app:environment:production"),
            make.RIGHT,
        ),
        "slash after the host": (
            "unknown-issuer-host",
            make.arn(f"{make.GITHUB}/"),
            make.trust(f"{make.GITHUB}/", "repo:acme/app:environment:production"),
            make.RIGHT,
        ),
        "pods.eks with a web identity action": (
            "pod-identity-mismatch",
            "sts:AssumeRoleWithWebIdentity",
            make.Policy({"Service": "pods.eks.amazonaws.com"}, ()),
            make.Policy({"Service": "pods.eks.amazonaws.com"}, (), action=["sts:AssumeRole", "sts:TagSession"]),
        ),
        "pods.eks without TagSession": (
            "pod-identity-mismatch",
            "sts:AssumeRole",
            make.Policy({"Service": "pods.eks.amazonaws.com"}, (), action="sts:AssumeRole"),
            make.Policy({"Service": "pods.eks.amazonaws.com"}, (), action=["sts:AssumeRole", "sts:TagSession"]),
        ),
        "pods.eks with a subject": (
            "pod-identity-mismatch",
            f"{make.EKS}:sub",
            make.Policy(
                {"Service": "pods.eks.amazonaws.com"},
                (("StringEquals", f"{make.EKS}:sub", "system:serviceaccount:shop:orders"),),
                action=["sts:AssumeRole", "sts:TagSession"],
            ),
            make.Policy({"Service": "pods.eks.amazonaws.com"}, (), action=["sts:AssumeRole", "sts:TagSession"]),
        ),
        "two issuers' keys in one statement": (
            "mixed-issuers",
            f"{make.EKS[:-1]}1:sub",
            make.Policy(
                {"Federated": [make.arn(make.EKS), make.arn(f"{make.EKS[:-1]}1")]},
                (
                    ("StringEquals", f"{make.EKS}:sub", "system:serviceaccount:shop:orders"),
                    ("StringEquals", f"{make.EKS[:-1]}1:sub", "system:serviceaccount:shop:orders"),
                ),
            ),
            make.ORDERS,
        ),
    }


def test_the_cause_is_found_at_its_token(case: Any, form: str, assert_found: Check) -> None:
    assert_found(case, form)


def test_the_mended_twin_is_silent(case: Any, form: str, assert_silent: Check) -> None:
    assert_silent(case, form)
