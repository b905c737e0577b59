from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from assumelint.model import Form, TrustPolicy
from assumelint.policy import read_policy
from assumelint.sources.read.json import parse_json
from assumelint.sts.decide import decide
from assumelint.sts.decision import Decision, Verdict
from assumelint.sts.request import Request
from assumelint.text import Span, Text

ISSUER = "idp.example/realm"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
ACTION = "sts:AssumeRoleWithWebIdentity"

MakePolicy = Callable[[Any], TrustPolicy]


def _policy(document: Any) -> TrustPolicy:
    text = json.dumps(document)
    policy = read_policy(parse_json(Text.of(text, Span("p.json", 1, 1, 1, len(text) + 1), exact=True)), Form.JSON)
    assert policy is not None
    return policy


def _statement(condition: Any = None, effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    statement = {"Effect": effect, "Principal": {"Federated": PROVIDER}, "Action": ACTION} | elements
    return statement if condition is None else statement | {"Condition": condition}


def _allow(condition: Any = None, version: str | None = "2012-10-17", **elements: Any) -> TrustPolicy:
    head = {} if version is None else {"Version": version}
    return _policy(head | {"Statement": [_statement(condition, **elements)]})


def _judge(
    condition: Any, claims: dict[str, Any] | None = None, version: str | None = "2012-10-17", **request: Any
) -> Decision:
    """The decision of a policy with one Allow statement under a condition; every key not given is absent."""
    settings: dict[str, Any] = {"session_name": "session", "complete": True} | request
    return decide(_allow(condition, version), Request(PROVIDER, claims or {}, **settings))


@pytest.fixture
def policy() -> MakePolicy:
    """Makes a trust policy of a JSON document."""
    return _policy


@pytest.fixture
def statement() -> Callable[..., dict[str, Any]]:
    """Makes a statement for the provider and action of the tests."""
    return _statement


@pytest.fixture
def allow() -> Callable[..., TrustPolicy]:
    """Makes a policy of one Allow statement."""
    return _allow


@pytest.fixture
def judge() -> Callable[..., Decision]:
    """Decides a condition against claims."""
    return _judge


@pytest.fixture
def holds() -> Callable[..., bool]:
    """Whether a condition, the only one of an Allow statement, lets claims in."""

    def check(condition: Any, claims: dict[str, Any] | None = None, **rest: Any) -> bool:
        verdict = _judge(condition, claims, **rest).verdict
        assert verdict in (Verdict.ALLOWED, Verdict.DENIED_IMPLICIT)
        return verdict is Verdict.ALLOWED

    return check
