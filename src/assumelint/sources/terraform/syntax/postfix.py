"""What may follow a term: `.name`, `[key]`, `.0`, `.*` and `[*]`."""

from __future__ import annotations

from msgspec import Struct

from assumelint.sources.terraform.syntax.ast import Expression, GetAttr, Index, Null, Splat, SplatItem
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.text import Span

# Whoever walks the tree has a limit.
_MAX_SPLATS = 50


class Postfix(Struct, frozen=True):
    """One step: "attribute", "index", "legacy index", "attribute splat" or "full splat".

    `steps` are those that the tables put behind a splat, whether they belong to it or to what comes of it.
    """

    kind: str
    span: Span
    name: str = ""
    key: Expression | None = None
    steps: tuple[Postfix, ...] = ()


def apply(target: Expression, step: Postfix) -> Expression:
    """The expression with one more step. After `[*]` every further step is done to each element.

    Raises `HclError` for a `.*` within a `.*`.
    """
    splats: list[Splat] = []
    while isinstance(target, Splat) and target.full:
        splats.append(target)
        target = target.body
    if len(splats) > _MAX_SPLATS:
        raise HclError("Expression nested too deeply", step.span, "Split it up, with the parts in locals.")
    expression = _attach(target, step)
    for splat in reversed(splats):
        expression = Splat(splat.source, expression, splat.source.span.to(expression.span), full=True)
    return expression


def _attach(target: Expression, step: Postfix) -> Expression:
    span = target.span.to(step.span)
    match step.kind:
        case "attribute":
            return GetAttr(target, step.name, span, step.span)
        case "full splat":
            expression: Expression = Splat(target, SplatItem(step.span), span, full=True)
            for following in step.steps:
                expression = apply(expression, following)
            return expression
        case "attribute splat":
            return _attribute_splat(target, step, span)
        case _:
            return Index(target, step.key or Null(step.span), span, legacy=step.kind == "legacy index")


def _attribute_splat(target: Expression, step: Postfix, span: Span) -> Expression:
    if isinstance(target, Splat):
        help = "A splat expression (*) cannot be used inside another attribute-only splat expression."
        raise HclError("Nested splat expression not allowed", step.span, help)
    # An index in brackets, and all that comes after, is done to the list that the splat gives.
    inside = next((number for number, inner in enumerate(step.steps) if inner.kind == "index"), len(step.steps))
    body: Expression = SplatItem(step.span)
    for inner in step.steps[:inside]:
        body = _attach(body, inner)
    expression: Expression = Splat(target, body, span.to(body.span), full=False)
    for outer in step.steps[inside:]:
        expression = apply(expression, outer)
    return expression
