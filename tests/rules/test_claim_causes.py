"""Why people are denied or strangers let in, by audience and subject: found in every form, the mended twin silent."""

from collections.abc import Callable
from typing import Any

Check = Callable[..., None]


def causes(make: Any) -> dict[str, tuple[str, str, Any, Any]]:
    """By name: the rule, the token that is wrong, the policy, the mended one."""
    return {
        "sts.amazon.com": (
            "wrong-audience",
            "sts.amazon.com",
            make.github("repo:acme/app:environment:production", aud="sts.amazon.com"),
            make.RIGHT,
        ),
        "URL as audience": (
            "wrong-audience",
            "https://sts.amazonaws.com",
            make.github("repo:acme/app:environment:production", aud="https://sts.amazonaws.com"),
            make.RIGHT,
        ),
        "audience in capitals": (
            "wrong-audience",
            "STS.amazonaws.com",
            make.trust(make.EKS, "system:serviceaccount:shop:orders", "STS.amazonaws.com"),
            make.ORDERS,
        ),
        "identity pool": (
            "wrong-audience",
            "sts.amazonaws.com",
            make.trust(make.COGNITO, None, "sts.amazonaws.com"),
            make.trust(make.COGNITO, None, "eu-west-1:12345678-1234-1234-1234-123456789012"),
        ),
        "cognito without audience": (
            "missing-audience",
            make.COGNITO,
            make.extra(
                make.trust(make.COGNITO, None, None), ("ForAnyValue:StringLike", f"{make.COGNITO}:amr", "authenticated")
            ),
            make.extra(
                make.trust(make.COGNITO, None, "eu-west-1:12345678-1234-1234-1234-123456789012"),
                ("ForAnyValue:StringLike", f"{make.COGNITO}:amr", "authenticated"),
            ),
        ),
        "no subject": ("missing-subject", make.arn(make.GITHUB), make.github(None), make.RIGHT),
        "no workspace": (
            "missing-subject",
            make.arn(make.TERRAFORM),
            make.trust(make.TERRAFORM, None, "aws.workload.identity"),
            make.trust(make.TERRAFORM, make.WORKSPACE, "aws.workload.identity"),
        ),
        "star under StringEquals": (
            "wildcard-under-equals",
            "repo:acme/app:*",
            make.github("repo:acme/app:*", "StringEquals"),
            make.github("repo:acme/app:*"),
        ),
        "question mark under StringEquals": (
            "wildcard-under-equals",
            "system:serviceaccount:shop:orders-?",
            make.trust(make.EKS, "system:serviceaccount:shop:orders-?", operator="StringEquals"),
            make.trust(make.EKS, "system:serviceaccount:shop:orders-?"),
        ),
        "star under ForAnyValue:StringEquals": (
            "wildcard-under-equals",
            "system:serviceaccount:shop:orders-*",
            make.trust(make.EKS, ["system:serviceaccount:shop:orders-*"], operator="ForAnyValue:StringEquals"),
            make.trust(make.EKS, ["system:serviceaccount:shop:orders-*"], operator="ForAnyValue:StringLike"),
        ),
        "aud and sub swapped": (
            "swapped-claims",
            "repo:acme/app:environment:production",
            make.github("sts.amazonaws.com", aud="repo:acme/app:environment:production"),
            make.RIGHT,
        ),
        "StringEquals and StringLike on one key": (
            "conflicting-conditions",
            "repo:acme/web:*",
            make.extra(
                make.github("repo:acme/app:environment:production", "StringEquals"),
                ("StringLike", f"{make.GITHUB}:sub", "repo:acme/web:*"),
            ),
            make.github(["repo:acme/app:environment:production", "repo:acme/web:*"]),
        ),
        "revision hash": (
            "revision-hash-subject",
            "system:serviceaccount:crossplane-system:provider-aws-3f1a9c0d2b7e",
            make.trust(make.EKS, "system:serviceaccount:crossplane-system:provider-aws-3f1a9c0d2b7e"),
            make.trust(make.EKS, "system:serviceaccount:crossplane-system:provider-aws-*"),
        ),
        "every repository there is": ("open-to-any-tenant", "repo:*", make.github("repo:*"), make.RIGHT),
        "every owner": ("open-to-any-tenant", "repo:*/app:*", make.github("repo:*/app:*"), make.RIGHT),
        "an owner's prefix": ("open-to-any-tenant", "repo:acme*/app:*", make.github("repo:acme*/app:*"), make.RIGHT),
        "a star beside a tight value": ("open-to-any-tenant", "*", make.github(["repo:acme/app:*", "*"]), make.RIGHT),
        "an organisation's prefix": (
            "open-to-any-tenant",
            "organization:acme*:project:*:workspace:*:run_phase:*",
            make.trust(make.TERRAFORM, "organization:acme*:project:*:workspace:*:run_phase:*", "aws.workload.identity"),
            make.trust(make.TERRAFORM, make.WORKSPACE, "aws.workload.identity"),
        ),
        "every repository of the organisation": (
            "broad-subject",
            "repo:acme/*",
            make.github("repo:acme/*"),
            make.RIGHT,
        ),
        "every service account": (
            "broad-subject",
            "system:serviceaccount:*",
            make.trust(make.EKS, "system:serviceaccount:*"),
            make.ORDERS,
        ),
        "any pod of the cluster": ("broad-subject", make.arn(make.EKS), make.trust(make.EKS, None), make.ORDERS),
        "ForAllValues": (
            "for-all-values",
            "ForAllValues:StringLike",
            make.github("repo:acme/app:*", "ForAllValues:StringLike"),
            make.github("repo:acme/app:*"),
        ),
        "all but one": (
            "ineffective-condition",
            "StringNotEquals",
            make.github("repo:acme/old:environment:production", "StringNotEquals"),
            make.RIGHT,
        ),
        "negated unmapped claim": (
            "ineffective-condition",
            f"{make.GITHUB}:event_name",
            make.extra(make.RIGHT, ("StringNotEquals", f"{make.GITHUB}:event_name", "pull_request")),
            make.RIGHT,
        ),
    }


def test_the_cause_is_found_at_its_token(case: Any, form: str, assert_found: Check) -> None:
    assert_found(case, form)


def test_the_mended_twin_is_silent(case: Any, form: str, assert_silent: Check) -> None:
    assert_silent(case, form)
