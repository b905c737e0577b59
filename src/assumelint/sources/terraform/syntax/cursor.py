"""The place in the tokens of one expression that a parser has come to, and how deeply it is nested there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Protocol, TypeAlias

from assumelint.sources.terraform.syntax.ast import Expression, Template
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.sources.terraform.syntax.tokens import BROKEN, END, ENDS_TERM, NEWLINE, Token, token_span, unexpected
from assumelint.text import Span

# Terraform has no such limits; Python's stack has, and so has whoever walks the tree. A level of nesting is one
# bracket, or what else is read in four frames; a chain is a row of operators or of steps such as `.name`.
MAX_DEPTH = 150
MAX_CHAIN = 500

# What an error says: the summary, and what to do about it.
Complaint: TypeAlias = tuple[str, str]


class Strings(Protocol):
    """Reads what is in a string or a heredoc, which is one token here. `depth` is how deeply the token is nested."""

    @property
    def source(self) -> SourceText:
        """The text that the tokens are of."""

    def quoted(self, start: int, end: int, depth: int) -> Template:
        """The string `source.text[start:end]`. Raises `HclError`."""

    def heredoc(self, start: int, end: int, depth: int) -> Template:
        """The heredoc `source.text[start:end]`. Raises `HclError`."""

    def broken(self, token: Token, depth: int) -> HclError:
        """What is wrong with a string or heredoc that never ends."""


class Cursor(ABC):
    """`token` is the one to be read next. Line breaks are passed over, save where `lines` says that they matter."""

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
        """Read a whole expression. Raises `HclError`."""

    @property
    def position(self) -> int:
        """The index of `token` among all tokens."""
        return self._at

    def advance(self) -> Token:
        """Move on by one token, and return the one that is left behind."""
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
        """Read an opening bracket. What comes back is for `leave`. Raises `HclError` where it is nested too deeply."""
        self.deepen()
        outer, self.lines = self.lines, False
        self.advance()
        return outer

    def leave(self, outer: bool, levels: int = 1) -> Token:
        """Read the closing bracket, and go back to how line breaks are taken outside."""
        self.depth -= levels
        self.lines = outer
        return self.advance()

    def deepen(self, levels: int = 1) -> None:
        """Count what begins here as so many levels of nesting. Raises `HclError` where they are too many."""
        self.depth += levels
        if self.depth > MAX_DEPTH:
            raise self.too_deep()

    def expect(self, kind: str, complaint: Complaint) -> None:
        """See that a token of that kind is next. Raises `HclError`."""
        if self.token.kind != kind:
            raise self.refusal(complaint)

    def span(self, first: Token, last: Token) -> Span:
        """Where the text from one token to another stands."""
        return self.source.span(first.start, last.end)

    def at_end_of_file(self) -> bool:
        """Whether the file ends here, in the middle of an expression."""
        return self._ends_file and self.token.kind == END

    def refusal(self, complaint: Complaint, token: Token | None = None) -> HclError:
        """The error at a token (the next one): the complaint, unless the token is wrong in itself."""
        token = token or self.token
        if token.kind == BROKEN and self._previous().kind not in ENDS_TERM:
            return self.strings.broken(token, self.depth)
        return unexpected(self.source, token, *complaint)

    def too_deep(self) -> HclError:
        """The error for what is nested too deeply here."""
        place = token_span(self.source, self.token)
        return HclError("Expression nested too deeply", place, "Split it up, with the parts in locals.")

    def _previous(self) -> Token:
        return next(token for token in reversed(self._tokens[: self._at]) if token.kind != NEWLINE)
