"""Plan files: what a plan knows is taken from it, what it defers is rebuilt with holes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.sources.terraform import extract_plan
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

PLANS = Path(__file__).parent / "plans"
ARN = "arn:${partition}:iam::${account_id}:oidc-provider/token.actions.githubusercontent.com"


@pytest.fixture(scope="module")
def plan() -> Extraction:
    return extract_plan(PLANS / "deferred.json", Tree(PLANS, PLANS))


def test_every_planned_role_is_listed(plan: Extraction) -> None:
    assert [role.address for role in plan.roles] == [
        'aws_iam_role.deferred["a"]',
        'aws_iam_role.deferred["b"]',
        "aws_iam_role.encoded",
        "aws_iam_role.known",
        "module.m[0].aws_iam_role.r",
    ]
    assert not plan.problems


def test_a_known_policy_is_taken_as_planned(plan: Extraction) -> None:
    known = next(role for role in plan.roles if role.address == "aws_iam_role.known")
    assert known.node is not None
    assert to_plain(known.node) == {
        "Statement": [{"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}],
        "Version": "2012-10-17",
    }


def test_a_deferred_document_is_rebuilt(plan: Extraction) -> None:
    assert plan.roles[1].node is not None
    assert to_plain(plan.roles[1].node) == {
        "Version": "2012-10-17",
        "Id": "x",
        "Statement": [
            {"Sid": "S", "Effect": "Deny"},
            {
                "Sid": "B",
                "Effect": "Allow",
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Principal": {"Federated": ARN},
                "Condition": {
                    "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
                    "StringLike": {
                        "token.actions.githubusercontent.com:sub": ["repo:acme/b:*", "${known after apply}"]
                    },
                },
            },
        ],
    }


def test_an_argument_is_followed_to_the_caller(plan: Extraction) -> None:
    policy = plan.roles[4].policy
    assert policy is not None
    assert policy.statements[0].principals is not None
    assert str(policy.statements[0].principals[0].value) == ARN


def test_what_the_plan_hides_is_said(plan: Extraction) -> None:
    encoded = next(role for role in plan.roles if role.address == "aws_iam_role.encoded")
    assert encoded.node is None
    assert encoded.unknown == "it is known after apply only, and the plan does not tell what it is made of"
    assert not plan.notes


def test_providers_are_listed(plan: Extraction) -> None:
    (provider,) = plan.providers
    assert str(provider.url) == "https://token.actions.githubusercontent.com"
    assert provider.client_ids is not None
    assert [str(client) for client in provider.client_ids.items] == ["sts.amazonaws.com"]


@pytest.mark.parametrize("content", ["{", "[]", '{"planned_values": 3}', '{"planned_values": {"root_module": []}}', ""])
def test_what_is_no_plan_does_no_harm(content: str, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(content)
    found = extract_plan(tmp_path / "plan.json", Tree(tmp_path, tmp_path))
    assert not found.roles
    assert bool(found.problems) == (content in ("{", ""))
