"""What IAM does not accept, and what looks like it and is right."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Check = Callable[[dict[str, str]], list[dict[str, Any]]]
HOST = "gitlab.com"
ARN = f"arn:aws:iam::123456789012:oidc-provider/{HOST}"
EQUALS = {f"{HOST}:aud": "https://gitlab.com", f"{HOST}:sub": "project_path:acme/app:ref_type:branch:ref:main"}
STATEMENT: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"Federated": ARN},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {"StringEquals": EQUALS},
}


def policy(*statements: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements), **others}


def with_condition(operator: str, key: str, value: object) -> dict[str, Any]:
    return policy(STATEMENT | {"Condition": {"StringEquals": EQUALS, operator: {key: value}}})


def without(name: str) -> dict[str, Any]:
    return policy({key: value for key, value in STATEMENT.items() if key != name})


def role(document: object) -> dict[str, str]:
    """A template with the policy in a role."""
    properties = {"AssumeRolePolicyDocument": document}
    return {"t.json": json.dumps({"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": properties}}}, indent=1)}


def found(check_all: Check, files: dict[str, str]) -> list[tuple[str, str]]:
    return [(each["rule"], each["severity"]) for each in check_all(files)]


@pytest.mark.parametrize(
    "document",
    [
        without("Effect"),
        policy(),
        {"Version": "2012-10-17"},
        policy(STATEMENT, Version="2012-10-18"),
        policy(STATEMENT, Comment="for the pipeline"),
        policy(STATEMENT | {"Sid": "my sid"}),
        policy(STATEMENT | {"Sid": "A"}, STATEMENT | {"Sid": "A"}),
        policy(STATEMENT | {"NotAction": "sts:TagSession"}),
        policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}),
        with_condition("Bool", "aws:SecureTransport", "yes"),
        with_condition("Null", "aws:SourceIp", "no"),
        with_condition("IpAddress", "aws:SourceIp", "10.0.0.300/24"),
        with_condition("DateLessThan", "aws:CurrentTime", "tomorrow"),
        with_condition("NumericLessThan", "aws:EpochTime", "many"),
        with_condition("StringEqualsIfExists", "aws:SourceVpcc", "vpc-1"),
        with_condition("StringEqualsIfExists", "sts:RoleSesionName", "x"),
        policy(STATEMENT | {"Condition": {"StringEquals": EQUALS | {f"{HOST}:AUD": "https://gitlab.com"}}}),
    ],
)
def test_what_is_refused(document: object, check_all: Check) -> None:
    assert found(check_all, role(document)) == [("refused-policy", "error")]


def test_a_key_that_resembles_none_may_be_new(check_all: Check) -> None:
    document = with_condition("StringEqualsIfExists", "aws:BrandNewThing", "x")
    assert found(check_all, role(document)) == [("refused-policy", "warning")]


@pytest.mark.parametrize(
    "document",
    [
        policy(STATEMENT | {"Sid": ""}, STATEMENT | {"Sid": ""}),
        policy(STATEMENT, Id="trust policy of CI"),
        policy(STATEMENT, Version="2008-10-17"),
        {"Statement": STATEMENT},
        with_condition("Bool", "aws:SecureTransport", True),
        with_condition("Bool", "aws:SecureTransport", "TRUE"),
        with_condition("IpAddress", "aws:SourceIp", ["2001:db8::/32", "203.0.113.7", "203.0.113.5/24"]),
        with_condition("DateLessThan", "aws:CurrentTime", ["2030-01-01T00:00:00Z", "2030-01-01", 1893456000]),
        with_condition("NumericLessThan", "aws:EpochTime", 1893456000),
        with_condition("StringEqualsIfExists", "AWS:sourcevpc", "vpc-1"),
        with_condition("StringEqualsIfExists", "aws:RequestTag/team", "x"),
        policy({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}),
        policy(STATEMENT | {"Sid": {"Ref": "AWS::StackName"}}),
    ],
)
def test_what_must_stay_silent(document: object, check_all: Check) -> None:
    assert found(check_all, role(document)) == []


def test_an_unquoted_version_in_yaml_is_a_version(check_all: Check) -> None:
    template = """
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          Effect: Allow
          Principal: {Service: ec2.amazonaws.com}
          Action: sts:AssumeRole
"""
    assert check_all({"t.yaml": template}) == []


def test_statements_that_a_variable_brings_are_unknown(check_all: Check) -> None:
    code = """
    variable "trusted" {
      type    = list(string)
      default = []
    }
    data "aws_iam_policy_document" "trust" {
      dynamic "statement" {
        for_each = var.trusted
        content {
          actions = ["sts:AssumeRole"]
          principals {
            type        = "AWS"
            identifiers = [statement.value]
          }
        }
      }
    }
    resource "aws_iam_role" "r" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
    """
    assert check_all({"main.tf": code}) == []


def test_a_document_without_statements_in_a_role(check_all: Check) -> None:
    code = """
    data "aws_iam_policy_document" "trust" {}
    resource "aws_iam_role" "r" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
    """
    assert found(check_all, {"main.tf": code}) == [("refused-policy", "error")]


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        (
            'action = ["sts:AssumeRole"]',
            'Unsupported argument: An argument named "action" is not expected here. Did you mean "actions"?',
        ),
        ("purpose = 1", 'Unsupported argument: An argument named "purpose" is not expected here.'),
        (
            'actions = ["sts:AssumeRole"]\nprincipal {\n  type = "AWS"\n}',
            'Unsupported block type: Blocks of type "principal" are not expected here. Did you mean "principals"?',
        ),
    ],
)
def test_what_terraform_refuses_in_a_statement(inside: str, message: str, check_all: Check) -> None:
    code = f"""
    data "aws_iam_policy_document" "trust" {{
      statement {{
        {inside}
      }}
    }}
    resource "aws_iam_role" "r" {{
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }}
    """
    assert [(each["rule"], each["message"]) for each in check_all({"main.tf": code})] == [
        ("invalid-configuration", message)
    ]
