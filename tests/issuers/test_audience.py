from collections.abc import Callable

import pytest

from assumelint.issuers import expected_audience, identify, is_audience, is_subject, judge_audience
from assumelint.issuers.model import AudienceKind
from assumelint.language.patterns import Reading
from assumelint.text import Text

Make = Callable[..., Text]
GITHUB = "token.actions.githubusercontent.com"
EKS = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
BITBUCKET = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"


@pytest.mark.parametrize(
    ("host", "value", "kind", "expected", "certain"),
    [
        (GITHUB, "sts.amazonaws.com", AudienceKind.AWS, "", True),
        (GITHUB, "sts.amazonaws.com.cn", AudienceKind.AWS, "", True),
        (GITHUB, "sts.amazon.com", AudienceKind.MISTAKE, "sts.amazonaws.com", True),
        (GITHUB, "STS.amazonaws.com ", AudienceKind.MISTAKE, "sts.amazonaws.com", True),
        (GITHUB, "https://github.com/acme", AudienceKind.DEFAULT, "sts.amazonaws.com", False),
        (GITHUB, "repo:acme/app:*", AudienceKind.SUBJECT, "sts.amazonaws.com", True),
        (GITHUB, "acme-production", AudienceKind.FREE, "sts.amazonaws.com", False),
        ("gitlab.com", "https://gitlab.com/", AudienceKind.MISTAKE, "https://gitlab.com", False),
        ("gitlab.com", "sts.amazonaws.com", AudienceKind.FREE, "https://gitlab.com", False),
        ("oidc.circleci.com/org/abc", "abc", AudienceKind.AWS, "", True),
        ("oidc.circleci.com/org/abc", "sts.amazonaws.com", AudienceKind.CONFIGURED, "abc", False),
        ("oidc.circleci.com/org/abc", "abd-3f", AudienceKind.MISTAKE, "abc", False),
        (GITHUB, "http://sts.amazonaws.com", AudienceKind.MISTAKE, "sts.amazonaws.com", True),
        (GITHUB, " ", AudienceKind.MISTAKE, "sts.amazonaws.com", True),
        (GITHUB, "sigstore", AudienceKind.MISTAKE, "sts.amazonaws.com", False),
        (GITHUB, "https://github.com/acme/app", AudienceKind.MISTAKE, "sts.amazonaws.com", False),
        (GITHUB, f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}", AudienceKind.MISTAKE, "sts.amazonaws.com", False),
        (GITHUB, "arn:aws:iam::123456789012:role/ci", AudienceKind.FREE, "sts.amazonaws.com", False),
        (EKS, "sts.amazonaws.com.cn", AudienceKind.CONFIGURED, "sts.amazonaws.com", False),
        (EKS, f"https://{EKS}", AudienceKind.MISTAKE, "sts.amazonaws.com", False),
        (EKS, "oidc.eks.eu-west-1.amazonaws.com", AudienceKind.MISTAKE, "sts.amazonaws.com", False),
        (BITBUCKET, "ari:cloud:bitbucket::workspace/018f4a5e-00aa", AudienceKind.AWS, "", True),
        (BITBUCKET, "ari:cloud:bitbucket::workspace/{018f4a5e-00aa}", AudienceKind.MISTAKE, "", False),
        (BITBUCKET, "ari:cloud:bitbucket::workspace/acme", AudienceKind.MISTAKE, "", False),
        (BITBUCKET, "acme-production", AudienceKind.CONFIGURED, "", False),
        ("gitlab.com", "https://gitlab.com", AudienceKind.AWS, "", True),
        ("oidc.vercel.com/acme", "sts.amazonaws.com", AudienceKind.FREE, "https://vercel.com/acme", False),
        ("oidc.vercel.com", "https://vercel.com/acme", AudienceKind.AWS, "", True),
        ("oidc.vercel.com", "vercel", AudienceKind.FREE, "", False),
        ("acme.app.spacelift.io", "https://acme.app.spacelift.io", AudienceKind.MISTAKE, "acme.app.spacelift.io", True),
        ("acme.app.spacelift.io", "anything", AudienceKind.IMPOSSIBLE, "acme.app.spacelift.io", True),
        ("keycloak.acme.com", "sts.amazonaws.com", AudienceKind.AWS, "", False),
        ("keycloak.acme.com", "account", AudienceKind.FREE, "sts.amazonaws.com", False),
    ],
)
def test_an_audience_is_judged_by_its_issuer(
    text: Make, host: str, value: str, kind: AudienceKind, expected: str, certain: bool
) -> None:
    verdict = judge_audience(identify(text(host)), text(value))
    assert (verdict.kind, verdict.expected, verdict.certain) == (kind, expected, certain)


def test_a_hole_is_not_judged(text: Make) -> None:
    verdict = judge_audience(identify(text(GITHUB)), text(("var.audience",)))
    assert (verdict.kind, verdict.certain) == (AudienceKind.UNKNOWN, False)


def test_wildcards_count_under_like_only(text: Make) -> None:
    match = identify(text(GITHUB))
    assert judge_audience(match, text("sts.*"), Reading(wildcards=True)).kind is AudienceKind.AWS
    assert judge_audience(match, text("sts.*")).kind is AudienceKind.FREE


def test_case_does_not_count_where_the_operator_ignores_it(text: Make) -> None:
    match = identify(text(GITHUB))
    assert (
        judge_audience(match, text("STS.amazonaws.com"), Reading(wildcards=False, fold=True)).kind is AudienceKind.AWS
    )
    assert judge_audience(match, text("STS.amazonaws.com")).kind is AudienceKind.MISTAKE


def test_the_expected_audience(text: Make) -> None:
    assert expected_audience(identify(text(GITHUB))) == "sts.amazonaws.com"
    assert expected_audience(identify(text("oidc.vercel.com/acme"))) == "https://vercel.com/acme"
    assert expected_audience(identify(text("oidc.vercel.com"))) == ""


def test_subjects_and_audiences_are_told_apart(text: Make) -> None:
    github, eks = identify(text(GITHUB)), identify(text("oidc.eks.eu-west-1.amazonaws.com/id/ABC"))
    assert is_subject(github.issuer, text("repo:acme/app:ref:refs/heads/main"))
    assert is_subject(eks.issuer, text("system:serviceaccount:default:app"))
    assert not is_subject(github.issuer, text("sts.amazonaws.com"))
    assert is_audience(github, text("sts.amazon.com"))
    assert is_audience(eks, text("sts.amazonaws.com"))
    assert not is_audience(github, text("repo:acme/app:*"))
    assert not is_audience(github, text(("var.audience",)))
