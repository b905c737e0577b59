"""The ARN of an identity provider, the issuer of a cluster, and the host in an ARN that is not known.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html
"""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.aws import PROVIDER_RESOURCE, iam_arn
from assumelint.sources.cloudformation.literals import first_unknown, inserted, plain_text
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.unknowns import hole
from assumelint.text import Hole, HoleKind, Span, Text
from assumelint.text.cluster import issuer_url
from assumelint.text.document import Node
from assumelint.text.text import SCHEME

PROVIDERS = ("AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider")
# What an ARN is split by to get its host. CDK uses the longer one.
_BEFORE_HOST = (f":{PROVIDER_RESOURCE}", PROVIDER_RESOURCE)
# The kinds of unknown values that may be the ARN of a provider: a parameter and an import may be anything.
_MAYBE_ARN = frozenset((HoleKind.ANYTHING, HoleKind.ARN, HoleKind.PROVIDER_ARN))


def provider_arn(scope: Scope, name: str, at: Span) -> Text | None:
    """Return the ARN of this template's identity provider, None if its URL is not known to be one."""
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
    return url.cut(len(SCHEME)) if url.flat.startswith(SCHEME) else None


def cluster_issuer(url: Hole) -> Text:
    """Return the issuer URL of a cluster in this stack: unknown but for its scheme, and no other cluster's."""
    return issuer_url(replace(url, distinct=True), _selected(url))


def split_arn(text: Text, delimiter: str) -> tuple[Node, ...] | None:
    """Return the two parts of an unknown ARN at the word before its host, None for anything else.

    That word is certainly in it: CloudFormation refuses a template that selects what is not there.
    """
    whole = text.holes[0] if text.is_hole else None
    if whole is None or whole.many or whole.kind not in _MAYBE_ARN or delimiter not in _BEFORE_HOST:
        return None
    before = Hole(f"Fn::Split:{first_unknown(whole)}", whole.span, home=whole.home, of=whole)
    host = Hole(_selected(whole), whole.span, kind=HoleKind.PROVIDER_HOST, home=whole.home, of=whole)
    return Text((before,), text.span), Text((host,), text.span)


def _selected(whole: Hole) -> str:
    return f"Fn::Select:{first_unknown(whole)}"
