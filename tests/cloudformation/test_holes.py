"""What a hole of a template is said to be, and what rules make of it: the same as of Terraform code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction
from assumelint.text import Hole, HoleKind

Read = Callable[..., Extraction]

TEMPLATE = """\
Parameters:
  Url: {Type: String}
Resources:
  Cluster:
    Type: AWS::EKS::Cluster
    Properties: {Name: shop, RoleArn: PLACE}
  Provider:
    Type: AWS::IAM::OIDCProvider
    Properties: {Url: !Ref Url, ClientIdList: [sts.amazonaws.com]}
  Issuer:
    Type: AWS::IAM::OIDCProvider
    Properties: {Url: !GetAtt Cluster.OpenIdConnectIssuerUrl, ClientIdList: [sts.amazonaws.com]}
  Saml:
    Type: AWS::IAM::SAMLProvider
    Properties: {SamlMetadataDocument: x}
  Own:
    Type: Custom::Thing
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
"""
PLAIN = """\
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: PRINCIPAL}
            Action: sts:AssumeRoleWithWebIdentity
"""
TEXT = """\
        Fn::Sub:
          - |
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow",
                "Principal": {"Federated": "PRINCIPAL"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": {
                  "KEY:sub": "system:serviceaccount:shop:orders",
                  "KEY:aud": "sts.amazonaws.com"
                }}
              }]
            }
          - Host: HOST
"""
URL = "${Cluster.OpenIdConnectIssuerUrl}"
ARN = "arn:aws:iam::${AWS::AccountId}:oidc-provider/"
RIGHT = [
    "!Select [1, !Split ['//', !GetAtt Cluster.OpenIdConnectIssuerUrl]]",
    "!Select [1, !Split ['https://', !GetAtt Cluster.OpenIdConnectIssuerUrl]]",
    "!Join ['', [!Select [1, !Split ['//', !GetAtt Cluster.OpenIdConnectIssuerUrl]]]]",
]


def hole_of(found: Extraction) -> Hole:
    policy = found.roles[0].policy
    assert policy is not None
    assert policy.statements[0].principals is not None
    (hole,) = policy.statements[0].principals[0].value.holes
    return hole


def told(found: Extraction) -> list[tuple[str, str, int, str]]:
    return [(each.rule, each.severity.value, each.span.line, each.help) for each in lint(found)]


def written(principal: str, key: str, host: str = RIGHT[0]) -> str:
    return TEMPLATE + TEXT.replace("PRINCIPAL", principal).replace("KEY", key).replace("HOST", host)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("!GetAtt Cluster.OpenIdConnectIssuerUrl", HoleKind.CLUSTER_HOST),
        ("!Sub '${Cluster.OpenIdConnectIssuerUrl}'", HoleKind.CLUSTER_HOST),
        ("!Join ['', [!GetAtt [Cluster, OpenIdConnectIssuerUrl]]]", HoleKind.CLUSTER_HOST),
        (RIGHT[0], HoleKind.CLUSTER_HOST),
        ("!Ref Provider", HoleKind.PROVIDER_ARN),
        ("!GetAtt Provider.Arn", HoleKind.PROVIDER_ARN),
        ("!Ref Saml", HoleKind.SAML_ARN),
        ("!GetAtt Saml.Arn", HoleKind.SAML_ARN),
        ("!GetAtt Cluster.Arn", HoleKind.ARN),
        ("!GetAtt Own.Arn", HoleKind.ANYTHING),
        ("!Ref Cluster", HoleKind.ANYTHING),
        ("!Ref Url", HoleKind.ANYTHING),
        ("!ImportValue Url", HoleKind.ANYTHING),
    ],
)
def test_a_hole_is_what_its_resource_says(value: str, kind: HoleKind, read: Read) -> None:
    assert hole_of(read(TEMPLATE + PLAIN.replace("PRINCIPAL", value))).kind is kind


@pytest.mark.parametrize("principal", ["${Issuer}", ARN + "${Host}"])
def test_a_cluster_issuer_in_a_key_has_a_scheme(principal: str, read: Read) -> None:
    found = told(read(written(principal, URL)))
    help = f'!Select [1, !Split ["https://", !Sub "{URL}"]]'
    assert found == [("issuer-key-mismatch", "error", 31, help)]


def test_a_cluster_issuer_in_an_arn_has_a_scheme(read: Read) -> None:
    """The same text again would be no advice."""
    assert told(read(written(ARN + URL, "${Host}"))) == [("malformed-provider-arn", "error", 28, "")]
    assert told(read(written(URL, "${Host}")))[0][0] == "malformed-provider-arn"


@pytest.mark.parametrize("host", RIGHT)
@pytest.mark.parametrize("principal", ["${Issuer}", "${Provider}", ARN + "${Host}"])
def test_the_host_of_a_cluster_issuer_is_right(principal: str, host: str, read: Read) -> None:
    assert told(read(written(principal, "${Host}", host))) == []


@pytest.mark.parametrize("arn", ["${Provider}", "${Provider.Arn}"])
def test_an_arn_in_a_key_is_no_host(arn: str, read: Read) -> None:
    found = told(read(written("${Provider}", arn)))
    assert found == [("issuer-key-mismatch", "error", 31, f'!Select [1, !Split ["oidc-provider/", !Sub "{arn}"]]')]


def test_one_name_in_two_stacks_is_two_values(read: Read) -> None:
    child = TEMPLATE.replace("PLACE", "x") + PLAIN.replace("PRINCIPAL", "!Ref Url")
    outer = "Parameters: {Url: {Type: String}}\nResources:\n" + "".join(
        f"  {name}:\n    Type: AWS::CloudFormation::Stack\n"
        f"    Properties: {{TemplateURL: ./t.yaml, Parameters: {given}}}\n"
        for name, given in (("A", "{}"), ("B", "{}"), ("C", "{Url: !Ref Url}"))
    )
    found = read(child, outer__yaml=outer)
    holes = [hole_of(Extraction(roles=(role,))) for role in found.roles]
    assert [hole.reference for hole in holes] == ["Url"] * len(holes)
    assert len({hole.identity for hole in holes}) == len(holes) > 1
