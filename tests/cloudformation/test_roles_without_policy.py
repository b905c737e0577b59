"""Roles whose policy is not in the template: they are listed, and it is said why nothing is known of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.model import Extraction

Read = Callable[..., Extraction]

ROLE = """\
Parameters:
  Policy: {Type: String}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
"""
POLICY = "      AssumeRolePolicyDocument: "
ADD = "      Fn::Transform: {Name: Add, Parameters: {}}\n"


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        (ROLE + ADD, "`Fn::Transform` beside its properties may add its policy"),
        (ROLE + "    Fn::Transform: {Name: Add}\n", "`Fn::Transform` beside its properties may add its policy"),
        ("Transform: Own\n" + ROLE, "a macro of the template may add its policy"),
        (ROLE + POLICY + "!Ref Policy\n", "its policy is known only once it is deployed: ${Policy}"),
        (
            ROLE + POLICY + "{'Fn::Transform': {Name: Make}}\n",
            "its policy is known only once it is deployed: ${Fn::Transform:Make}",
        ),
        (ROLE + POLICY + "!ImportValue p\n", "its policy is known only once it is deployed: ${Fn::ImportValue:p}"),
        (ROLE + POLICY + "''\n", "its policy is an empty text"),
        (ROLE + POLICY + "'[]'\n", "its policy is no object"),
        (ROLE + POLICY + "[]\n", "its policy is a list"),
        (ROLE + POLICY + "'{\"Statement\": }'\n", "its policy is not valid JSON"),
    ],
)
def test_a_role_without_a_policy_says_why(template: str, unknown: str, read: Read) -> None:
    (role,) = read(template).roles
    assert (role.address, role.node, role.unknown) == ("R", None, unknown)
    assert str(role.name) == "deploy"


def test_a_policy_beside_a_transform_is_known(read: Read) -> None:
    (role,) = read(ROLE + ADD + POLICY + "{Statement: []}\n").roles
    assert role.policy is not None
    assert role.unknown == ""


def test_a_role_that_cloudformation_refuses_is_a_problem_and_no_unknown(read: Read) -> None:
    found = read(ROLE)
    assert found.roles == ()
    assert [problem.message for problem in found.problems] == ["the role has no AssumeRolePolicyDocument"]
