"""Parses `for` expressions: `[for …]` and `{for …}`."""

from __future__ import annotations

from assumelint.sources.terraform.syntax.ast import Expression, ForObject, ForTuple
from assumelint.sources.terraform.syntax.cursor import Complaint, Cursor
from assumelint.sources.terraform.syntax.tokens import NAME, Token

# A `for` expression takes more stack frames than other brackets, so it counts as two levels of nesting.
_LEVELS = 2


def _invalid(help: str) -> Complaint:
    return "Invalid 'for' expression", help


_NO_NAME = _invalid("For expression requires a variable name after 'for'.")
_NO_IN = _invalid("For expression requires the 'in' keyword after its name declarations.")
_NO_COLON = _invalid("For expression requires a colon after the collection expression.")
_NO_KEY = _invalid("Key expression is required when building an object.")
_KEY_IN_TUPLE = _invalid("Key expression is not valid when building a tuple.")
_GROUP_IN_TUPLE = _invalid("Grouping ellipsis (...) cannot be used when building a tuple.")
_NO_END = _invalid("Extra characters after the end of the 'for' expression.")


class Comprehensions(Cursor):
    """The parser layer for a bracket followed by the word `for`."""

    __slots__ = ()

    def for_tuple(self, opening: Token, outer: bool) -> ForTuple:
        """Parse from the word `for` after `[`. Raises `HclError`."""
        key, value, collection = self._introduction()
        result = self.expression()
        if self.token.kind == "=>":
            raise self.refusal(_KEY_IN_TUPLE)
        if self.token.kind == "...":
            raise self.refusal(_GROUP_IN_TUPLE)
        condition = self._condition()
        self.expect("]", _NO_END)
        closing = self.leave(outer, _LEVELS)
        return ForTuple(key, value, collection, result, condition, self.span(opening, closing))

    def for_object(self, opening: Token, outer: bool) -> ForObject:
        """Parse from the word `for` after `{`. Raises `HclError`."""
        key, value, collection = self._introduction()
        result_key = self.expression()
        self.expect("=>", _NO_KEY)
        self.advance()
        result = self.expression()
        group = self.token.kind == "..."
        if group:
            self.advance()
        condition = self._condition()
        self.expect("}", _NO_END)
        closing = self.leave(outer, _LEVELS)
        span = self.span(opening, closing)
        return ForObject(key, value, collection, result_key, result, group, condition, span)

    def _introduction(self) -> tuple[str | None, str, Expression]:
        """Parse `for key, value in collection :`."""
        self.deepen(_LEVELS - 1)
        self.advance()
        key, value = None, self._variable()
        if self.token.kind == ",":
            self.advance()
            key, value = value, self._variable()
        if self.token.text != "in":
            raise self.refusal(_NO_IN)
        self.advance()
        collection = self.expression()
        self.expect(":", _NO_COLON)
        self.advance()
        return key, value, collection

    def _variable(self) -> str:
        self.expect(NAME, _NO_NAME)
        return self.advance().text

    def _condition(self) -> Expression | None:
        if self.token.text != "if":
            return None
        self.advance()
        return self.expression()
