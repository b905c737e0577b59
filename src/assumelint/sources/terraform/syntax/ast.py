"""The syntax tree of HCL, with a span on every node.

The names follow the HCL native syntax specification
(https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from assumelint.text import Piece, Span


class Number(Struct, frozen=True, gc=False):
    """A number literal."""

    value: Decimal
    span: Span


class Bool(Struct, frozen=True, gc=False):
    """`true` or `false`."""

    value: bool
    span: Span


class Null(Struct, frozen=True, gc=False):
    """`null`."""

    span: Span


class Template(Struct, frozen=True, gc=False):
    """A quoted string, a heredoc, or a template file, strip markers applied.

    A template that is one interpolation and nothing else has the value of its expression, not a string.
    """

    parts: tuple[TemplatePart, ...]
    span: Span
    heredoc: bool = False


class Interpolation(Struct, frozen=True, gc=False):
    """`${ … }`. `span` includes the markers."""

    value: Expression
    span: Span


class IfDirective(Struct, frozen=True, gc=False):
    """`%{ if … } … %{ else } … %{ endif }`."""

    condition: Expression
    then: tuple[TemplatePart, ...]
    otherwise: tuple[TemplatePart, ...]
    span: Span


class ForDirective(Struct, frozen=True, gc=False):
    """`%{ for key, value in … } … %{ endfor }`."""

    key: str | None
    value: str
    collection: Expression
    body: tuple[TemplatePart, ...]
    span: Span


TemplatePart: TypeAlias = Piece | Interpolation | IfDirective | ForDirective


class Name(Struct, frozen=True, gc=False):
    """A root name: `var`, `local`, `each`, `aws_iam_role`, a `for` variable."""

    name: str
    span: Span


class GetAttr(Struct, frozen=True, gc=False):
    """`object.name`. `name_span` is the name alone."""

    object: Expression
    name: str
    span: Span
    name_span: Span


class Index(Struct, frozen=True, gc=False):
    """`object[key]`, and the legacy `object.0`."""

    object: Expression
    key: Expression
    span: Span
    legacy: bool = False


class SplatItem(Struct, frozen=True, gc=False):
    """The current element in the `body` of a `Splat`."""

    span: Span


class Splat(Struct, frozen=True, gc=False):
    """`source[*].a[0]` (`full`) or `source.*.a`. `body` is evaluated for each element, its `SplatItem`."""

    source: Expression
    body: Expression
    span: Span
    full: bool


class Tuple(Struct, frozen=True, gc=False):
    """`[a, b]`."""

    items: tuple[Expression, ...]
    span: Span


class Object(Struct, frozen=True, gc=False):
    """`{ a = b }`. A key that is a bare identifier is a `Template` of that word, one in parentheses a `Parentheses`."""

    entries: tuple[tuple[Expression, Expression], ...]
    span: Span


class ForTuple(Struct, frozen=True, gc=False):
    """`[for key, value in collection : result if condition]`."""

    key: str | None
    value: str
    collection: Expression
    result: Expression
    condition: Expression | None
    span: Span


class ForObject(Struct, frozen=True, gc=False):
    """`{for key, value in collection : result_key => result... if condition}`."""

    key: str | None
    value: str
    collection: Expression
    result_key: Expression
    result: Expression
    group: bool
    condition: Expression | None
    span: Span


class Conditional(Struct, frozen=True, gc=False):
    """`condition ? then : otherwise`."""

    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span


class Binary(Struct, frozen=True, gc=False):
    """`left operator right`."""

    operator: str
    left: Expression
    right: Expression
    span: Span


class Unary(Struct, frozen=True, gc=False):
    """`-x` or `!x`."""

    operator: str
    operand: Expression
    span: Span


class Call(Struct, frozen=True, gc=False):
    """`name(arguments)`; `expand` if the last argument is followed by `...`. `name` includes any `::`."""

    name: str
    arguments: tuple[Expression, ...]
    expand: bool
    span: Span
    name_span: Span


class Parentheses(Struct, frozen=True, gc=False):
    """`(expression)`."""

    expression: Expression
    span: Span


Expression: TypeAlias = (
    Number
    | Bool
    | Null
    | Template
    | Name
    | GetAttr
    | Index
    | SplatItem
    | Splat
    | Tuple
    | Object
    | ForTuple
    | ForObject
    | Conditional
    | Binary
    | Unary
    | Call
    | Parentheses
)


class Attribute(Struct, frozen=True, gc=False):
    """`name = value`."""

    name: str
    value: Expression
    span: Span
    name_span: Span


class Label(Struct, frozen=True, gc=False):
    """A block's label. `span` includes the quotes."""

    text: str
    span: Span


class Block(Struct, frozen=True, gc=False):
    """`type "label" { … }`. `span` is the header (type to last label), `whole` the whole block."""

    type: str
    labels: tuple[Label, ...]
    body: Body
    span: Span
    type_span: Span
    whole: Span


class Body(Struct, frozen=True, gc=False):
    """The content of a block or of a whole file, in order. `end` is the span for reporting a missing argument."""

    attributes: tuple[Attribute, ...]
    blocks: tuple[Block, ...]
    end: Span

    def attribute(self, name: str) -> Attribute | None:
        """The attribute with this name, None if it is not set."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def named(self, type: str) -> tuple[Block, ...]:
        """The blocks of this type, in order."""
        return tuple(block for block in self.blocks if block.type == type)
