"""Which condition keys a token has."""

from __future__ import annotations

from typing import Any

import pytest

from assumelint.aws import account_of, issuer_of
from assumelint.issuers import identify
from assumelint.sts.keys import Lookup, read_keys
from assumelint.sts.request import STANDARD_KEYS, ClaimKey, Request, claim_keys
from assumelint.sts.session import required_actions
from assumelint.sts.value import Value
from assumelint.text import Span, Text

ISSUER = "idp.example/realm"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
NESTED = "https://aws.amazon.com/tags"


def get(key: str, claims: dict[str, Any], **request: Any) -> Value | Lookup:
    return read_keys(Request(PROVIDER, claims, **request)).get(key)


def one(text: str) -> Value:
    return Value((text,))


@pytest.mark.parametrize(
    ("claims", "key", "expected"),
    [
        ({"aud": "a"}, "aud", one("a")),
        ({"aud": "a", "azp": "z"}, "aud", one("z")),
        ({"aud": "a", "azp": None}, "aud", one("a")),
        ({"aud": "a", "azp": "z"}, "oaud", one("a")),
        ({"azp": "z"}, "oaud", Lookup.ABSENT),
        ({"azp": "z"}, "azp", Lookup.ABSENT),
        ({"iss": "https://idp.example/realm"}, "iss", Lookup.ABSENT),
        ({"aud": ["a"]}, "aud", one("a")),
        ({"aud": ["a", "b"]}, "aud", Value(("a", "b"), many=True)),
        ({"amr": "x"}, "amr", Value(("x",), many=True)),
        ({"amr": []}, "amr", Value((), many=True)),
        ({"sub": "S"}, "SUB", one("S")),
        ({"email": True}, "email", one("true")),
        ({"email": 1.5}, "email", one("1.5")),
        ({"email": {"a": 1}}, "email", Lookup.ABSENT),
        ({"email": ["a", None, {"b": 1}]}, "email", one("a")),
    ],
)
def test_standard_claims(claims: dict[str, Any], key: str, expected: Value | Lookup) -> None:
    assert get(f"{ISSUER}:{key}", claims) == expected
    assert get(f"{ISSUER.upper()}:{key}", claims) == expected


@pytest.mark.parametrize(
    ("host", "claim", "key"),
    [
        ("token.actions.githubusercontent.com", "repository_id", "repository_id"),
        ("token.actions.githubusercontent.com", "job_workflow_ref", "job_workflow_ref"),
        ("token.actions.githubusercontent.com", "repository_owner", None),
        ("token.actions.githubusercontent.com", "event_name", None),
        ("gitlab.com", "project_id", "project_id"),
        ("gitlab.com", "project_path", None),
        ("gitlab.example", "project_id", None),
        ("agent.buildkite.com", "build_branch", "build_branch"),
        ("oidc.circleci.com/org/1f2e", "oidc.circleci.com/project-id", "oidc.circleci.com/project-id"),
        ("idcs-1f.identity.oraclecloud.com", "rpst_id", "rpst_id"),
        ("accounts.google.com", "google:organization_number", "google/organization_number"),
        ("www.amazon.com", "user_id", "user_id"),
        ("www.amazon.com", "aud", None),
        ("graph.facebook.com", "id", "id"),
        ("graph.facebook.com", "sub", None),
        ("cognito-identity.amazonaws.com", "amr", "amr"),
        ("cognito-identity.amazonaws.com", "email", None),
    ],
)
def test_claims_of_an_issuer(host: str, claim: str, key: str | None) -> None:
    match = identify(Text.of(host, Span("t", 1, 1, 1, 1)))
    assert match is not None
    keys = read_keys(Request(host, {claim: "7"}, claim_keys(match.issuer.claims.values())))
    assert [name for name in keys.values if name.startswith(f"{host}:")] == ([] if key is None else [f"{host}:{key}"])
    assert keys.is_unmapped_claim(f"{host}:{claim}".upper())


def test_keys_of_cognito() -> None:
    host = "cognito-identity.amazonaws.com"
    claims = claim_keys(identify(Text.of(host, Span("t", 1, 1, 1, 1))).issuer.claims.values())
    keys = read_keys(Request(host, {"aud": "pool", "amr": "authenticated", "sub": "s"}, claims))
    assert keys.get(f"{host}:oaud") == one("pool")
    assert keys.get(f"{host}:amr") == Value(("authenticated",), many=True)
    assert keys.get(f"{host}:sub") == one("s")


def test_audience_of_google_is_azp() -> None:
    match = identify(Text.of("accounts.google.com", Span("t", 1, 1, 1, 1)))
    assert match is not None
    request = Request("accounts.google.com", {"aud": "x", "azp": "1"}, claim_keys(match.issuer.claims.values()))
    assert read_keys(request).get("accounts.google.com:aud") == one("1")
    assert read_keys(request).get("accounts.google.com:oaud") == one("x")


@pytest.mark.parametrize(
    "claims",
    [
        {NESTED: {"principal_tags": {"Team": ["core"], "Cost": "7"}, "transitive_tag_keys": ["Team"]}},
        {
            f"{NESTED}/principal_tags/Team": ["core"],
            f"{NESTED}/principal_tags/Cost": 7,
            f"{NESTED}/transitive_tag_keys": ["Team"],
        },
    ],
)
def test_session_tags_nested_and_flattened(claims: dict[str, Any]) -> None:
    assert get("aws:requesttag/team", claims) == one("core")
    assert get("aws:RequestTag/Cost", claims) == one("7")
    assert get("aws:TagKeys", claims) == Value(("Team", "Cost"), many=True)
    assert get("sts:TransitiveTagKeys", claims) == Value(("Team",), many=True)
    assert required_actions(claims) == ("sts:AssumeRoleWithWebIdentity", "sts:TagSession")


