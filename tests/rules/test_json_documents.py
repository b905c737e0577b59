"""Trust policies in JSON files: nothing adds to them, so what they lack is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Check = Callable[[dict[str, str]], list[dict[str, Any]]]
HOST = "token.actions.githubusercontent.com"
GRANT = {
    "Effect": "Allow",
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com", f"{HOST}:sub": "repo:o@1/r@2:environment:ci"}},
}
RIGHT = GRANT | {"Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{HOST}"}}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def rules(check_all: Check, document: object) -> list[tuple[str, str]]:
    return [(each["rule"], each["severity"]) for each in check_all({"trust.json": json.dumps(document, indent=1)})]


@pytest.mark.parametrize(
    "document",
    [
        policy(GRANT),
        policy(GRANT | {"Principal": {}}),
        policy(GRANT | {"Principal": {"Federated": []}}),
        policy(RIGHT, GRANT),
        {"Role": {"RoleName": "ci", "AssumeRolePolicyDocument": policy(GRANT)}},
        {"RoleName": "ci", "AssumeRolePolicyDocument": json.dumps(policy(GRANT))},
        {"Roles": [{"RoleName": "ci", "AssumeRolePolicyDocument": policy(RIGHT, GRANT)}]},
    ],
)
def test_a_grant_to_nobody(document: object, check_all: Check) -> None:
    assert rules(check_all, document) == [("missing-federated-principal", "error")]


def test_not_principal(check_all: Check) -> None:
    document = policy(GRANT | {"NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"}})
    assert rules(check_all, document) == [("prohibited-element", "error")]


@pytest.mark.parametrize(
    "document",
    [
        policy(RIGHT),
        policy(GRANT | {"Resource": "*"}),  # a permissions policy, for whom STS is a service like any other
        policy(GRANT | {"Effect": "Deny", "Resource": "*", "Principal": "*"}),  # a resource control policy
        {"RoleName": "ci", "PolicyName": "p", "PolicyDocument": json.dumps(policy(GRANT | {"Resource": "*"}))},
    ],
)
def test_what_must_stay_silent(document: object, check_all: Check) -> None:
    assert rules(check_all, document) == []


def test_a_document_in_code_may_be_merged_with_another(check_all: Check) -> None:
    code = """
    data "aws_iam_policy_document" "grant" {
      statement {
        sid     = "CI"
        actions = ["sts:AssumeRoleWithWebIdentity"]
        condition {
          test     = "StringEquals"
          variable = "gitlab.com:sub"
          values   = ["project_path:acme/app:ref_type:branch:ref:main"]
        }
      }
    }
    output "grant" {
      value = data.aws_iam_policy_document.grant.json
    }
    """
    assert check_all({"main.tf": code}) == []
