"""Facts about AWS that several packages stand on: partitions, ARNs, the actions of STS, quotas, built-in providers.

Each fact is written here once, with the page that it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from assumelint.text import Part, Piece, Span, Text

# Partitions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html, and botocore's list for the
# isolated ones.
STANDARD_PARTITION = "aws"
# How the regions begin that lie outside the standard partition.
_PARTITION_BY_REGION = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "eusc-": "aws-eusc",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
}
# The partitions, with what the names of their services end in.
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
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html). Cognito has hosts of
# its own in the other partitions: what they share is how they begin.
BUILT_IN_HOSTS = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com")
COGNITO = "cognito-identity"
_COGNITO_HOST = re.compile(rf"{COGNITO}[.-][a-z0-9.-]+")
# The service that EKS Pod Identity calls STS as: the other way to give a pod a role.
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
# A trust policy in characters: by default, and where the account's quota was raised as far as it goes.
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
    """An Amazon Resource Name, taken apart. A field that does not apply is empty: IAM has no regions."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"


def parse_arn(text: str) -> Arn | None:
    """The ARN that a text is, else None. Whether its fields make sense is not looked at."""
    head, *fields = text.split(":", ARN_FIELDS - 1)
    return Arn(*fields) if head == "arn" and len(fields) == ARN_FIELDS - 1 else None


def provider_arn(host: str, partition: str = STANDARD_PARTITION, account: str = EXAMPLE_ACCOUNT) -> str:
    """The ARN of the identity provider for an issuer: `host` is its URL without `https://`."""
    return str(Arn(partition, "iam", "", account, f"{PROVIDER_RESOURCE}{host}"))


def issuer_of(provider: str) -> str:
    """Host and path of an issuer from the ARN of its provider; anything else (a built-in host) as it is.

    An account that nobody knows may stand in the ARN under a name with colons.
    """
    before, found, host = provider.partition(f":{PROVIDER_RESOURCE}")
    return host if found and before.startswith("arn:") else provider


def account_of(arn: str) -> str:
    """The account in an ARN, "" for what is none."""
    found = parse_arn(arn)
    return "" if found is None else found.account


def partition_of(arn: str) -> str:
    """The partition in an ARN; the standard one for what is none."""
    found = parse_arn(arn)
    return STANDARD_PARTITION if found is None else found.partition


def partition_of_region(region: str) -> str | None:
    """The partition that a region lies in, None for a name that no region is known to have."""
    other = next((name for start, name in _PARTITION_BY_REGION.items() if region.startswith(start)), None)
    return other or (STANDARD_PARTITION if _STANDARD_REGION.fullmatch(region) else None)


def is_account(text: str) -> bool:
    """Whether a text is an account's id: twelve digits."""
    return _ACCOUNT.fullmatch(text) is not None


def is_built_in(host: str) -> bool:
    """Whether a host is a provider that goes by its bare name, in any partition."""
    return host in BUILT_IN_HOSTS or _COGNITO_HOST.fullmatch(host) is not None


def provider_host(value: Text) -> Text | None:
    """The issuer's host and path in the ARN of a provider, parts of which may be unknown; None where it is none."""
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
