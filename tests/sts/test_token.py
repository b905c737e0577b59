"""What a token shows before any policy is read; reading tokens and CloudTrail records."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.sts.decision import ErrorCode
from assumelint.sts.inputs.cloudtrail import Event, EventError, read_event
from assumelint.sts.inputs.jwt import JwtError, decode
from assumelint.sts.request import Request
from assumelint.sts.token import TokenCheck, TokenFault, check_claims, check_whole

PROVIDER = "arn:aws:iam::123456789012:oidc-provider/idp.example/realm"
ROLE = "arn:aws:iam::123456789012:role/x"


def failing(
    claims: dict[str, Any], provider: str = PROVIDER, role: str | None = None, **known: Any
) -> list[TokenCheck]:
    request = Request(provider, claims, role_arn=role)
    return [check for check in check_claims(request, **known) if not check.passed]


@pytest.mark.parametrize(
    ("claims", "known", "fault", "error"),
    [
        ({"iss": "https://idp.example/realm"}, {}, None, None),
        ({}, {"now": 10, "client_ids": ("a",), "account": "123456789012"}, None, None),
        ({"iss": "https://idp.example/realm/"}, {}, TokenFault.ISSUER, ErrorCode.INVALID_TOKEN),
        ({"iss": "http://idp.example/realm"}, {}, TokenFault.ISSUER, ErrorCode.INVALID_TOKEN),
        ({"iss": "https://idp.example/Realm"}, {}, TokenFault.ISSUER, ErrorCode.INVALID_TOKEN),
        ({"exp": 1000}, {"now": 1300}, None, None),
        ({"exp": 1000}, {"now": 1301}, TokenFault.EXPIRED, ErrorCode.EXPIRED_TOKEN),
        ({"exp": 1000.5}, {"now": 1301}, TokenFault.EXPIRED, ErrorCode.EXPIRED_TOKEN),
        ({"exp": 1000}, {}, None, None),
        ({"exp": "1000"}, {"now": 9999}, None, None),
        ({"aud": "a"}, {"client_ids": ("a", "b")}, None, None),
        ({"aud": "a"}, {}, None, None),
        ({"aud": "A"}, {"client_ids": ("a",)}, TokenFault.AUDIENCE, ErrorCode.INVALID_TOKEN),
        ({"aud": "a", "azp": "z"}, {"client_ids": ("a",)}, TokenFault.AUDIENCE, ErrorCode.INVALID_TOKEN),
        ({"aud": "x", "azp": "z"}, {"client_ids": ("z",)}, None, None),
        ({"aud": ["x", "a"]}, {"client_ids": ("a",)}, None, None),
        ({"aud": "a"}, {"client_ids": ()}, TokenFault.AUDIENCE, ErrorCode.INVALID_TOKEN),
        ({}, {"account": "210987654321"}, TokenFault.ACCOUNT, ErrorCode.INVALID_TOKEN),
        ({"https://aws.amazon.com/roles": [ROLE]}, {"role": ROLE}, None, None),
        ({"https://aws.amazon.com/roles": "x;y"}, {"role": ROLE}, TokenFault.ROLE, ErrorCode.INVALID_TOKEN),
        ({"https://aws.amazon.com/roles": "x"}, {}, None, None),
    ],
)
def test_claims(
    claims: dict[str, Any], known: dict[str, Any], fault: TokenFault | None, error: ErrorCode | None
) -> None:
    found = failing(claims, **known)
    assert [check.fault for check in found] == ([] if fault is None else [fault])
    assert [check.error for check in found] == ([] if error is None else [error])


def test_each_check_tells_both_sides() -> None:
    claims = {"iss": "https://x.example", "exp": 10, "aud": "a", "azp": "z", "https://aws.amazon.com/roles": ["r", "s"]}
    known: dict[str, Any] = {"account": "210987654321", "now": 9, "client_ids": ("b", "c")}
    assert list(check_claims(Request(PROVIDER, claims, role_arn=ROLE), **known)) == [
        TokenCheck(TokenFault.ACCOUNT, "provider", False, ("210987654321",), ("123456789012",)),
        TokenCheck(TokenFault.ISSUER, "iss", False, ("https://idp.example/realm",), ("https://x.example",)),
        TokenCheck(TokenFault.EXPIRED, "exp", True, (), ("10",)),
        TokenCheck(TokenFault.AUDIENCE, "azp", False, ("b", "c"), ("z",)),
        TokenCheck(TokenFault.ROLE, "https://aws.amazon.com/roles", False, (ROLE,), ("r", "s")),
    ]
    algorithms = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
    assert list(check_whole({"iss": "i", "aud": ["a", "b"], "exp": 2}, {"alg": "x"})) == [
        TokenCheck(TokenFault.ALGORITHM, "alg", False, algorithms, ("x",)),
        TokenCheck(TokenFault.CLAIM_MISSING, "iss", True, (), ("i",)),
        TokenCheck(TokenFault.CLAIM_MISSING, "sub", False, (), None),
        TokenCheck(TokenFault.CLAIM_MISSING, "aud", True, (), ("a", "b")),
        TokenCheck(TokenFault.NO_TIMESTAMP, "iat", False, (), None),
        TokenCheck(TokenFault.NO_TIMESTAMP, "exp", True, (), ("2",)),
    ]


def test_a_built_in_provider_belongs_to_no_account_and_its_issuer_may_lack_the_scheme() -> None:
    claims = {"iss": "accounts.google.com"}
    assert failing(claims, "accounts.google.com", account="123456789012") == []


WHOLE = {"iss": "i", "sub": "s", "aud": "a", "iat": 1, "exp": 2}


@pytest.mark.parametrize(
    ("change", "header", "expected"),
    [
        ({}, {"alg": "RS256"}, []),
        ({}, {"alg": "ES512"}, []),
        ({}, {"alg": "HS256"}, [(TokenFault.ALGORITHM, "alg")]),
        ({}, {}, [(TokenFault.ALGORITHM, "alg")]),
        ({"aud": None}, {"alg": "RS256"}, [(TokenFault.CLAIM_MISSING, "aud")]),
        ({"aud": []}, {"alg": "RS256"}, [(TokenFault.CLAIM_MISSING, "aud")]),
        ({"sub": ""}, {"alg": "RS256"}, [(TokenFault.CLAIM_MISSING, "sub")]),
        ({"iss": None}, {"alg": "RS256"}, [(TokenFault.CLAIM_MISSING, "iss")]),
        ({"exp": "2"}, {"alg": "RS256"}, [(TokenFault.NO_TIMESTAMP, "exp")]),
        ({"iat": True}, {"alg": "RS256"}, [(TokenFault.NO_TIMESTAMP, "iat")]),
        ({"iat": 1.5}, {"alg": "RS256"}, [(TokenFault.NO_TIMESTAMP, "iat")]),
    ],
)
def test_a_whole_token(change: dict[str, Any], header: dict[str, Any], expected: list[tuple[TokenFault, str]]) -> None:
    found = [check for check in check_whole(WHOLE | change, header) if not check.passed]
    assert [(check.fault, check.name) for check in found] == expected
    assert {check.error for check in found} <= {ErrorCode.INVALID_TOKEN}


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


HEADER, CLAIMS = part({"alg": "RS256"}), part({"sub": "é?>"})


@pytest.mark.parametrize("frame", ["{}", "  {}\n", "Bearer {}", "bearer  {}"])
def test_decode(frame: str) -> None:
    jwt = decode(frame.format(f"{HEADER}.{CLAIMS}.c2lnbmF0dXJl"))
    assert jwt.header == {"alg": "RS256"}
    assert jwt.claims == {"sub": "é?>"}


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("", "there is no token: the input is empty"),
        (" \n", "empty"),
        ('{"sub": "x"}', "this is JSON, not a token: hand claims over with --claims"),
        ("abc", "this has 1"),
        (f"{HEADER}.{CLAIMS}", "this has 2"),
        (f"{HEADER}.{CLAIMS}.a.b.c", "the token is encrypted (five parts): AWS STS takes signed tokens only"),
        (f"{HEADER}.{CLAIMS[:4]}\n{CLAIMS[4:]}.s", "payload has a line break or blank at position 5"),
        (f"{HEADER}.a+b/.s", "payload has a character at position 2"),
        (f"{HEADER}.{CLAIMS}.s=", "signature has a character at position 2"),
        (f"{HEADER}.abcde.s", "payload is cut off"),
        (f"{HEADER}.{CLAIMS[:-4]}.s", "payload is not JSON"),
        (f"{HEADER}.{part(b'{not json}')}.s", "payload is not JSON"),
        (f"{HEADER}.{part(bytes([255, 254]))}.s", "payload is not UTF-8"),
        (f"{HEADER}.{part(b'[' * 6000)}.s", "payload is not JSON"),
        (f"{HEADER}.{part([1])}.s", "payload is not a JSON object"),
        (f"{part('x')}.{CLAIMS}.s", "header is not a JSON object"),
        ("a" * 20_001, "20001 characters"),
    ],
)
def test_malformed_tokens(token: str, message: str) -> None:
    with pytest.raises(JwtError) as caught:
        decode(token)
    assert message in str(caught.value)
    assert CLAIMS[:8] not in str(caught.value)


def test_the_longest_token_that_sts_takes() -> None:
    token = f"{HEADER}.{CLAIMS}."
    assert decode(token + "s" * (20_000 - len(token))).header == {"alg": "RS256"}


def test_the_signature_is_never_shown() -> None:
    with pytest.raises(JwtError) as caught:
        decode(f"{HEADER}.{CLAIMS}.sEcReT sEcReT")
    assert "sEcReT" not in str(caught.value)
    assert "sEcReT" not in repr(decode(f"{HEADER}.{CLAIMS}.sEcReT"))


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=40) | st.binary(max_size=20).map(lambda raw: f"{HEADER}.{part(raw)}.s"))
def test_anything_decodes_or_is_refused(token: str) -> None:
    with suppress(JwtError):
        assert isinstance(decode(token).claims, dict)


def record(**change: Any) -> dict[str, Any]:
    identity = {
        "type": "WebIdentityUser",
        "principalId": f"{PROVIDER}:https://aws.example:x:system:serviceaccount:ns:sa",
        "userName": "system:serviceaccount:ns:sa",
        "identityProvider": PROVIDER,
    }
    return {
        "userIdentity": identity,
        "eventName": "AssumeRoleWithWebIdentity",
        "errorCode": "AccessDenied",
        "requestParameters": {"roleArn": ROLE, "roleSessionName": "s"},
    } | change


EVENT = Event(PROVIDER, "system:serviceaccount:ns:sa", "https://aws.example:x", ROLE, "s", "AccessDenied")
OTHER = {"eventName": "GetCallerIdentity"}


@pytest.mark.parametrize(
    "document",
    [
        record(),
        {"Records": [OTHER, record()]},
        {"Records": [record(errorCode=None, requestParameters=None), record()]},
        {"Events": [{"EventId": "1", "CloudTrailEvent": json.dumps(record())}]},
        {"CloudTrailEvent": json.dumps(record())},
        {"version": "0", "detail-type": "AWS API Call via CloudTrail", "detail": record()},
        [OTHER, record(), record(requestParameters=None)],
    ],
)
def test_a_record_in_each_wrapping(document: Any) -> None:
    assert read_event(document) == EVENT


def test_a_built_in_provider_in_a_record() -> None:
    identity = {
        "principalId": "accounts.google.com:app:user",
        "userName": "user",
        "identityProvider": "accounts.google.com",
    }
    event = read_event(record(userIdentity=identity, requestParameters="none"))
    assert (event.provider, event.audience, event.subject) == ("accounts.google.com", "app", "user")
    assert (event.role_arn, event.session_name) == (None, None)


@pytest.mark.parametrize("principal", [None, "x", f"{PROVIDER}:only", f"{PROVIDER}:s", f"{PROVIDER}::s", "x:aud:s"])
def test_an_audience_that_the_record_does_not_show(principal: Any) -> None:
    identity = {"principalId": principal, "userName": "s", "identityProvider": PROVIDER}
    assert read_event(record(userIdentity=identity)).audience is None


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "there is no record of AssumeRoleWithWebIdentity in it"),
        ([], "there is no record of AssumeRoleWithWebIdentity in it"),
        ("x", "there is no record of AssumeRoleWithWebIdentity in it"),
        (OTHER, "there is no record of AssumeRoleWithWebIdentity in it"),
        ({"Records": []}, "there is no record of AssumeRoleWithWebIdentity in it"),
        ({"CloudTrailEvent": "{"}, "its CloudTrailEvent is not JSON"),
        (record(userIdentity=None), "its userIdentity lacks identityProvider or userName"),
        (record(userIdentity={"identityProvider": PROVIDER}), "its userIdentity lacks identityProvider or userName"),
        (record(userIdentity={"userName": "s"}), "its userIdentity lacks identityProvider or userName"),
    ],
)
def test_no_record(document: Any, message: str) -> None:
    with pytest.raises(EventError) as caught:
        read_event(document)
    assert str(caught.value) == message


def test_what_is_no_text_in_a_record_is_not_taken_for_one() -> None:
    asked = {"roleArn": [ROLE], "roleSessionName": 7}
    event = read_event(record(errorCode={"a": 1}, requestParameters=asked))
    assert (event.role_arn, event.session_name, event.error) == (None, None, None)
