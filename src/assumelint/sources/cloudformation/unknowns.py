"""What a function makes where its argument is not known, or is not what it takes."""

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
    """The one maker of holes for the values of a stack; `of` is the name that a function's argument is about."""
    home = scope.stack.home
    return Hole(reference, at, many, kind, home, likely(reference), of=Hole(of, at, home=home) if of else None)


def unknown(scope: Scope, function: str, inner: str, at: Span, *, many: bool = False) -> Hole:
    """The result of a function whose argument is not known."""
    return hole(scope, f"Fn::{function}:{inner}" if inner else f"Fn::{function}", at, many=many, of=inner)


def malformed(scope: Scope, function: str, argument: Raw, at: Span, takes: str) -> Hole:
    """The result of a function whose argument has the wrong shape: CloudFormation refuses the template."""
    # What is a function itself may come out in the right shape (a macro's, or with AWS::LanguageExtensions).
    if not isinstance(argument, RawMap) and scope.stack.template.is_closed:
        scope.report(Cause.INVALID_TEMPLATE, argument.span, f"Fn::{function} takes {takes}")
    return unknown(scope, function, "", at)


def flattened(items: Iterable[Node]) -> Iterable[Node]:
    """The items of a list, those of lists in it among them."""
    for item in items:
        if isinstance(item, Sequence):
            yield from item.items
        else:
            yield item
