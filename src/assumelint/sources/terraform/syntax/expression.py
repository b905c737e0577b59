"""Expressions: from tokens to the syntax tree, by the tables of `tables.py`.

The parser keeps its own stacks, so no nesting exhausts Python's. It sends the tables terminals that leave them
nothing to guess: line breaks, `for`, `if`, `in`, splats, chains of `!` and `-`, qualified names are settled here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assumelint.sources.terraform.syntax.ast import Expression
from assumelint.sources.terraform.syntax.diagnose import diagnose
from assumelint.sources.terraform.syntax.engine import Engine
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.tokens import (
    BROKEN,
    END,
    ENDS_TERM,
    HEREDOC,
    NAME,
    NEWLINE,
    NUMBER,
    STRING,
    Token,
    token_span,
)

if TYPE_CHECKING:
    from assumelint.sources.terraform.syntax.template import Reader

# Terraform has no such limits; whoever walks the tree has.
_MAX_BRACKETS = 200
_MAX_OPERATORS = 100

_TERMINALS = {
    "==": "DOUBLE_EQ",
    "!=": "NEQ",
    "<": "LT",
    ">": "GT",
    "<=": "LEQ",
    ">=": "GEQ",
    "-": "MINUS",
    "*": "ASTERISK",
    "/": "SLASH",
    "%": "PERCENT",
    "&&": "DOUBLE_AMP",
    "||": "DOUBLE_PIPE",
    "+": "PLUS",
    "!": "NOT",
    "?": "QMARK",
    "(": "LPAR",
    ")": "RPAR",
    "{": "LBRACE",
    "}": "RBRACE",
    "[": "LSQB",
    "]": "RSQB",
    ",": "COMMA",
    ".": "DOT",
    "=": "EQ",
    ":": "COLON",
    "=>": "FOR_OBJECT_ARROW",
    "...": "ELLIPSIS",
    NUMBER: "INT_LITERAL",
    HEREDOC: "HEREDOC_TEMPLATE",
    STRING: "DBLQUOTE",
    NEWLINE: "COMMA",
}
_CONTINUES = frozenset(("==", "!=", "<", ">", "<=", ">=", "-", "*", "/", "%", "&&", "||", "+", "?", ".", "["))
_STARTS_TERM = frozenset((NAME, NUMBER, STRING, HEREDOC, "{", "!"))
_OPENS = frozenset("([{")
_CLOSES = frozenset(")]}")
_KEYWORDS = frozenset(("FOR", "IN", "IF"))
_LITERALS = {"true": "TRUE", "false": "FALSE", "null": "NULL"}


def parse_tokens(reader: Reader, tokens: list[Token], at: int, *, lines: bool) -> tuple[Expression, int]:
    """The expression that begins at `tokens[at]`, and the index of the first token after it.

    With `lines`, a line break ends it (outside of brackets). Raises `HclError`.
    """
    parser = _Parser(reader, tokens, at, lines)
    return parser.parse(), parser.at


class _Parser:
    """One run over the tokens of one expression."""

    __slots__ = ("at", "brackets", "engine", "lines", "openings", "previous", "questions", "reader", "tokens")

    def __init__(self, reader: Reader, tokens: list[Token], at: int, lines: bool) -> None:
        self.reader = reader
        self.tokens = tokens
        self.at = at
        self.lines = lines
        self.previous = Token("", tokens[at].start, tokens[at].start)
        self.brackets: list[str] = []
        self.openings: list[Token] = []
        self.questions = 0
        self.engine = Engine(reader)

    def parse(self) -> Expression:
        while True:
            token = self.tokens[self.at]
            if token.kind == NEWLINE and not self._counts(token):
                self.at += 1
                continue
            if not self.brackets and self._is_over(token):
                return self._finish(token)
            if token.kind == BROKEN:
                raise self.reader.broken(token) if self.previous.kind not in ENDS_TERM else self._error(token)
            self._take(token)

    def _counts(self, token: Token) -> bool:
        """Whether a line break means anything here: the end, or (in an object) the end of an element."""
        if not self.brackets:
            return self.lines
        return self.brackets[-1] == "{" and self.previous.kind not in ("{", ",", NEWLINE)

    def _is_over(self, token: Token) -> bool:
        kind = token.kind
        if kind in (NEWLINE, END):
            return True
        if self.previous.kind not in ENDS_TERM or kind in _CONTINUES:
            return False
        if kind == "(":
            return self.previous.kind != NAME
        return kind != ":" or not self.questions

    def _finish(self, token: Token) -> Expression:
        if not self.engine.feed("$END", token):
            raise self._error(token)
        return self.engine.result()

    def _take(self, token: Token) -> None:
        if self._lacks_separator(token):
            raise self._error(token)
        match token.kind:
            case "name":
                token = self._name(token)
                terminal = self._name_terminal(token)
            case "-" | "!" if self.previous.kind not in ENDS_TERM:
                terminal, token = _TERMINALS[token.kind], self._unary(token)
            case "." if self._next(1).kind == "*":
                terminal, token = "ATTR_SPLAT", self._merged(token, 1)
            case "[" if self._is_full_splat():
                terminal, token = "FULL_SPLAT_START", self._merged(token, 2)
            case kind:
                terminal = _TERMINALS.get(kind, kind)
        if terminal == "INT_LITERAL" and self.previous.kind == ".":
            self._check_legacy_index(token)
        if not self.engine.feed(terminal, token) or (terminal == "DBLQUOTE" and not self.engine.feed(terminal, token)):
            raise self._error(token)
        self._track(token, terminal)
        self.previous = token if terminal not in _KEYWORDS else Token("keyword", token.start, token.end, token.text)
        self.at += 1

    def _track(self, token: Token, terminal: str) -> None:
        kind = token.kind
        if terminal in ("ATTR_SPLAT", "FULL_SPLAT_START"):
            return
        if kind in _OPENS:
            self.brackets.append(self._bracket(token))
            self.openings.append(self.previous if self.brackets[-1] == "call" else token)
            if len(self.brackets) > _MAX_BRACKETS:
                help = f"This is more than {_MAX_BRACKETS} brackets within brackets."
                raise HclError("Expression nested too deeply", self.reader.source.span(token.start, token.end), help)
        elif kind in _CLOSES:
            self.brackets.pop()
            self.openings.pop()
        elif not self.brackets and kind in ("?", ":"):
            self.questions += 1 if kind == "?" else -1

    def _bracket(self, token: Token) -> str:
        if token.kind == "(":
            return "call" if self.previous.kind == NAME else "("
        ahead = 1
        while self._next(ahead).kind == NEWLINE:
            ahead += 1
        if self._next(ahead).text == "for" and not self._continues_term(token):
            return "for" + token.kind
        return "index" if self._continues_term(token) else token.kind

    def _continues_term(self, token: Token) -> bool:
        return token.kind == "[" and self.previous.kind in ENDS_TERM

    def _lacks_separator(self, token: Token) -> bool:
        """Whether a key begins in an object where something else should come first. The tables would let it pass."""
        return self.brackets[-1:] == ["{"] and token.kind in _STARTS_TERM and self.previous.kind in ENDS_TERM

    def _name(self, token: Token) -> Token:
        while self._next(1).kind == "::":
            last = self._next(2)
            if last.kind != NAME:
                help = "A function name is required after a double colon."
                raise HclError("Missing function name", token_span(self.reader.source, last), help)
            token = Token(NAME, token.start, last.end, f"{token.text}::{last.text}")
            self.at += 2
        if "::" in token.text and self._next(1).kind != "(":
            help = "Function selector must be followed by an open parenthesis to begin the function call."
            raise HclError("Missing open parenthesis", token_span(self.reader.source, self._next(1)), help)
        return token

    def _name_terminal(self, token: Token) -> str:
        text = token.text
        if self.brackets and self.brackets[-1].startswith("for"):
            if text == "for" and self.previous.kind in _OPENS:
                return "FOR"
            if text in ("in", "if") and self.previous.kind in ENDS_TERM | {"..."}:
                return text.upper()
        if text in _LITERALS and self.previous.kind != ".":
            return _LITERALS[text]
        return "NAME"

    def _unary(self, token: Token) -> Token:
        operators, end = token.kind, token.end
        while self._next(1).kind in ("-", "!"):
            self.at += 1
            operators, end = operators + self.tokens[self.at].kind, self.tokens[self.at].end
        if len(operators) > _MAX_OPERATORS:
            raise HclError("Expression nested too deeply", token_span(self.reader.source, token))
        return Token(token.kind, token.start, end, operators)

    def _is_full_splat(self) -> bool:
        if self.previous.kind not in ENDS_TERM or self._next(1).kind != "*":
            return False
        closing = self._next(2)
        if closing.kind != "]":
            help = 'The star for a full splat operator must be immediately followed by a closing bracket ("]").'
            raise HclError("Missing close bracket on splat index", token_span(self.reader.source, closing), help)
        return True

    def _merged(self, token: Token, more: int) -> Token:
        self.at += more
        return Token("]", token.start, self.tokens[self.at].end)

    def _check_legacy_index(self, token: Token) -> None:
        digits = self.reader.source.text[token.start : token.end]
        if not digits.isdigit():
            indexes = "".join(f"[{part}]" for part in digits.split("."))
            help = f"Chaining two legacy indexes is not permitted. Use the proper index syntax instead, like {indexes}."
            raise HclError("Invalid legacy index syntax", self.reader.source.span(token.start, token.end), help)

    def _next(self, ahead: int) -> Token:
        return self.tokens[min(self.at + ahead, len(self.tokens) - 1)]

    def _error(self, token: Token) -> HclError:
        if token.kind == END and not self.lines:
            token = Token("}", token.start, token.end)  # of a template
        inner = (self.brackets[-1], self.openings[-1]) if self.brackets else ("", token)
        return diagnose(self.reader.source, self.engine.accepts, inner, token, self.previous)
