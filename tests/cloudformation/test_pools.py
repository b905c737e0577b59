"""Roles that Cognito identity pools hand out, and the rule that holds them against each other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction

Read = Callable[..., Extraction]

TEMPLATE = """\
Resources:
  Pool: {Type: "AWS::Cognito::IdentityPool", Properties: {AllowUnauthenticatedIdentities: true}}
  Second: {Type: "AWS::Cognito::IdentityPool", Properties: {AllowUnauthenticatedIdentities: true}}
  User:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: cognito-identity.amazonaws.com}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: {"cognito-identity.amazonaws.com:aud": AUD}
              ForAnyValue:StringLike: {"cognito-identity.amazonaws.com:amr": AMR}
  Attachment:
    Type: AWS::Cognito::IdentityPoolRoleAttachment
    Properties:
      IdentityPoolId: !Ref Pool
      Roles: {KIND: !GetAtt User.Arn}
"""


def template(aud: str, amr: str, kind: str) -> str:
    return TEMPLATE.replace("AUD", aud).replace("AMR", amr).replace("KIND", kind)


def test_attachments_are_handed_on(read: Read) -> None:
    (attached,) = read(template("!Ref Pool", "authenticated", "unauthenticated")).pool_roles
    assert (attached.role, attached.pool.reference, attached.authenticated) == ("User", "Pool", False)
    assert {pool.reference for pool in attached.pools} == {"Pool", "Second"}
    assert (attached.span.line, attached.span.column) == (20, 15)


@pytest.mark.parametrize(
    ("aud", "amr", "kind", "line", "column"),
    [
        ("!Ref Second", "authenticated", "authenticated", 14, 73),
        ("!Ref Pool", "authenticated", "unauthenticated", 15, 78),
        ("!Ref Pool", "[unauthenticated]", "authenticated", 15, 79),
    ],
)
def test_a_role_for_others_is_found(read: Read, aud: str, amr: str, kind: str, line: int, column: int) -> None:
    found = [finding for finding in lint(read(template(aud, amr, kind))) if finding.rule == "identity-pool-role"]
    assert [(finding.span.line, finding.span.column) for finding in found] == [(line, column)]


@pytest.mark.parametrize(
    ("aud", "amr", "kind"),
    [
        ("!Ref Pool", "authenticated", "authenticated"),
        ("!Ref Pool", "unauthenticated", "unauthenticated"),
        ("[!Ref Second, !Ref Pool]", "authenticated", "authenticated"),
        ("!ImportValue pool", "authenticated", "authenticated"),
        ("!Ref Pool", "graph.facebook.com", "authenticated"),
        ("!Ref Pool", "[authenticated, unauthenticated]", "unauthenticated"),
    ],
)
def test_a_role_for_its_users_is_not(read: Read, aud: str, amr: str, kind: str) -> None:
    assert "identity-pool-role" not in {finding.rule for finding in lint(read(template(aud, amr, kind)))}
