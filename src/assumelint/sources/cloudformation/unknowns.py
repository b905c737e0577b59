"""What a function makes where its argument is not known, or is not what it takes."""

from __future__ import annotations

from collections.abc import Iterable

from assumelint.cause import Cause
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.read.yaml_tree import Raw, RawMap
from assumelint.text import Hole, Span
from assumelint.text.document import Node, Sequence


def unknown(function: str, inner: str, at: Span, *, many: bool = False) -> Hole:
    """The result of a function whose argument is not known."""
    return Hole(f"Fn::{function}:{inner}" if inner else f"Fn::{function}", at, many)


def malformed(scope: Scope, function: str, argument: Raw, at: Span, takes: str) -> Hole:
    """The result of a function whose argument has the wrong shape: CloudFormation refuses the template."""
    # What is a function itself may come out in the right shape (a macro's, or with AWS::LanguageExtensions).
    if not isinstance(argument, RawMap) and scope.stack.template.is_closed:
        scope.report(Cause.INVALID_TEMPLATE, argument.span, f"Fn::{function} takes {takes}")
    return unknown(function, "", at)


def flattened(items: Iterable[Node]) -> Iterable[Node]:
    """The items of a list, those of lists in it among them."""
    for item in items:
        if isinstance(item, Sequence):
            yield from item.items
        else:
            yield item
