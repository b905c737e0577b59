"""The tokens of HCL code. A whole string or heredoc is one token, whose contents `template.py` parses."""

from __future__ import annotations

import re

from msgspec import Struct

from assumelint.sources.terraform.syntax.delimiters import (
    BLOCK_COMMENT,
    IDENTIFIER,
    PLAIN_STRING,
    Unclosed,
    heredoc_end,
    quoted_end,
)
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.text import Span

NAME, NUMBER, STRING, HEREDOC, NEWLINE, END, BROKEN, INVALID = (
    "name",
    "number",
    "string",
    "heredoc",
    "newline",
    "end",
    "broken",
    "invalid",
)

# The kinds of tokens that can end a term.
ENDS_TERM = frozenset((NAME, NUMBER, STRING, HEREDOC, ")", "]", "}"))


class Token(Struct, frozen=True, gc=False):
    """One token: a kind (the constants above, or the operator itself) and its offsets.

    `text` is set for names: `core :: merge` is the single name `core::merge`, without the blanks inside.
    """

    kind: str
    start: int
    end: int
    text: str = ""


_TOKEN = re.compile(
    rf"""(?:[ \t]++|{BLOCK_COMMENT})*+(?:
      (?P<newline>\r?\n|(?:\#|//)[^\n]*+\n?)
    | (?P<name>{IDENTIFIER})
    | (?P<number>[0-9](?:\.*+(?:[0-9]++|[eE][+-]?[0-9]++))*+)
    | (?P<string>{PLAIN_STRING})
    | (?P<quote>")
    | <<-?(?P<heredoc>{IDENTIFIER})\r?\n
    | (?P<operator>\.\.\.|==|=>|!=|<=|>=|&&|\|\||::|[-+*/%<>=!?:.,(){{}}\[\]])
    | (?P<end>\Z)
    | (?P<invalid>.)
    )""",
    re.VERBOSE | re.DOTALL,
)
_INVALID = {
    "'": ("Invalid character", 'Single quotes are not valid. Use double quotes (") to enclose strings.'),
    "`": (
        "Invalid character",
        'The "`" character is not valid. To create a multi-line string, use the "heredoc" syntax.',
    ),
    ";": (
        "Invalid character",
        'The ";" character is not valid. Use newlines to separate arguments and blocks, and commas to separate items.',
    ),
    "&": ("Unsupported operator", 'Bitwise operators are not supported. Did you mean boolean AND ("&&")?'),
    "|": ("Unsupported operator", 'Bitwise operators are not supported. Did you mean boolean OR ("||")?'),
    "^": ("Unsupported operator", "Bitwise operators are not supported."),
    "~": ("Unsupported operator", "Bitwise operators are not supported."),
    "\u201c": ("Invalid character", '"Curly quotes" are not valid here: use straight quotes (").'),
    "\u201d": ("Invalid character", '"Curly quotes" are not valid here: use straight quotes (").'),
}


def tokenize(source: SourceText, start: int, end: int) -> list[Token]:
    """The tokens of `source.text[start:end]`; the last one is of kind `END`.

    An unterminated string is a token of kind `BROKEN`, always the second to last. A character that is not part of HCL
    is a token of kind `INVALID`.
    """
    text, tokens, at = source.text, list[Token](), start
    while True:
        token = _token(text, at, end)
        tokens.append(token)
        if token.kind == END:
            return tokens
        if token.kind == BROKEN:
            tokens.append(Token(END, token.end, token.end))
            return tokens
        if token.kind == "/" and text.startswith("/*", token.start):
            # An unterminated comment: the rest is invalid, and searching it for the end again would be quadratic.
            end = min(token.end + 1, end)
        at = token.end


def _token(text: str, at: int, end: int) -> Token:
    found = _TOKEN.match(text, at, end)
    if found is None or found.lastgroup is None:  # the last alternatives match anything
        raise AssertionError("no token")
    kind = found.lastgroup
    start, stop = found.span(kind)
    match kind:
        case "name":
            return _name(found[kind], start)
        case "operator":
            return Token(found[kind], start, stop)
        case "quote":
            return _quoted(text, start)
        case "heredoc":
            return _heredoc(text, start, found.end(), found[kind])
        case _:
            return Token(kind, start, stop)


def unexpected(source: SourceText, token: Token, message: str, help: str) -> HclError:
    """The error for an unexpected token: the given message, unless the character is not part of HCL at all."""
    if token.kind == INVALID:
        unknown = ("Invalid character", "This character is not used within the language.")
        message, help = _INVALID.get(source.text[token.start], unknown)
    return HclError(message, token_span(source, token), help)


def token_span(source: SourceText, token: Token) -> Span:
    """The span of a token: empty for a line break or the end, only the opening of an unterminated string."""
    match token.kind:
        case "newline" | "end":
            return source.span(token.start, token.start)
        case "broken":
            return source.span(token.start, token.start + 1)
        case _:
            return source.span(token.start, token.end)


def _quoted(text: str, start: int) -> Token:
    try:
        return Token(STRING, start, quoted_end(text, start + 1))
    except Unclosed as unclosed:
        return Token(BROKEN, start, unclosed.at)


def _heredoc(text: str, marker_start: int, body: int, marker: str) -> Token:
    start = text.rfind("<<", 0, marker_start)
    try:
        return Token(HEREDOC, start, heredoc_end(text, body, marker))
    except Unclosed as unclosed:
        return Token(BROKEN, start, unclosed.at)


def _name(name: str, start: int) -> Token:
    """The longest valid name at the start of `name`, or an invalid character if the first one cannot start a name."""
    if name.isascii():
        return Token(NAME, start, start + len(name), name)
    for offset, character in enumerate(name):
        if character != "-" and not (character if offset == 0 else "a" + character).isidentifier():
            return Token(NAME, start, start + offset, name[:offset]) if offset else Token(INVALID, start, start + 1)
    return Token(NAME, start, start + len(name), name)
