"""Conditions of one policy that leave no token: a Deny for everybody, two claims that name different things."""

from collections.abc import Callable
from typing import Any

import pytest

from assumelint.model import Severity

Judge = Callable[..., list[Any]]

GITHUB = "token.actions.githubusercontent.com"
BOTH = ["repo:acme/app:environment:x", "repo:acme@*/app@*:environment:x"]
MAIN = ["repo:acme/app:ref:refs/heads/main", "repo:acme@1/app@2:ref:refs/heads/main"]


def policy(subjects: Any, deny: dict[str, Any] | None = None, **claims: Any) -> dict[str, Any]:
    equals = {f"{GITHUB}:{name}": value for name, value in claims.items()}
    web = {"Action": "sts:AssumeRoleWithWebIdentity"}
    allow: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"},
        "Condition": {
            "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com", **equals},
            "StringLike": {f"{GITHUB}:sub": subjects},
        },
    }
    denying: dict[str, Any] = {"Effect": "Deny", "Principal": "*", "Condition": deny}
    return {"Version": "2012-10-17", "Statement": [allow | web, *([denying | web] if deny is not None else [])]}


@pytest.mark.parametrize(
    ("deny", "severity"),
    [
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, Severity.WARNING),
        ({"StringNotLikeIfExists": {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}}, Severity.WARNING),
        ({"Null": {"aws:PrincipalTag/team": "true"}}, Severity.WARNING),
        ({"StringNotEquals": {f"{GITHUB}:repository_owner": "acme"}}, Severity.ERROR),
        ({"StringLike": {f"{GITHUB}:sub": "repo:*"}}, Severity.ERROR),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, None),
        ({"Bool": {"aws:SecureTransport": "false"}}, None),
        ({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}, None),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1", "aws:SourceVpc": "vpc-1"}}, None),
        ({"StringNotEquals": {f"{GITHUB}:repository_owner_id": "1"}}, None),
    ],
)
def test_a_deny_that_turns_everybody_away_is_named(
    judge_policy: Judge, deny: dict[str, Any], severity: Severity | None
) -> None:
    found = [each for each in judge_policy(policy(BOTH, deny)) if each.rule == "conflicting-conditions"]
    assert [each.severity for each in found] == ([] if severity is None else [severity])
    assert all(len(each.judgement.hit.related) == 1 for each in found)


@pytest.mark.parametrize(
    ("key", "severity"),
    [
        ("aws:SourceAccount", Severity.WARNING),
        ("aws:PrincipalTag/team", Severity.WARNING),
        ("aws:username", Severity.ERROR),
        ("aws:SourceIp", None),
        ("aws:RequestTag/team", None),
        ("aws:FederatedProvider", None),
    ],
)
def test_keys_that_no_call_with_a_web_identity_has(judge_policy: Judge, key: str, severity: Severity | None) -> None:
    given = policy(BOTH)
    given["Statement"][0]["Condition"]["StringEquals"][key] = "x"
    found = [each.severity for each in judge_policy(given) if each.rule == "unsupported-claim"]
    assert found == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("subjects", "claims", "dead"),
    [
        (MAIN, {"ref": "refs/heads/dev"}, True),
        (MAIN, {"ref": "refs/heads/main"}, False),
        (MAIN, {"ref": ["refs/heads/dev", "refs/heads/main"]}, False),
        (MAIN, {"repository": "acme/other"}, True),
        (MAIN, {"repository": "acme/app"}, False),
        (MAIN, {"repository": "⟨var.repository⟩"}, False),
        (MAIN, {"repository_id": "2"}, False),
        (["repo:acme@1/app@2:ref:refs/heads/main"], {"repository_id": "3"}, True),
        (BOTH, {"environment": "y"}, True),
        (BOTH, {"environment": "x"}, False),
        (BOTH, {"ref": "refs/heads/main"}, False),
        (["repo:acme/⟨var.app⟩:*", "repo:acme@*/⟨var.app⟩@*:*"], {"repository": "acme/app"}, False),
        (["repo:acme/*:*", "repo:acme@*/*@*:*"], {"repository": "acme/app"}, False),
        (["repo:acme/*:*", "repo:acme@*/*@*:*"], {"repository": "other/app"}, True),
        # A template that the repository chose: the subject holds the branch although there is an environment.
        (MAIN, {"environment": "production"}, False),
    ],
)
def test_two_claims_that_name_different_things(
    judge_policy: Judge, subjects: Any, claims: dict[str, Any], dead: bool
) -> None:
    found = [
        each.severity for each in judge_policy(policy(subjects, **claims)) if each.rule == "conflicting-conditions"
    ]
    assert found == ([Severity.ERROR] if dead else [])


@pytest.mark.parametrize(
    ("operator", "value", "rules"),
    [
        ("Bool", "true", ["impossible-subject"]),
        ("NumericEquals", "1", ["impossible-subject"]),
        ("ArnLike", "repo:acme/app:*", ["impossible-subject"]),
        ("Null", "true", ["conflicting-conditions"]),
        ("Null", "false", []),
        ("ArnNotLike", "repo:acme/web:*", []),
        ("ArnLike", "⟨var.subject⟩", []),
        ("StringLike", "repo:*", []),
    ],
)
def test_an_operator_that_no_subject_meets(judge_policy: Judge, operator: str, value: str, rules: list[str]) -> None:
    given = policy(BOTH)
    given["Statement"][0]["Condition"].setdefault(operator, {})[f"{GITHUB.upper()}:sub"] = value
    dead = ("impossible-subject", "conflicting-conditions")
    assert [each.rule for each in judge_policy(given) if each.rule in dead] == rules


def test_a_numeric_subject_may_be_compared_as_a_number(judge_policy: Judge) -> None:
    given = policy(BOTH)
    statement = given["Statement"][0]
    statement["Principal"] = {"Federated": "accounts.google.com"}
    statement["Condition"] = {"NumericEquals": {"accounts.google.com:sub": "104199887766554433221"}}
    assert "impossible-subject" not in [each.rule for each in judge_policy(given)]
