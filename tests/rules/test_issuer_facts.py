"""What the facts about an issuer make of a policy: which customers it lets in, and what is right for the vendor."""

from typing import Any

import pytest

from assumelint.model import Severity
from tests.rules.conftest import judged

SENTINEL = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/"
GOVERNMENT = "sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/"
WORKSPACE = "018f4a5e-0000-4000-8000-1234567890ab"
SHARED = (
    "oidc.modal.com",
    "identity.depot.dev",
    "token.builds.bitrise.io",
    "api.cursor.com",
    "api2.cursor.sh/cloud-agent/identity",
    "app.gitpod.io",
    "api.gitpod.io/idp",
    "oidc.deno.com",
    "app.warp.dev",
    "federation.namespaceapis.com",
    "app.devin.ai",
    "issuer.enforce.dev",
    "oidc.circleci.com",
)


def policy(host: str, condition: dict[str, Any]) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{host}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def rules(host: str, condition: dict[str, Any]) -> set[str]:
    return {found.rule for found in judged(policy(host, condition)) if found.severity is not Severity.NOTE}


def claims(host: str, operator: str = "StringEquals", /, **values: str) -> dict[str, Any]:
    return {operator: {f"{host}:{claim}": value for claim, value in values.items()}}


@pytest.mark.parametrize("host", SHARED)
def test_an_audience_alone_lets_every_customer_in(host: str) -> None:
    aud = host if host == "oidc.modal.com" else "my-audience"
    assert "missing-subject" in rules(host, claims(host, aud=aud))


@pytest.mark.parametrize(
    ("host", "aud", "sub"),
    [
        ("app.gitpod.io", "sts.amazonaws.com", f"organization_id:{WORKSPACE}:project_id:{WORKSPACE}"),
        ("app.gitpod.io", "sts.amazonaws.com", f"org:{WORKSPACE}/prj:{WORKSPACE}/*"),
        ("app.warp.dev", "sts.amazonaws.com", "scoped_principal:abc123def456/*"),
        ("federation.namespaceapis.com", "sts.amazonaws.com", "tenant_0123456789abc/*"),
        ("oidc.deno.com", "sts.amazonaws.com", "deployment:acme/web/production"),
        ("app.devin.ai", "sts.amazonaws.com", "org_id:org-0123456789abcdef"),
        ("api.cursor.com", "sts.amazonaws.com", "team_id:1234567"),
        ("oidc.vercel.com/acme", "sts.amazonaws.com", "owner:acme:project:web:environment:production"),
        ("oidc.vercel.com", "https://vercel.com/acme", "owner:acme:project:web:environment:production"),
        ("acme.octopus.app", "my-audience", "project:web:environment:prod"),
        ("scalr.io", "aws.scalr-run-workload", "account:acme:environment:production:workspace:network"),
        ("acme.teleport.sh", "discover.teleport", "system:proxy"),
        ("keycloak.acme.com/realms/ci", "my-client", WORKSPACE),
        ("oidc.eks.us-iso-east-1.c2s.ic.gov/id/ABC123", "sts.amazonaws.com", "system:serviceaccount:shop:orders"),
    ],
)
def test_what_the_vendor_shows_is_right(host: str, aud: str, sub: str) -> None:
    operator = "StringLike" if "*" in sub else "StringEquals"
    assert rules(host, claims(host, operator, aud=aud, sub=sub)) <= {"malformed-provider-arn"}


@pytest.mark.parametrize(
    ("host", "severity"), [("oidc.deno.com", Severity.ERROR), ("api.gitpod.io/idp", Severity.WARNING)]
)
def test_what_no_vendor_documents_is_a_warning(host: str, severity: Severity) -> None:
    (found,) = judged(policy(host, claims(host, aud="sts.amazonaws.com")))
    assert (found.rule, found.severity) == ("missing-subject", severity)


def test_every_user_is_no_customer() -> None:
    host = "api.cursor.com"
    assert "open-to-any-tenant" in rules(host, claims(host, "StringLike", aud="sts.amazonaws.com", sub="user:*"))


def test_one_subject_needs_no_condition() -> None:
    host = "acme.teleport.sh"
    assert rules(host, claims(host, aud="discover.teleport")) == set()


def test_a_firebase_project_is_open_to_its_users() -> None:
    host = "securetoken.google.com/acme-prod"
    assert rules(host, claims(host, aud="acme-prod")) == {"broad-subject"}


@pytest.mark.parametrize(
    ("host", "audience"),
    [
        (SENTINEL, "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e"),
        (GOVERNMENT, "api://d4230588-5f84-4281-a9c7-2c15194b28f7"),
    ],
)
def test_the_session_name_tells_customers_apart(host: str, audience: str) -> None:
    aud = claims(host, aud=audience)["StringEquals"]
    for name in ("MicrosoftSentinel_", "MicrosoftDefenderForClouds_"):
        assert rules(host, {"StringEquals": {**aud, "sts:RoleSessionName": f"{name}{WORKSPACE}"}}) == set()
    for open_name in ("MicrosoftSentinel_*", "*"):
        condition = {"StringEquals": aud, "StringLike": {"sts:RoleSessionName": open_name}}
        assert "open-to-any-tenant" in rules(host, condition)


def test_vercels_global_issuer_needs_the_team_in_the_subject() -> None:
    host = "oidc.vercel.com"
    assert rules(host, claims(host, aud="sts.amazonaws.com")) == {"open-to-any-tenant"}


def test_aws_accepts_no_tokens_of_its_own() -> None:
    host = "018f4a5e-0000-4000-8000-1234567890ab.tokens.sts.global.api.aws"
    found = judged(policy(host, claims(host, aud="sts.amazonaws.com", sub="arn:aws:iam::123456789012:role/app")))
    assert [each.rule for each in found] == ["unknown-issuer-host"]
    assert "let the role trust the other account's role" in found[0].judgement.hit.message
