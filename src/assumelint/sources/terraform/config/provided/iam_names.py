"""ARNs and URLs that the provider builds from parts, and the holes for the unknown parts."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint import aws
from assumelint.sources.terraform.lang.values import StringValue, schemeless
from assumelint.text import Hole, HoleKind, Span, Text, cluster
from assumelint.text.text import SCHEME


def account_hole(span: Span, reference: str = "account_id") -> Hole:
    """The hole for the id of the account that the provider works in: twelve digits."""
    return Hole(reference, span, kind=HoleKind.ACCOUNT)


def partition_hole(span: Span, reference: str = "partition") -> Hole:
    """The hole for the AWS partition: `aws`, `aws-cn` and so on."""
    return Hole(reference, span, kind=HoleKind.PARTITION)


def iam_arn(resource: tuple[Text | str, ...], span: Span) -> Text:
    """The ARN of an IAM resource in the provider's account. `resource` is its last component, in parts."""
    return aws.iam_arn(partition_hole(span), account_hole(span), resource, span)


def provider_arn(host: Text, span: Span) -> Text:
    """The ARN of the identity provider with this host (and path), in the provider's account."""
    return iam_arn((aws.PROVIDER_RESOURCE, host), span)


def issuer_url(url: Hole) -> StringValue:
    """The issuer URL of an EKS cluster: unknown but for its scheme."""
    return StringValue(cluster.issuer_url(url, schemeless(url)), made=True)


def without_scheme(url: Text, unknown: Hole) -> Text:
    """A URL as IAM stores it, without `https://`. A URL that starts with a hole becomes `unknown`.

    A URL that is a hole as a whole has a scheme: IAM takes no other.
    """
    flat = url.flat
    if flat.startswith(SCHEME):
        return url.cut(len(SCHEME))
    if url.is_hole:
        host = cluster.without_scheme(url.holes[0], unknown.reference)
        return Text((replace(host, kind=unknown.kind, span=unknown.span),), unknown.span)
    if url.parts and isinstance(url.parts[0], Hole):
        return Text((unknown,), unknown.span)
    return url
