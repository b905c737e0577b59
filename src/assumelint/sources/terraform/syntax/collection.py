"""Parses bracketed constructs: `(a)`, `[a, b]`, `{ a = b }` and the arguments of a call."""

from __future__ import annotations

from assumelint.sources.terraform.syntax.ast import (
    Bool,
    Call,
    Expression,
    ForObject,
    ForTuple,
    Name,
    Null,
    Object,
    Parentheses,
    Template,
    Tuple,
)
from assumelint.sources.terraform.syntax.comprehension import Comprehensions
from assumelint.sources.terraform.syntax.tokens import NEWLINE, Token
from assumelint.text import Piece

_UNBALANCED = ("Unbalanced parentheses", "Expected a closing parenthesis to terminate the expression.")
_NO_ITEM = ("Missing item separator", "Expected a comma to mark the beginning of the next item.")
_OPEN_TUPLE = ("Unterminated tuple constructor expression", "There is no corresponding closing bracket.")
_NO_VALUE = ("Missing attribute value", 'Expected an attribute value, introduced by an equals sign ("=").')
_NO_EQUALS = (
    "Missing key/value separator",
    'Expected an equals sign ("=") to mark the beginning of the attribute value.',
)
_NO_ENTRY = (
    "Missing attribute separator",
    "Expected a newline or comma to mark the beginning of the next attribute.",
)
_OPEN_OBJECT = ("Unterminated object constructor expression", "There is no corresponding closing brace.")
_NO_ARGUMENT = (
    "Missing argument separator",
    "A comma is required to separate each function argument from the next.",
)
_OPEN_CALL = ("Unterminated function call", "There is no closing parenthesis for this function call.")
_NOT_LAST = (
    "Missing closing parenthesis",
    "An expanded argument (with ...) must be followed by the closing parenthesis.",
)


class Collections(Comprehensions):
    """The parser layer for constructs from an opening bracket to its closing bracket."""

    __slots__ = ()

    def parentheses(self) -> Parentheses:
        """Parse `(expression)`. Raises `HclError`."""
        opening, outer = self.token, self.enter()
        inner = self.expression()
        self.expect(")", _UNBALANCED)
        return Parentheses(inner, self.span(opening, self.leave(outer)))

    def brackets(self) -> Tuple | ForTuple:
        """Parse `[a, b]` or `[for …]`. Raises `HclError`."""
        opening, outer = self.token, self.enter()
        if self.token.text == "for":
            return self.for_tuple(opening, outer)
        items: list[Expression] = []
        while self.token.kind != "]":
            items.append(self.expression())
            if self.token.kind == ",":
                self.advance()
            elif self.at_end_of_file():
                raise self.refusal(_OPEN_TUPLE, opening)
            else:
                self.expect("]", _NO_ITEM)
        return Tuple(tuple(items), self.span(opening, self.leave(outer)))

    def braces(self) -> Object | ForObject:
        """Parse `{ a = b }` or `{for …}`. Raises `HclError`."""
        opening, outer = self.token, self.enter()
        if self.token.text == "for":
            return self.for_object(opening, outer)
        self.lines = True
        entries: list[tuple[Expression, Expression]] = []
        while self.token.kind != "}":
            entries.append((self._key(), self.expression()))
            if self.token.kind in (NEWLINE, ","):
                self._next_entry()
            elif self.at_end_of_file():
                raise self.refusal(_OPEN_OBJECT, opening)
            else:
                self.expect("}", _NO_ENTRY)
        return Object(tuple(entries), self.span(opening, self.leave(outer)))

    def _next_entry(self) -> None:
        """Skip a separator and all line breaks after it."""
        self.lines = False
        self.advance()
        self.lines = True

    def _key(self) -> Expression:
        """Parse a key and the `=` after it. A single word is the key itself, not a reference."""
        key = self.expression()
        if self.token.kind not in ("=", ":"):
            raise self.refusal(_NO_VALUE if self.token.kind in (NEWLINE, ",") else _NO_EQUALS)
        self.advance()
        match key:
            case Name(word, span):
                return Template((Piece(word, span),), span)
            case Bool(flag, span):
                return Template((Piece("true" if flag else "false", span),), span)
            case Null(span):
                return Template((Piece("null", span),), span)
            case _:
                return key

    def call(self, name: Token) -> Call:
        """Parse `(arguments)` after the name of a function. Raises `HclError`."""
        outer = self.enter()
        arguments: list[Expression] = []
        expand = False
        while self.token.kind != ")":
            arguments.append(self.expression())
            if self.token.kind == ",":
                self.advance()
            elif self.token.kind == "...":
                expand = self._ellipsis()
            elif self.at_end_of_file():
                raise self.refusal(_OPEN_CALL, name)
            else:
                self.expect(")", _NO_ARGUMENT)
        closing = self.leave(outer)
        return Call(name.text, tuple(arguments), expand, self.span(name, closing), self.span(name, name))

    def _ellipsis(self) -> bool:
        ellipsis = self.advance()
        if self.token.kind != ")":
            raise self.refusal(_NOT_LAST, ellipsis)
        return True
