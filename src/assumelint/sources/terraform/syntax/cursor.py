"""The expression parser's position in the tokens, and its depth of nesting."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol, TypeAlias

from assumelint.sources.terraform.syntax.ast import Expression, Template
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.sources.terraform.syntax.tokens import BROKEN, END, ENDS_TERM, NEWLINE, Token, token_span, unexpected
from assumelint.text import Span

# Terraform has no such limits, but this parser and the functions that walk its trees are recursive, and Python's stack
# is finite. One level of nesting is a bracket, or another construct that takes four stack frames. A chain is a sequence
# of operators, or of steps such as `.name`.
MAX_DEPTH = 150
MAX_CHAIN = 500

# The message of an error and its help text.
Complaint: TypeAlias = tuple[str, str]


class Strings(Protocol):
    """Parses the contents of a string or heredoc, which is a single token. `depth` is the token's depth of nesting."""

    @property
    def source(self) -> SourceText:
        """The text that the tokens come from."""

    def quoted(self, start: int, end: int, depth: int) -> Template:
        """Parse the string `source.text[start:end]`. Raises `HclError`."""

    def heredoc(self, start: int, end: int, depth: int) -> Template:
        """Parse the heredoc `source.text[start:end]`. Raises `HclError`."""

    def broken(self, token: Token, depth: int) -> HclError:
        """The error for an unterminated string or heredoc."""


class Cursor(ABC):
    """The position in the tokens. `token` is the next one. Line breaks are skipped unless `lines` is set."""

    __slots__ = ("_at", "_ends_file", "_tokens", "depth", "lines", "source", "strings", "token")

    def __init__(self, strings: Strings, tokens: list[Token], at: int, depth: int, *, lines: bool) -> None:
        self.strings = strings
        self.source = strings.source
        self.depth = depth
        self.lines = lines
        # The tokens of a template end at its closing brace, those of a definition with the file.
        self._ends_file = lines
        self._tokens = tokens
        self._at = at - 1
        self.advance()

    @abstractmethod
    def expression(self) -> Expression:
        """Parse a whole expression. Raises `HclError`."""

    @property
    def position(self) -> int:
        """The index of `token` among all tokens."""
        return self._at

    def advance(self) -> Token:
        """Advance by one token, and return the token that was current before."""
        tokens, at = self._tokens, self._at
        left = tokens[at]
        at += 1
        if not self.lines:
            while tokens[at].kind == NEWLINE:
                at += 1
        self.token = tokens[at]
        self._at = at
        return left

    def enter(self) -> bool:
        """Read an opening bracket. Returns the argument for `leave`. Raises `HclError` if it is nested too deeply."""
        self.deepen()
        outer, self.lines = self.lines, False
        self.advance()
        return outer

    def leave(self, outer: bool, levels: int = 1) -> Token:
        """Read the closing bracket, and restore the outer treatment of line breaks."""
        self.depth -= levels
        self.lines = outer
        return self.advance()

    def deepen(self, levels: int = 1) -> None:
        """Add levels of nesting. Raises `HclError` if there are too many."""
        self.depth += levels
        if self.depth > MAX_DEPTH:
            raise self.too_deep()

    def expect(self, kind: str, complaint: Complaint) -> None:
        """Check that the next token is of this kind. Raises `HclError`."""
        if self.token.kind != kind:
            raise self.refusal(complaint)

    def span(self, first: Token, last: Token) -> Span:
        """The span from the start of one token to the end of another."""
        return self.source.span(first.start, last.end)

    def at_end_of_file(self) -> bool:
        """Whether the file ends at the next token, in the middle of an expression."""
        return self._ends_file and self.token.kind == END

    def refusal(self, complaint: Complaint, token: Token | None = None) -> HclError:
        """The error at a token (default: the next one): the complaint, unless the token itself is invalid."""
        token = token or self.token
        if token.kind == BROKEN and self._previous().kind not in ENDS_TERM:
            return self.strings.broken(token, self.depth)
        return unexpected(self.source, token, *complaint)

    def too_deep(self) -> HclError:
        """The error for an expression that is nested too deeply."""
        place = token_span(self.source, self.token)
        return HclError("Expression nested too deeply", place, "Split it up, with the parts in locals.")

    def _previous(self) -> Token:
        return next(token for token in reversed(self._tokens[: self._at]) if token.kind != NEWLINE)
