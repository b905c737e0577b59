"""The issuer URL of an EKS cluster: its scheme is known, its host is not."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.text.hole import Hole, HoleKind
from assumelint.text.text import SCHEME, Piece, Text


def issuer_url(url: Hole, host: str) -> Text:
    """Return the text of an issuer URL that is unknown but for its scheme.

    `host` is the reference of what follows the scheme. As the scheme is known text, whatever takes it off leaves the
    host, and whatever leaves it on is seen to do so.
    """
    rest = without_scheme(replace(url, kind=HoleKind.ISSUER_URL), host)
    return Text((Piece(SCHEME, url.span, exact=False), rest), url.span)


def without_scheme(url: Hole, reference: str) -> Hole:
    """Return the hole for what is left of an unknown URL without `https://`, however the scheme was taken off."""
    kind = HoleKind.CLUSTER_HOST if url.kind is HoleKind.ISSUER_URL else HoleKind.ANYTHING
    whole = url.of if url.of is not None and url.cut_prefix == SCHEME else url.as_one()
    return Hole(reference, url.span, kind=kind, home=url.home, of=whole, cut_prefix=SCHEME, distinct=url.distinct)


def cluster_of(host: Text) -> Hole | None:
    """Return the hole if a text is the unknown host of an EKS cluster's issuer and nothing else."""
    only = host.parts[0] if len(host.parts) == 1 else None
    return only if isinstance(only, Hole) and only.kind is HoleKind.CLUSTER_HOST else None
