"""`Fn::ToJsonString`: a value as JSON text, in which each string keeps its place.

Reference: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from assumelint.sources.cloudformation.literals import first_unknown
from assumelint.sources.cloudformation.raw import Raw
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.unknowns import unknown
from assumelint.text import Hole, Part, Piece, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence


def to_json(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::ToJsonString`."""
    value = scope.value(argument)
    if value is None or isinstance(value, Hole):
        return unknown(scope, "ToJsonString", first_unknown(value), at)
    parts = tuple(_json(value, at))
    scope.budget.spend(sum(len(part.text) for part in parts if isinstance(part, Piece)))
    return Text(parts, at)


def _json(node: Node, at: Span) -> Iterable[Part]:
    """A value as JSON text, each string at its own place."""
    match node:
        case Mapping(entries, _, rest):
            yield Piece("{", node.span, False)
            for number, (key, value) in enumerate(entries):
                yield from (Piece(",", at, False),) if number else ()
                yield from _json(key, at)
                yield Piece(":", at, False)
                yield from _json(value, at)
            yield from rest
            yield Piece("}", node.span, False)
        case Sequence(items):
            yield Piece("[", node.span, False)
            for number, item in enumerate(items):
                yield from (Piece(",", at, False),) if number else ()
                yield from _json(item, at)
            yield Piece("]", node.span, False)
        case Text(parts, span):
            yield Piece('"', span, False)
            yield from (part if isinstance(part, Hole) else _escaped(part) for part in parts)
            yield Piece('"', span, False)
        case Scalar(_, raw, span):
            yield Piece(raw, span, False)
        case Hole():
            yield node


def _escaped(part: Piece) -> Piece:
    text = json.dumps(part.text, ensure_ascii=False)[1:-1]
    return part if text == part.text else Piece(text, part.span, exact=False)
