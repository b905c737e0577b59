"""What IAM counts as a condition on the claim that it requires, and faults that do not hide each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[..., list[Any]]
HOST = "token.actions.githubusercontent.com"
ARN = f"arn:aws:iam::123456789012:oidc-provider/{HOST}"
AUD = {f"{HOST}:aud": "sts.amazonaws.com"}
SUBJECT = ["repo:acme@1/app@2:environment:ci"]


def policy(condition: dict[str, Any], **others: Any) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": ARN},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    return {"Version": "2012-10-17", "Statement": [statement | others]}


def told(found: list[Any]) -> list[tuple[str, str, str]]:
    return [(each.rule, each.severity.value, each.token) for each in found if each.severity.value != "note"]


@pytest.mark.parametrize(
    ("operator", "claim", "values"),
    [
        ("StringLikeIfExists", "sub", SUBJECT),
        ("StringEqualsIfExists", "sub", SUBJECT),
        ("ForAnyValue:StringEquals", "sub", SUBJECT),
        ("ForAnyValue:StringLike", "sub", SUBJECT),
    ],
)
def test_what_does_not_count(operator: str, claim: str, values: list[str], judge_policy: Judge) -> None:
    found = judge_policy(policy({"StringEquals": AUD, operator: {f"{HOST}:{claim}": values}}))
    assert told(found) == [("required-condition", "error", operator)]


def test_another_claim_does_not_count(judge_policy: Judge) -> None:
    found = judge_policy(policy({"StringEquals": AUD | {f"{HOST}:repository_id": "1296269"}}))
    assert told(found) == [("required-condition", "error", ARN)]


def test_that_there_is_a_subject_keeps_nobody_out(judge_policy: Judge) -> None:
    found = judge_policy(policy({"StringEquals": AUD, "Null": {f"{HOST}:sub": "false"}}))
    assert told(found) == [("missing-subject", "error", ARN)]


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": AUD, "StringLike": {f"{HOST}:sub": SUBJECT}},
        {"StringEquals": AUD, "StringEqualsIgnoreCase": {f"{HOST}:SUB": SUBJECT}},
        {"StringEquals": AUD, "StringLike": {f"{HOST}:sub": SUBJECT}, "Null": {f"{HOST}:sub": "false"}},
        {
            "StringEquals": AUD | {f"{HOST}:repository_id": "2"},
            "StringLike": {f"{HOST}:job_workflow_ref": "acme/ci/.github/workflows/deploy.yml@refs/heads/main"},
        },
        {"StringEquals": AUD | {f"{HOST}:repository_id": "2", "⟨var.key⟩": "x"}},
    ],
)
def test_what_counts_or_may_count(condition: dict[str, Any], judge_policy: Judge) -> None:
    assert told(judge_policy(policy(condition))) == []


def test_a_misshapen_part_hides_no_fault_of_another(judge_policy: Judge) -> None:
    condition = {
        "StringEquals": [AUD],
        "StringLike": {f"{HOST}:sub": ["acme/app"]},
        "StringEqualsIgnoreCase": {f"{HOST}:aud": "sts.amazon.com"},
    }
    assert [rule for rule, _, _ in told(judge_policy(policy(condition)))] == [
        "malformed-condition",
        "impossible-subject",
        "wrong-audience",
    ]


def test_an_unknown_part_of_an_action_of_another_service(judge_policy: Judge) -> None:
    condition = {"StringEquals": AUD | {f"{HOST}:sub": SUBJECT}}
    actions = ["sts:AssumeRoleWithWebIdentity", "s3:⟨var.verb⟩"]
    assert told(judge_policy(policy(condition, Action=actions))) == [("prohibited-element", "error", "s3:⟨var.verb⟩")]
    assert told(judge_policy(policy(condition, Action=["sts:AssumeRoleWithWebIdentity", "⟨var.action⟩"]))) == []
