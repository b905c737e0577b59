"""The certain or likely kind of an unknown value that is used as a host, URL or ARN."""

from __future__ import annotations

from assumelint.text import Hole, HoleKind, Likely, Text
from assumelint.text.cluster import cluster_of
from assumelint.text.text import SCHEME

_ARNS = frozenset((HoleKind.PROVIDER_ARN, HoleKind.SAML_ARN, HoleKind.ARN))


def unknown_url(text: Text) -> Hole | None:
    """Return the unknown URL that a text begins with, if that certainly includes `https://`."""
    first = text.parts[0] if text.parts else None
    if isinstance(first, Hole):
        return first if first.kind is HoleKind.ISSUER_URL else None
    host = cluster_of(text.cut(len(SCHEME))) if text.flat.startswith(SCHEME) else None
    return None if host is None else host.of


def is_url_for_sure(text: Text) -> bool:
    """Return whether a text begins with an unknown value that is certainly a URL, including `https://`."""
    return unknown_url(text) is not None


def is_host_for_sure(text: Text) -> bool:
    """Return whether a text is one unknown value that is certainly a provider's host and path."""
    return text.is_hole and text.holes[0].kind is HoleKind.PROVIDER_HOST


def is_saml_for_sure(text: Text) -> bool:
    """Return whether a text is one unknown value that is certainly the ARN of a SAML provider."""
    return text.is_hole and text.holes[0].kind is HoleKind.SAML_ARN


def is_arn_for_sure(text: Text) -> bool:
    """Return whether a text is one unknown value that is certainly an ARN."""
    return text.is_hole and text.holes[0].kind in _ARNS


def may_be_arn(text: Text) -> bool:
    """Return whether a text is one unknown value that is an ARN or is named like one."""
    return is_arn_for_sure(text) or (text.is_hole and text.holes[0].likely is Likely.ARN)
