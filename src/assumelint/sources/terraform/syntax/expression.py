"""Parses expressions by recursive descent.

The parser is one class in layers, one module each: `Cursor` moves along the tokens; `Comprehensions`, `Collections`
and `Terms` parse operands; `Traversals` parses the steps after an operand; this module parses operators.
"""

from __future__ import annotations

from assumelint.sources.terraform.syntax.ast import Binary, Conditional, Expression, Unary
from assumelint.sources.terraform.syntax.cursor import MAX_CHAIN, Strings
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.tokens import Token, token_span
from assumelint.sources.terraform.syntax.traversal import Traversals

# The operators by precedence, lowest first.
_LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_BINDING = {operator: level for level, operators in enumerate(_LEVELS) for operator in operators}
_LOOSEST = 0
_NO_OPERATOR = -1
# The most `!` and `-` before one operand: the functions that walk the tree are recursive.
_MAX_UNARY = 100

_NO_EXPRESSION = ("Invalid expression", "Expected the start of an expression, but found an invalid expression token.")
_END_OF_FILE = ("Missing expression", "Expected the start of an expression, but found the end of the file.")
_NO_COLON = (
    "Missing false expression in conditional",
    "The conditional operator (...?...:...) requires a false expression, delimited by a colon.",
)


def parse_tokens(
    strings: Strings, tokens: list[Token], at: int, *, lines: bool, depth: int = 0
) -> tuple[Expression, int]:
    """Parse the expression at `tokens[at]`. Returns it and the index of the first token after it.

    With `lines`, a line break outside brackets ends the expression. `depth` is the depth of nesting around it.
    Raises `HclError`.
    """
    parser = _Parser(strings, tokens, at, depth, lines=lines)
    value = parser.expression()
    return value, parser.position


class _Parser(Traversals):
    """The parser layer for operands and the operators between them."""

    __slots__ = ()

    def expression(self) -> Expression:
        """Parse a whole expression. Raises `HclError`."""
        value = self._operand()
        if self.token.kind in _BINDING:
            value = self._operation(value, _LOOSEST)
        return self._conditional(value) if self.token.kind == "?" else value

    def _conditional(self, condition: Expression) -> Expression:
        """Parse from the first `?`. In a chain of conditionals, each is the false branch of the previous one."""
        choices: list[tuple[Expression, Expression]] = []
        self.deepen()
        while self.token.kind == "?":
            if len(choices) == MAX_CHAIN:
                raise self.too_deep()
            self.advance()
            choices.append((condition, self.expression()))
            self.expect(":", _NO_COLON)
            self.advance()
            condition = self._operand()
            if self.token.kind in _BINDING:
                condition = self._operation(condition, _LOOSEST)
        self.depth -= 1
        value = condition
        for test, then in reversed(choices):
            value = Conditional(test, then, value, test.span.to(value.span))
        return value

    def _operation(self, left: Expression, loosest: int) -> Expression:
        """Parse operators of precedence `loosest` or higher, left-associative, and their right operands."""
        self.deepen()
        for _ in range(MAX_CHAIN):
            operator = self.token.kind
            binding = _BINDING.get(operator, _NO_OPERATOR)
            if binding < loosest:
                self.depth -= 1
                return left
            self.advance()
            right = self._operand()
            if _BINDING.get(self.token.kind, _NO_OPERATOR) > binding:
                right = self._operation(right, binding + 1)
            left = Binary(operator, left, right, left.span.to(right.span))
        raise self.too_deep()

    def _operand(self) -> Expression:
        token = self.token
        match token.kind:
            case "string":
                self.advance()
                value: Expression = self.strings.quoted(token.start, token.end, self.depth)
            case "name":
                value = self.word()
            case "[":
                value = self.brackets()
            case "{":
                value = self.braces()
            case "number":
                value = self.number()
            case "(":
                value = self.parentheses()
            case "heredoc":
                self.advance()
                value = self.strings.heredoc(token.start, token.end, self.depth)
            case "!" | "-":
                return self._unary()
            case "broken":
                raise self.strings.broken(token, self.depth)
            case _:
                raise self.refusal(_END_OF_FILE if self.at_end_of_file() else _NO_EXPRESSION)
        return self.traversal(value) if self.token.kind in (".", "[") else value

    def _unary(self) -> Expression:
        """Parse a sequence of `!` and `-`, and their operand."""
        first, operators = self.token, ""
        while self.token.kind in ("-", "!"):
            operators += self.advance().kind
        if len(operators) > _MAX_UNARY:
            raise HclError("Expression nested too deeply", token_span(self.source, first))
        operand = self._operand()
        start = self.source.span(first.start, first.start)
        for operator in reversed(operators):
            operand = Unary(operator, operand, start.to(operand.span))
        return operand
