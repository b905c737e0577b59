"""Parses terms that start with a word or number: names, `true`, `false`, `null`, numbers and calls."""

from __future__ import annotations

from decimal import Decimal

from assumelint.sources.terraform.syntax.ast import Bool, Expression, Name, Null, Number
from assumelint.sources.terraform.syntax.collection import Collections
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.tokens import NAME, Token

# A float of 512 bits, as Terraform keeps numbers, has no larger exponent in practice; Decimal's own limit is near.
_MAX_DIGITS = 10_000
_MAX_EXPONENT_DIGITS = 6

_NO_FUNCTION = ("Missing function name", "A function name is required after a double colon.")
_NO_CALL = (
    "Missing open parenthesis",
    "Function selector must be followed by an open parenthesis to begin the function call.",
)


class Terms(Collections):
    """The parser layer for single words and numbers, and for calls."""

    __slots__ = ()

    def word(self) -> Expression:
        """Parse a name, `true`, `false`, `null`, or a call. Raises `HclError`."""
        token = self.advance()
        if self.token.kind == "::":
            token = self._qualified(token)
        if self.token.kind == "(":
            return self.call(token)
        span = self.span(token, token)
        match token.text:
            case "true":
                return Bool(True, span)
            case "false":
                return Bool(False, span)
            case "null":
                return Null(span)
            case name:
                return Name(name, span)

    def _qualified(self, token: Token) -> Token:
        """Parse the rest of a name such as `provider::aws::arn_parse`, which only a function can have."""
        while self.token.kind == "::":
            self.advance()
            self.expect(NAME, _NO_FUNCTION)
            last = self.advance()
            token = Token(NAME, token.start, last.end, f"{token.text}::{last.text}")
        self.expect("(", _NO_CALL)
        return token

    def number(self) -> Number:
        """Parse a number. Raises `HclError`."""
        token = self.advance()
        digits, span = self.source.text[token.start : token.end], self.span(token, token)
        if not _is_number(digits):
            raise HclError("Invalid number literal", span, "Failed to recognize the value of this number literal.")
        return Number(Decimal(digits), span)


def _is_number(digits: str) -> bool:
    """Whether a number token is valid: the scanner accepts digits, dots and exponents in any order."""
    if len(digits) > _MAX_DIGITS:
        return False
    mantissa, _, exponent = digits.lower().partition("e")
    return mantissa.count(".") <= 1 and not {"e", "."} & {*exponent} and len(exponent) <= _MAX_EXPONENT_DIGITS
