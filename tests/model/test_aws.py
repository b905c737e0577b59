"""Facts about AWS: ARNs built and taken apart, regions and their partitions, the quotas that texts speak of."""

import pytest

from assumelint import aws
from assumelint.rule import all_rules
from assumelint.text import Hole, Span, Text

HERE = Span("a.tf", 1, 1, 1, 2)


def test_an_arn_is_what_its_parts_say() -> None:
    text = aws.provider_arn("gitlab.com", "aws-cn", "210987654321")
    assert text == "arn:aws-cn:iam::210987654321:oidc-provider/gitlab.com"
    assert str(aws.parse_arn(text)) == text
    assert (aws.issuer_of(text), aws.account_of(text), aws.partition_of(text)) == (
        "gitlab.com",
        "210987654321",
        "aws-cn",
    )


@pytest.mark.parametrize("text", ["", "gitlab.com", "arn:aws:iam", "aws:iam::1:role/x", "urn:aws:iam::1:role/x"])
def test_what_is_no_arn(text: str) -> None:
    assert aws.parse_arn(text) is None
    assert (aws.issuer_of(text), aws.account_of(text), aws.partition_of(text)) == (text, "", "aws")


def test_the_resource_of_an_arn_may_hold_colons() -> None:
    arn = aws.parse_arn("arn:aws:logs:eu-west-1:123456789012:log-group:/x:*")
    assert arn is not None
    assert arn.resource == "log-group:/x:*"


def test_an_arn_with_unknown_parts() -> None:
    host = Text.of("gitlab.com", HERE)
    arn = aws.iam_arn(Hole("partition", HERE), Hole("account", HERE), (aws.PROVIDER_RESOURCE, host), HERE)
    assert str(arn) == "arn:${partition}:iam::${account}:oidc-provider/gitlab.com"
    found = aws.provider_host(arn)
    assert found is not None
    assert found.literal == "gitlab.com"
    assert aws.provider_host(host) is None


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-west-1", "aws"),
        ("mx-central-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-east-1", "aws-us-gov"),
        ("eusc-de-east-1", "aws-eusc"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-south-1", "aws-iso-f"),
        ("moon-base-1", None),
        ("", None),
    ],
)
def test_a_region_lies_in_one_partition(region: str, partition: str | None) -> None:
    assert aws.partition_of_region(region) == partition
    assert partition is None or partition in aws.PARTITIONS


@pytest.mark.parametrize(
    ("host", "built_in"),
    [
        *((host, True) for host in aws.BUILT_IN_HOSTS),
        ("cognito-identity-us-gov.amazonaws.com", True),
        ("cognito-identity.cn-north-1.amazonaws.com.cn", True),
        ("cognito-identity", False),
        ("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x", False),
        ("gitlab.com", False),
    ],
)
def test_the_providers_that_go_by_their_bare_host(host: str, built_in: bool) -> None:
    assert aws.is_built_in(host) is built_in


def test_the_documentation_speaks_of_the_quotas_as_they_are() -> None:
    doc = all_rules()["policy-too-large"].doc
    assert f"{aws.TRUST_POLICY_DEFAULT:,} characters, or {aws.TRUST_POLICY_MOST:,} " in doc
