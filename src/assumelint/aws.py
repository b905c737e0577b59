"""Facts about AWS that several packages use: partitions, ARNs, STS actions, quotas, built-in providers.

Each fact is defined only here, with the URL of its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from assumelint.text import Part, Piece, Span, Text

# Partitions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html, and botocore's list for the
# isolated ones.
STANDARD_PARTITION = "aws"
# Prefixes of the regions outside the standard partition.
_PARTITION_BY_REGION = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "eusc-": "aws-eusc",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
}
# The DNS suffix of each partition.
DNS_SUFFIXES = {
    STANDARD_PARTITION: "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-us-gov": "amazonaws.com",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
}
PARTITIONS = tuple(DNS_SUFFIXES)
# https://docs.aws.amazon.com/general/latest/gr/rande.html
_STANDARD_REGION = re.compile(r"(?:af|ap|ca|eu|il|me|mx|sa|us)-(?!gov|iso)[a-z]+-\d")

# The providers that AWS knows without an ARN in the account, in the standard partition
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html). In the other
# partitions, Cognito has other hosts with the same prefix.
BUILT_IN_HOSTS = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com")
COGNITO = "cognito-identity"
_COGNITO_HOST = re.compile(rf"{COGNITO}[.-][a-z0-9.-]+")
# The service principal of EKS Pod Identity, the other way to give a pod a role.
POD_IDENTITY = "pods.eks.amazonaws.com"

# The actions of STS that a trust policy can speak of, as AWS spells them
# (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html).
ASSUME_ROLE = "sts:AssumeRole"
ASSUME_ROLE_WITH_SAML = "sts:AssumeRoleWithSAML"
ASSUME_ROLE_WITH_WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity"
SET_CONTEXT = "sts:SetContext"
SET_SOURCE_IDENTITY = "sts:SetSourceIdentity"
TAG_SESSION = "sts:TagSession"

# Quotas: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
# The size of a trust policy in characters: the default quota, and the highest that it can be raised to.
TRUST_POLICY_DEFAULT, TRUST_POLICY_MOST = 2048, 8192
ROLES_DEFAULT = 1_000
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
CLIENT_IDS_MOST, THUMBPRINTS_MOST = 100, 5

# An ARN has six fields, the last of which may hold colons of its own.
ARN_FIELDS = 6
PROVIDER_RESOURCE = "oidc-provider/"
# For examples, and for a role whose account does not matter.
EXAMPLE_ACCOUNT = "123456789012"
_ACCOUNT = re.compile(r"[0-9]{12}")


class Arn(Struct, frozen=True):
    """An Amazon Resource Name, split into its fields. A field that does not apply is empty: IAM has no regions."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"


def parse_arn(text: str) -> Arn | None:
    """Return the ARN in a text, or None if it is not one. The values of the fields are not validated."""
    head, *fields = text.split(":", ARN_FIELDS - 1)
    return Arn(*fields) if head == "arn" and len(fields) == ARN_FIELDS - 1 else None


def provider_arn(host: str, partition: str = STANDARD_PARTITION, account: str = EXAMPLE_ACCOUNT) -> str:
    """Return the ARN of an issuer's identity provider. `host` is the issuer's URL without `https://`."""
    return str(Arn(partition, "iam", "", account, f"{PROVIDER_RESOURCE}{host}"))


def issuer_of(provider: str) -> str:
    """Return the issuer's host and path from its provider's ARN; return other text (a built-in host) unchanged.

    The account in the ARN may be an unknown value whose name contains colons.
    """
    before, found, host = provider.partition(f":{PROVIDER_RESOURCE}")
    return host if found and before.startswith("arn:") else provider


def account_of(arn: str) -> str:
    """Return the account in an ARN, "" for other text."""
    found = parse_arn(arn)
    return "" if found is None else found.account


def partition_of(arn: str) -> str:
    """Return the partition in an ARN, the standard partition for other text."""
    found = parse_arn(arn)
    return STANDARD_PARTITION if found is None else found.partition


def partition_of_region(region: str) -> str | None:
    """Return the partition of a region, or None if no known region has this name."""
    other = next((name for start, name in _PARTITION_BY_REGION.items() if region.startswith(start)), None)
    return other or (STANDARD_PARTITION if _STANDARD_REGION.fullmatch(region) else None)


def is_account(text: str) -> bool:
    """Return whether a text is an account id: twelve digits."""
    return _ACCOUNT.fullmatch(text) is not None


def is_built_in(host: str) -> bool:
    """Return whether a host is a built-in provider, in any partition."""
    return host in BUILT_IN_HOSTS or _COGNITO_HOST.fullmatch(host) is not None


def provider_host(value: Text) -> Text | None:
    """Return the issuer's host and path from a provider's ARN with possibly unknown parts, None for other text."""
    mark = f":{PROVIDER_RESOURCE}"
    at = value.flat.find(mark)
    return None if at < 0 else value.cut(at + len(mark))


def iam_arn(partition: Part, account: Part, resource: Iterable[Text | str], span: Span) -> Text:
    """The ARN of an IAM resource, put together at one place of the source from parts that may be unknown.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
    """
    head = (Piece("arn:", span, exact=False), partition, Piece(":iam::", span, exact=False), account)
    texts = [Text(head, span), Text.of(":", span)]
    texts += [Text.of(part, span) if isinstance(part, str) else part for part in resource]
    return Text(tuple(part for text in texts for part in text.parts), span)