@pytest.mark.parametrize(
    "claim", [{}, "x", {"principal_tags": {}}, {"principal_tags": "x"}, {"principal_tags": {"a": None}}]
)
def test_no_session_tags(claim: Any) -> None:
    claims = {NESTED: claim}
    assert get("aws:TagKeys", claims) is Lookup.ABSENT
    assert get("aws:RequestTag/a", claims) is Lookup.ABSENT
    assert required_actions(claims) == ("sts:AssumeRoleWithWebIdentity",)


def test_source_identity() -> None:
    claims = {"https://aws.amazon.com/source_identity": "ann"}
    assert get("sts:SourceIdentity", claims) == one("ann")
    assert required_actions(claims) == ("sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity")
    assert get("sts:SourceIdentity", {}) is Lookup.ABSENT


ROLE = "arn:aws:iam::1:role/x"


@pytest.mark.parametrize(
    ("claim", "role", "expected"),
    [
        (None, ROLE, one("false")),
        (None, None, one("false")),
        ([ROLE], ROLE, one("true")),
        (["other", ROLE], ROLE, one("true")),
        (f"other; {ROLE}", ROLE, one("true")),
        (f"other;{ROLE}", ROLE, one("true")),
        ("other", ROLE, one("false")),
        ([], ROLE, one("false")),
        ([ROLE], None, Lookup.NOT_GIVEN),
    ],
)
def test_roles_of_the_token(claim: Any, role: str | None, expected: Value | Lookup) -> None:
    claims = {} if claim is None else {"https://aws.amazon.com/roles": claim}
    assert get("sts:RoleAuthorizedByIdp", claims, role_arn=role) == expected


def test_keys_of_the_call() -> None:
    assert get("aws:FederatedProvider", {}) == one(PROVIDER)
    assert get("sts:rolesessionname", {}, session_name="s") == one("s")
    assert get("sts:RoleSessionName", {}) is Lookup.NOT_GIVEN
    assert get("sts:ExternalId", {}) is Lookup.ABSENT
    assert get("aws:username", {}) is Lookup.ABSENT
    assert get("aws:SourceIp", {}) is Lookup.NOT_GIVEN
    assert get("aws:SourceIp", {}, complete=True) is Lookup.ABSENT
    assert get("AWS:sourceip", {}, context={"aws:SourceIp": "1.2.3.4"}) == one("1.2.3.4")
    assert get("aws:X", {}, context={"aws:x": ["1", "2"]}) == Value(("1", "2"), many=True)
    assert get("aws:X", {}, context={"aws:x": None}) is Lookup.ABSENT


def test_a_part_of_the_token_leaves_its_keys_open() -> None:
    claims, partial = {"sub": "s"}, {"partial": True}
    assert get(f"{ISSUER}:sub", claims, **partial) == one("s")
    for key in (f"{ISSUER}:ref", f"{ISSUER}:AUD", "aws:RequestTag/a", "aws:TagKeys", "sts:SourceIdentity"):
        assert get(key, claims, **partial) is Lookup.NOT_GIVEN
    assert get("sts:RoleAuthorizedByIdp", claims, **partial) is Lookup.NOT_GIVEN
    assert get("other.example:sub", claims, **partial) is Lookup.ABSENT


def test_whose_key_it_is() -> None:
    keys = read_keys(Request(PROVIDER, {"Team": "x"}, STANDARD_KEYS))
    assert keys.is_foreign("other.example:sub")
    assert keys.is_foreign("sub")
    assert keys.is_foreign("idp.example:sub")
    assert not keys.is_foreign(f"{ISSUER}:sub".upper())
    assert not keys.is_foreign("AWS:username")
    assert not keys.is_foreign("sts:ExternalId")
    assert not keys.is_foreign("aws:RequestTag/a:b")
    assert keys.is_unmapped_claim(f"{ISSUER}:team")
    assert not keys.is_unmapped_claim(f"{ISSUER}:other")
    assert not keys.is_unmapped_claim("other.example:team")


@pytest.mark.parametrize(
    ("provider", "issuer", "account"),
    [
        (PROVIDER, ISSUER, "123456789012"),
        ("arn:aws-cn:iam::1:oidc-provider/a/", "a/", "1"),
        ("accounts.google.com", "accounts.google.com", ""),
        ("x:oidc-provider/y", "x:oidc-provider/y", ""),
        ("arn:aws:iam::1:oidc-provider/a:b:c", "a:b:c", "1"),
        ("x:aws:iam::1:oidc-provider/a", "x:aws:iam::1:oidc-provider/a", ""),
        ("arn:aws", "arn:aws", ""),
        ("arn:aws:iam::1:saml-provider/x", "arn:aws:iam::1:saml-provider/x", "1"),
    ],
)
def test_provider_taken_apart(provider: str, issuer: str, account: str) -> None:
    assert issuer_of(provider) == issuer
    assert account_of(provider) == account


def test_a_key_of_two_sources_takes_the_first_that_is_there() -> None:
    mapping = (ClaimKey("who", ("a", "b")),)
    assert get(f"{ISSUER}:who", {"b": "2"}, mapping=mapping) == one("2")
    assert get(f"{ISSUER}:who", {"a": "1", "b": "2"}, mapping=mapping) == one("1")
