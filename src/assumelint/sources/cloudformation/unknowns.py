"""The results of functions whose argument is unknown or invalid."""

from __future__ import annotations

from collections.abc import Iterable

from assumelint.cause import Cause
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.read.yaml_tree import Raw, RawMap
from assumelint.text import Hole, HoleKind, Span
from assumelint.text.document import Node, Sequence
from assumelint.text.names import likely


def hole(
    scope: Scope, reference: str, at: Span, kind: HoleKind = HoleKind.ANYTHING, *, many: bool = False, of: str = ""
) -> Hole:
    """Return a hole for a value of a stack. `of` is the name that the function's argument refers to."""
    home = scope.stack.home
    return Hole(reference, at, many, kind, home, likely(reference), of=Hole(of, at, home=home) if of else None)


def unknown(scope: Scope, function: str, inner: str, at: Span, *, many: bool = False) -> Hole:
    """Return the result of a function whose argument is unknown."""
    return hole(scope, f"Fn::{function}:{inner}" if inner else f"Fn::{function}", at, many=many, of=inner)


def malformed(scope: Scope, function: str, argument: Raw, at: Span, takes: str) -> Hole:
    """Report an argument of the wrong type, which CloudFormation refuses, and return an unknown result."""
    # A function may still return the right type (a macro's, or with AWS::LanguageExtensions).
    if not isinstance(argument, RawMap) and scope.stack.template.is_closed:
        scope.report(Cause.INVALID_TEMPLATE, argument.span, f"Fn::{function} takes {takes}")
    return unknown(scope, function, "", at)


def flattened(items: Iterable[Node]) -> Iterable[Node]:
    """Yield the items of a list, including those of nested lists."""
    for item in items:
        if isinstance(item, Sequence):
            yield from item.items
        else:
            yield item
