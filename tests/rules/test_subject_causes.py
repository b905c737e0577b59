"""Subjects that no token has: found in every form at the right token, what was meant is silent."""

from collections.abc import Callable
from typing import Any

Check = Callable[..., None]


def causes(make: Any) -> dict[str, tuple[str, str, Any, Any]]:
    """By name: the rule, the token that is wrong, the policy, the mended one."""
    subjects: tuple[tuple[str, str, str, str], ...] = (
        (make.GITHUB, "sts.amazonaws.com", "repo:acme/app", "repo:acme/app:*"),
        (make.GITHUB, "sts.amazonaws.com", "repo:", "repo:acme/app:*"),
        (make.GITHUB, "sts.amazonaws.com", "repo::*", "repo:acme/app:*"),
        (make.GITHUB, "sts.amazonaws.com", "repo:app:*", "repo:acme/app:*"),
        (make.GITHUB, "sts.amazonaws.com", "acme/app:*", "repo:acme/app:*"),
        (
            make.GITHUB,
            "sts.amazonaws.com",
            "repo:acme/app::environment:production",
            "repo:acme/app:environment:production",
        ),
        (
            make.GITHUB,
            "sts.amazonaws.com",
            "repo:acme/app:environment/production",
            "repo:acme/app:environment:production",
        ),
        (make.GITHUB, "sts.amazonaws.com", "repo:acme/app:ref:heads/main", "repo:acme/app:ref:refs/heads/main"),
        (make.GITHUB, "sts.amazonaws.com", "repo:acme/app:ref:main", "repo:acme/app:ref:refs/heads/main"),
        (make.GITHUB, "sts.amazonaws.com", "repo:acme/app:refs/heads/main", "repo:acme/app:ref:refs/heads/main"),
        (make.GITHUB, "sts.amazonaws.com", "repo:github.com/acme/app:*", "repo:acme/app:*"),
        (make.GITHUB, "sts.amazonaws.com", "repo:https://github.com/acme/app:*", "repo:acme/app:*"),
        (make.GITHUB, "sts.amazonaws.com", "repo:acme-123456/app-654321/ref:*", "repo:acme@*/app@*:ref:*"),
        (
            make.GITLAB,
            "https://gitlab.com",
            "project_path:acme/app:ref_type:mr:ref:main",
            "project_path:acme/app:ref_type:branch:ref:main",
        ),
        (
            make.GITLAB,
            "https://gitlab.com",
            "repo:acme/app:ref:refs/heads/main",
            "project_path:acme/app:ref_type:branch:ref:main",
        ),
        (make.TERRAFORM, "aws.workload.identity", "organization:acme:workspace:network:run_phase:*", make.WORKSPACE),
        (
            make.TERRAFORM,
            "aws.workload.identity",
            "organization:acme:project:Default Project:workspace:network",
            make.WORKSPACE,
        ),
        (
            make.CIRCLECI,
            make.CIRCLECI.rpartition("/")[2],
            f"org/https://{make.CIRCLECI}/project/9f8e7d6c-0000-4000-8000-abcdefabcdef/user/*",
            f"org/{make.CIRCLECI.rpartition('/')[2]}/project/9f8e7d6c-0000-4000-8000-abcdefabcdef/*",
        ),
        (make.EKS, "sts.amazonaws.com", "system:serviceaccount:orders", "system:serviceaccount:shop:orders"),
        (make.EKS, "sts.amazonaws.com", "system:serviceaccount/shop/orders", "system:serviceaccount:shop:orders"),
        (make.EKS, "sts.amazonaws.com", "system:serviceaccounts:shop:orders", "system:serviceaccount:shop:orders"),
        (
            make.EKS,
            "sts.amazonaws.com",
            "system:serviceaccount:system:serviceaccount:shop:orders",
            "system:serviceaccount:shop:orders",
        ),
    )
    return {
        wrong: ("impossible-subject", wrong, make.trust(host, wrong, aud), make.trust(host, meant, aud))
        for host, aud, wrong, meant in subjects
    }


def test_the_cause_is_found_at_its_token(case: Any, form: str, assert_found: Check) -> None:
    assert_found(case, form)


def test_the_mended_twin_is_silent(case: Any, form: str, assert_silent: Check) -> None:
    assert_silent(case, form)
