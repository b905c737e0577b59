"""Whether Terraform marks a value as sensitive, for `issensitive`.

Values carry no marks here. The result is derived from the expression: marks pass through every function but
`nonsensitive` (https://developer.hashicorp.com/terraform/language/functions/issensitive).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from msgspec import Struct

from assumelint.sources.terraform.lang.expressions.render import render_step
from assumelint.sources.terraform.lang.expressions.scope import Attr, Reference, Scope
from assumelint.sources.terraform.syntax.ast import Call, Expression, GetAttr, Index, Name, Object, Parentheses, Tuple
from assumelint.text import Span

_DEEPEST = 200


@runtime_checkable
class Marking(Protocol):
    """A resolver that also knows which references are sensitive."""

    def sensitive(self, reference: Reference) -> bool | None:
        """Whether a reference is to a sensitive value, None if unknown."""


def sensitive(expression: Expression, scope: Scope) -> bool | None:
    """Whether the value of an expression is sensitive as a whole, None if unknown."""
    match expression:
        case Parentheses(inner):
            return sensitive(inner, scope)
        case Tuple() | Object():
            return False  # the elements are marked, not the whole
        case _:
            return _marked(expression, scope, 0)


def _marked(node: object, scope: Scope, depth: int) -> bool | None:
    if depth > _DEEPEST:
        return None
    match node:
        case Call("sensitive"):
            return True
        case Call("nonsensitive" | "issensitive"):
            return False
        case Name() | GetAttr() | Index():
            return _reference(node, scope, depth)
    answers = [_marked(child, scope, depth + 1) for child in _children(node)]
    return True if True in answers else (None if None in answers else False)


def _reference(expression: Name | GetAttr | Index, scope: Scope, depth: int) -> bool | None:
    links: list[GetAttr | Index] = []
    root: Expression = expression
    while isinstance(root, GetAttr | Index):
        links.append(root)
        root = root.object
    if not isinstance(root, Name):
        return _marked(root, scope, depth + 1)
    if root.name in scope.names or not isinstance(scope.resolver, Marking):
        return None
    steps, texts, spans = [], [root.name], [root.span]
    for link in reversed(links):
        if not isinstance(link, GetAttr):
            break
        steps.append(Attr(link.name, link.name_span))
        texts.append(texts[-1] + render_step(link))
        spans.append(link.span)
    return scope.resolver.sensitive(Reference(root.name, tuple(steps), tuple(texts), tuple(spans)))


def _children(node: object) -> Iterator[object]:
    if isinstance(node, tuple):
        yield from node
    elif isinstance(node, Struct) and not isinstance(node, Span):
        yield from (getattr(node, name) for name in node.__struct_fields__)
