"""What an expression of a plan comes from: references followed through modules and policy documents to their ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from assumelint.sources.terraform.plan.configuration import Configuration, all_references
from assumelint.text.document import Node

_DOCUMENT = re.compile(r"data\.aws_iam_policy_document\.[^.\[]+")


class Reached(Struct, frozen=True):
    """A reference in a module. `through_output`: an output of a module lies between it and the expression."""

    module: str
    reference: str
    through_output: bool = False


def reached_from(code: Configuration, module: str, expression: Node | None) -> Iterator[Reached]:
    """The ends of the references in an expression. `module` is where it stands."""
    pending = [Reached(module, reference) for reference in all_references(expression)]
    seen: set[Reached] = set()
    while pending:
        start = pending.pop()
        if start in seen:
            continue
        seen.add(start)
        inner, reference = code.followed(start.module, start.reference)
        through = start.through_output or _enters(start.module, inner)
        yield Reached(inner, reference, through)
        document = _DOCUMENT.match(reference)
        if document is not None:
            written = code.expressions(inner + document[0])
            pending += (Reached(inner, each, through) for each in all_references(written))


def _enters(outer: str, inner: str) -> bool:
    """Whether a way from one module to another goes down, which only outputs do."""
    return not outer.startswith(inner)
