"""A cluster's issuer in a template is that of Amazon EKS: its claims are judged, and its host is one value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction
from assumelint.text.document import to_plain

Read = Callable[..., Extraction]

TEMPLATE = """\
Parameters:
  Own: {Type: String}
Resources:
  Cluster:
    Type: AWS::EKS::Cluster
    Properties: {Name: shop, RoleArn: x}
  Other:
    Type: AWS::EKS::Cluster
    Properties: {Name: other, RoleArn: x}
  Issuer:
    Type: AWS::IAM::OIDCProvider
    Properties: {Url: !GetAtt Cluster.OpenIdConnectIssuerUrl, ClientIdList: [sts.amazonaws.com]}
  Pod:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
"""
WHOLE = """\
        Fn::Sub:
          - |
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow",
                "Principal": {"Federated": "PRINCIPAL"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": {"${Host}:aud": "AUD", "${Host}:sub": "SUB"}}
              }]
            }
          - Host: HOST
"""
JOINED = """\
        Fn::Join:
          - ""
          - - '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "'
            - !Sub "PRINCIPAL"
            - '"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"'
            - HOST
            - ':aud": "AUD", "'
            - HOST
            - ':sub": "SUB"}}}]}'
"""
URL = "!GetAtt Cluster.OpenIdConnectIssuerUrl"
ARN = "arn:aws:iam::${AWS::AccountId}:oidc-provider/"
POD = "system:serviceaccount:shop:orders"


def host_of(url: str, delimiter: str = "//") -> str:
    return f'!Select [1, !Split ["{delimiter}", {url}]]'


def role(
    form: str, principal: str = "${Issuer}", host: str = host_of(URL), aud: str = "sts.amazonaws.com", sub: str = POD
) -> str:
    filled = form.replace("PRINCIPAL", principal).replace("HOST", host).replace("AUD", aud).replace("SUB", sub)
    return TEMPLATE + filled


def told(found: Extraction) -> list[tuple[str, str]]:
    return [(each.rule, each.severity.value) for each in lint(found)]


@pytest.mark.parametrize("form", [WHOLE, JOINED], ids=["sub", "join"])
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"host": host_of(URL, "https://")}, []),
        ({"host": host_of(URL, "://")}, []),
        ({"host": host_of("!GetAtt [Cluster, OpenIdConnectIssuerUrl]")}, []),
        ({"host": host_of("!Sub '${Cluster.OpenIdConnectIssuerUrl}'")}, []),
        ({"host": host_of("!GetAtt Issuer.Arn", "oidc-provider/")}, []),
        ({"host": host_of("!Ref Issuer", ":oidc-provider/")}, []),
        ({"sub": "shop:orders"}, [("impossible-subject", "error")]),
        ({"aud": "sts.amazon.com"}, [("wrong-audience", "error")]),
        ({"aud": POD, "sub": "sts.amazonaws.com"}, [("swapped-claims", "error")]),
        ({"host": URL}, [("issuer-key-mismatch", "error")]),
        ({"host": host_of("!GetAtt Other.OpenIdConnectIssuerUrl")}, [("issuer-key-mismatch", "error")]),
        ({"principal": ARN + "${Cluster.OpenIdConnectIssuerUrl}"}, [("malformed-provider-arn", "error")]),
        ({"principal": ARN + "gitlab.com"}, [("issuer-key-mismatch", "error")]),
        ({"principal": "${Own}"}, []),
        ({"principal": "${Own}", "sub": "shop:orders"}, [("impossible-subject", "error")]),
        ({"principal": "${Own}", "host": "!Ref Own", "sub": "shop:orders"}, []),
    ],
)
def test_what_is_known_of_eks_is_known_of_the_cluster(
    form: str, changed: dict[str, str], expected: list[tuple[str, str]], read: Read
) -> None:
    assert told(read(role(form, **changed))) == expected


def test_a_url_is_shown_by_its_own_name(read: Read) -> None:
    (found,) = read(role(WHOLE, host=URL)).roles
    assert found.node is not None
    assert "'${Cluster.OpenIdConnectIssuerUrl}:sub'" in str(to_plain(found.node))
