"""What an unknown value is known to be, where a host, a URL or an ARN is asked for."""

from __future__ import annotations

from assumelint.text import Hole, HoleKind, Likely, Text

_ARNS = frozenset((HoleKind.PROVIDER_ARN, HoleKind.SAML_ARN, HoleKind.ARN))


def is_url_for_sure(text: Text) -> bool:
    """Whether a text begins with a value that is known to be a URL, `https://` included."""
    first = text.parts[0] if text.parts else None
    return isinstance(first, Hole) and first.kind is HoleKind.ISSUER_URL


def is_host_for_sure(text: Text) -> bool:
    """Whether a text is one unknown value that is known to be a provider's host and path."""
    return text.is_hole and text.holes[0].kind is HoleKind.PROVIDER_HOST


def is_saml_for_sure(text: Text) -> bool:
    """Whether a text is one unknown value that is known to be the ARN of a SAML provider."""
    return text.is_hole and text.holes[0].kind is HoleKind.SAML_ARN


def is_arn_for_sure(text: Text) -> bool:
    """Whether a text is one unknown value that is known to be an ARN."""
    return text.is_hole and text.holes[0].kind in _ARNS


def may_be_arn(text: Text) -> bool:
    """Whether a text is one unknown value that is an ARN, or has the name of one."""
    return is_arn_for_sure(text) or (text.is_hole and text.holes[0].likely is Likely.ARN)
