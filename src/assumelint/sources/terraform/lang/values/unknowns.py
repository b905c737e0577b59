"""Creates the holes for unknown values in Terraform code."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.text import Hole, HoleKind, Span, Within, cluster
from assumelint.text.names import likely
from assumelint.text.text import SCHEME


def named(reference: str, span: Span, home: str = "", *, many: bool = False) -> Hole:
    """The hole for the value of a reference in a module instance (`home`)."""
    return Hole(reference, span, many, home=home, likely=likely(reference))


def renamed(hole: Hole, reference: str) -> Hole:
    """The hole for the same value under another reference."""
    return replace(hole, reference=reference, likely=likely(reference))


def named_after(hole: Hole, reference: str, span: Span, *, many: bool = False) -> Hole:
    """The hole for a value that is derived from another unknown. Nothing is known about its kind."""
    return named(reference, span, hole.home, many=many)


def schemeless(url: Hole) -> str:
    """The reference of what is left of an unknown URL without its scheme: an expression that takes it off."""
    return f'replace({url.reference}, "{SCHEME}", "")'


def without_scheme(url: Hole, written: str, span: Span) -> Hole:
    """The hole for what an expression leaves of an unknown URL without its scheme. `written` shows the expression."""
    return cluster.without_scheme(url.at(span), written)


def member(hole: Hole, name: str, reference: str, span: Span) -> Hole:
    """The hole for an attribute of an unknown object."""
    found = hole.within.names.get(name) if hole.within is not None else None
    kind, within = (HoleKind.ANYTHING, found) if isinstance(found, Within) else (found or HoleKind.ANYTHING, None)
    return Hole(reference, span, kind=kind, home=hole.home, likely=likely(reference), within=within)


def element(hole: Hole, reference: str, span: Span) -> Hole:
    """The hole for an element of an unknown list. It has the kind of the list's hole, which describes the elements."""
    kept = HoleKind.ANYTHING if hole.kind.is_ambient else hole.kind
    return Hole(reference, span, kind=kept, home=hole.home, likely=likely(reference), within=hole.within)
