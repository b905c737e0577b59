"""The one maker of holes in Terraform code."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.text import Hole, HoleKind, Span, Within
from assumelint.text.names import likely


def named(reference: str, span: Span, home: str = "", *, many: bool = False) -> Hole:
    """The hole for a value that is called so in a module instance."""
    return Hole(reference, span, many, home=home, likely=likely(reference))


def renamed(hole: Hole, reference: str) -> Hole:
    """The same value by another name."""
    return replace(hole, reference=reference, likely=likely(reference))


def named_after(hole: Hole, reference: str, span: Span, *, many: bool = False) -> Hole:
    """Another value, which is named after one: of its own kind nothing is known."""
    return named(reference, span, hole.home, many=many)


def member(hole: Hole, name: str, reference: str, span: Span) -> Hole:
    """What an unknown object holds under a name."""
    found = hole.within.names.get(name) if hole.within is not None else None
    kind, within = (HoleKind.ANYTHING, found) if isinstance(found, Within) else (found or HoleKind.ANYTHING, None)
    return Hole(reference, span, kind=kind, home=hole.home, likely=likely(reference), within=within)


def element(hole: Hole, reference: str, span: Span) -> Hole:
    """An element of an unknown list: what is known of such a list is known of each of its elements."""
    kept = HoleKind.ANYTHING if hole.kind.is_ambient else hole.kind
    return Hole(reference, span, kind=kept, home=hole.home, likely=likely(reference), within=hole.within)
