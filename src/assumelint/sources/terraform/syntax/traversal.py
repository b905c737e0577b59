"""Parses the steps after a term: `.name`, `[key]`, `.0`, `.*` and `[*]`."""

from __future__ import annotations

from assumelint.sources.terraform.syntax.ast import Expression, GetAttr, Index, Splat, SplatItem
from assumelint.sources.terraform.syntax.cursor import MAX_CHAIN
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.term import Terms
from assumelint.sources.terraform.syntax.tokens import NAME, NUMBER, Token

# A nested splat counts as more levels of nesting than other brackets, because evaluating it takes more work.
_SPLAT_LEVELS = 4

_NO_NAME = ("Invalid attribute name", "An attribute name is required after a dot.")
_OPEN_INDEX = ("Missing close bracket on index", 'The index operator must end with a closing bracket ("]").')
_OPEN_SPLAT = (
    "Missing close bracket on splat index",
    'The star for a full splat operator must be immediately followed by a closing bracket ("]").',
)


class Traversals(Terms):
    """The parser layer for the steps after a term."""

    __slots__ = ()

    def traversal(self, target: Expression) -> Expression:
        """Parse all steps that follow `target`. Raises `HclError`."""
        for _ in range(MAX_CHAIN):
            match self.token.kind:
                case ".":
                    target = self._after_dot(target)
                case "[":
                    target = self._in_brackets(target)
                case _:
                    return target
        raise self.too_deep()

    def _after_dot(self, target: Expression) -> Expression:
        dot = self.advance()
        return self._attribute_splat(target, dot) if self.token.kind == "*" else self._member(target, dot)

    def _member(self, target: Expression, dot: Token) -> Expression:
        """Parse `.name` or `.0`."""
        if self.token.kind == NUMBER:
            return self._legacy_index(target, dot)
        self.expect(NAME, _NO_NAME)
        name = self.advance()
        span = self.span(name, name)
        return GetAttr(target, name.text, target.span.to(span), span)

    def _legacy_index(self, target: Expression, dot: Token) -> Index:
        token = self.token
        digits = self.source.text[token.start : token.end]
        if not digits.isdigit():
            indexes = "".join(f"[{part}]" for part in digits.split("."))
            help = f"Chaining two legacy indexes is not permitted. Use the proper index syntax instead, like {indexes}."
            raise HclError("Invalid legacy index syntax", self.span(token, token), help)
        return Index(target, self.number(), target.span.to(self.span(dot, token)), legacy=True)

    def _attribute_splat(self, target: Expression, dot: Token) -> Splat:
        """Parse `.*` and the attributes that follow. An index in brackets applies to the resulting list."""
        item = SplatItem(self.span(dot, self.advance()))
        body: Expression = item
        for _ in range(MAX_CHAIN):
            if self.token.kind != ".":
                return Splat(target, body, target.span.to(body.span), full=False)
            dot = self.advance()
            if self.token.kind == "*":
                help = "A splat expression (*) cannot be used inside another attribute-only splat expression."
                raise HclError("Nested splat expression not allowed", self.span(dot, self.token), help)
            body = self._member(body, dot)
        raise self.too_deep()

    def _in_brackets(self, target: Expression) -> Expression:
        opening, outer = self.token, self.enter()
        if self.token.kind == "*":
            return self._full_splat(target, opening, outer)
        key = self.expression()
        self.expect("]", _OPEN_INDEX)
        closing = self.leave(outer)
        return Index(target, key, target.span.to(self.span(opening, closing)))

    def _full_splat(self, target: Expression, opening: Token, outer: bool) -> Splat:
        """Parse `[*]` and all steps that follow, which apply to each element."""
        self.advance()
        self.expect("]", _OPEN_SPLAT)
        closing = self.leave(outer)
        self.deepen(_SPLAT_LEVELS)
        body = self.traversal(SplatItem(self.span(opening, closing)))
        self.depth -= _SPLAT_LEVELS
        return Splat(target, body, target.span.to(body.span), full=True)
