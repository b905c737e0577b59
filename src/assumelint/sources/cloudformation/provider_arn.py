"""The ARN of an identity provider, and the host in the URL or ARN of an issuer whose value is not known.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html
"""

from __future__ import annotations

from assumelint.aws import PROVIDER_RESOURCE, iam_arn
from assumelint.sources.cloudformation.literals import first_unknown, inserted, plain_text
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.unknowns import hole
from assumelint.text import Hole, HoleKind, Span, Text
from assumelint.text.document import Node

PROVIDERS = ("AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider")
SCHEME = "https://"
# What an ARN is split by to get its host. CDK uses the longer one.
_BEFORE_HOST = (f":{PROVIDER_RESOURCE}", PROVIDER_RESOURCE)
# The kinds of unknown values that may be the ARN of a provider: a parameter and an import may be anything.
_MAYBE_ARN = frozenset((HoleKind.ANYTHING, HoleKind.ARN, HoleKind.PROVIDER_ARN))


def provider_arn(scope: Scope, name: str, at: Span) -> Text | None:
    """Return the ARN of this template's identity provider, with a hole for the host of a cluster's issuer.

    None if the resource is no provider, or if its URL is not known to be one.
    """
    resource = scope.stack.resources.get(name)
    if resource is None or resource.type not in PROVIDERS:
        return None
    url_raw = resource.properties.get("Url") if resource.properties else None
    url = plain_text(resource.scope(scope).value(url_raw)) if url_raw is not None else None
    host = _host(url) if url is not None else None
    if host is None:
        return None
    partition = hole(scope, "AWS::Partition", at, HoleKind.PARTITION)
    account = hole(scope, "AWS::AccountId", at, HoleKind.ACCOUNT)
    return iam_arn(partition, account, (PROVIDER_RESOURCE, Text(inserted(host, at), at)), at)


def _host(url: Text) -> Text | None:
    """Return a provider's URL without its `https://`, None if it is not known to have one."""
    if url.flat.startswith(SCHEME):
        return url.cut(len(SCHEME))
    if url.is_hole and url.holes[0].kind is HoleKind.ISSUER_URL:
        return Text((issuer_host(url.holes[0]),), url.span)
    return None


def issuer_host(whole: Hole) -> Hole:
    """Return the host and path in an unknown URL or ARN. It is the same one however a template takes it out."""
    return Hole(
        f"Fn::Select:{first_unknown(whole)}", whole.span, kind=HoleKind.PROVIDER_HOST, home=whole.home, of=whole
    )


def split_issuer(text: Text, delimiter: str) -> tuple[Node, ...] | None:
    """Return the items of an unknown URL or ARN between delimiters that are certainly in it, None for anything else.

    An ARN is unknown before its host: that part is a hole of its own.
    """
    whole = text.holes[0] if text.is_hole else None
    if whole is None or whole.many:
        return None
    host = Text((issuer_host(whole),), text.span)
    if whole.kind is HoleKind.ISSUER_URL and delimiter and SCHEME.endswith(delimiter) and delimiter != "/":
        return Text.of(SCHEME.removesuffix(delimiter), text.span), host
    if whole.kind in _MAYBE_ARN and delimiter in _BEFORE_HOST:
        before = Hole(f"Fn::Split:{first_unknown(whole)}", whole.span, home=whole.home, of=whole)
        return Text((before,), text.span), host
    return None


def is_part_of_host(kind: HoleKind, delimiter: str) -> bool:
    """Return whether an unknown value is the host of a provider, in which the delimiter before hosts does not occur."""
    return kind is HoleKind.PROVIDER_HOST and delimiter in _BEFORE_HOST
