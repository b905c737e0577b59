"""The syntax tree of HCL, with a span on every node.

The names follow the HCL native syntax specification
(https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from assumelint.text import Piece, Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number literal."""

    value: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class Bool:
    """`true` or `false`."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Null:
    """`null`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Template:
    """A quoted string, a heredoc, or a template file, strip markers applied.

    A template that is one interpolation and nothing else has the value of its expression, not a string.
    """

    parts: tuple[TemplatePart, ...]
    span: Span
    heredoc: bool = False


@dataclass(frozen=True, slots=True)
class Interpolation:
    """`${ … }`. `span` includes the markers."""

    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class IfDirective:
    """`%{ if … } … %{ else } … %{ endif }`."""

    condition: Expression
    then: tuple[TemplatePart, ...]
    otherwise: tuple[TemplatePart, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ForDirective:
    """`%{ for key, value in … } … %{ endfor }`."""

    key: str | None
    value: str
    collection: Expression
    body: tuple[TemplatePart, ...]
    span: Span


TemplatePart: TypeAlias = Piece | Interpolation | IfDirective | ForDirective


@dataclass(frozen=True, slots=True)
class Name:
    """A root name: `var`, `local`, `each`, `aws_iam_role`, a `for` variable."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class GetAttr:
    """`object.name`. `name_span` is the name alone."""

    object: Expression
    name: str
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class Index:
    """`object[key]`, and the legacy `object.0`."""

    object: Expression
    key: Expression
    span: Span
    legacy: bool = False


@dataclass(frozen=True, slots=True)
class SplatItem:
    """The element at hand in the `body` of a `Splat`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Splat:
    """`source[*].a[0]` (`full`) or `source.*.a`: `body` is what is done to each element, rooted in `SplatItem`."""

    source: Expression
    body: Expression
    span: Span
    full: bool


@dataclass(frozen=True, slots=True)
class Tuple:
    """`[a, b]`."""

    items: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Object:
    """`{ a = b }`. A bare identifier as key is a `Template` of that one word, a key in parentheses a `Parentheses`."""

    entries: tuple[tuple[Expression, Expression], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ForTuple:
    """`[for key, value in collection : result if condition]`."""

    key: str | None
    value: str
    collection: Expression
    result: Expression
    condition: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class ForObject:
    """`{for key, value in collection : result_key => result... if condition}`."""

    key: str | None
    value: str
    collection: Expression
    result_key: Expression
    result: Expression
    group: bool
    condition: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """`condition ? then : otherwise`."""

    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """`left operator right`."""

    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x` or `!x`."""

    operator: str
    operand: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`; `expand` where the last argument ends in `...`. `name` keeps its `::`."""

    name: str
    arguments: tuple[Expression, ...]
    expand: bool
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class Parentheses:
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


@dataclass(frozen=True, slots=True)
class Attribute:
    """`name = value`."""

    name: str
    value: Expression
    span: Span
    name_span: Span


@dataclass(frozen=True, slots=True)
class Label:
    """A block's label and where it stands, quotes included."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """`type "label" { … }`. `span` is the header (type to last label), `whole` all of it."""

    type: str
    labels: tuple[Label, ...]
    body: Body
    span: Span
    type_span: Span
    whole: Span


@dataclass(frozen=True, slots=True)
class Body:
    """What stands between a block's braces, or a whole file, in order. `end`: where a missing argument is reported."""

    attributes: tuple[Attribute, ...]
    blocks: tuple[Block, ...]
    end: Span

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of that name, if it is set."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def named(self, type: str) -> tuple[Block, ...]:
        """The blocks of that type, in order."""
        return tuple(block for block in self.blocks if block.type == type)
