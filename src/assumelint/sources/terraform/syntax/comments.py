"""Finds the comments in HCL: between the tokens of a file, and in the code inside strings.

https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#comments-and-whitespace
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.sources.terraform.syntax.delimiters import BLOCK_COMMENT, Unclosed, braces_end
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.sources.terraform.syntax.tokens import BROKEN, HEREDOC, NEWLINE, STRING, Token, tokenize
from assumelint.text.comments import Comment, Comments, stands_alone

_BLOCK = re.compile(BLOCK_COMMENT)
# Group 1 is the start of code in a string or heredoc; the other alternatives skip escapes. Heredocs have no `\` escape.
_CODE = {STRING: re.compile(r"\\[^\n]|\$\$\{|%%\{|([$%]\{)"), HEREDOC: re.compile(r"\$\$\{|%%\{|([$%]\{)")}


def comments(source: SourceText) -> Comments:
    """The comments and heredocs of a file, also of one with syntax errors."""
    found: list[tuple[int, int]] = []
    strings: list[tuple[int, int]] = []
    pending = [(0, len(source.text))]
    while pending:
        start, end = pending.pop()
        before = start
        for token in _tokens(source, start, end):
            found += _comments_at(source.text, before, token)
            before = token.end
            if token.kind in _CODE:
                pending += _code(source.text, token)
            if token.kind in (HEREDOC, BROKEN) and source.text.startswith("<<", token.start):
                span = source.span(token.start, token.end)
                strings.append((span.line, span.end_line))
    return Comments(
        source.file,
        tuple(
            Comment(source.text[start:end], source.span(start, end), stands_alone(source.text, start))
            for start, end in sorted(found)
        ),
        tuple(strings),
    )


def _tokens(source: SourceText, start: int, end: int) -> Iterator[Token]:
    """The tokens in a range of code. After an unterminated string, it continues on the next line."""
    while start < end:
        tokens = tokenize(source, start, end)
        yield from tokens
        broken = next((token for token in reversed(tokens) if token.kind == BROKEN), None)
        line_end = -1 if broken is None else source.text.find("\n", broken.end, end)
        start = end if line_end < 0 else line_end + 1


def _comments_at(text: str, before: int, token: Token) -> Iterator[tuple[int, int]]:
    """The block comments between the previous token and this one; for a newline token, the line comment in it, too."""
    for found in _BLOCK.finditer(text, before, token.start):
        yield found.span()
    if token.kind == NEWLINE and text[token.start] in "#/":
        yield token.start, token.end - text.endswith("\n", token.start, token.end)


def _code(text: str, token: Token) -> Iterator[tuple[int, int]]:
    """The ranges of the code inside a string or heredoc; strings nested in that code are not searched."""
    at = token.start + 1
    while found := _CODE[token.kind].search(text, at, token.end):
        at = found.end()
        if found[1]:
            try:
                at = braces_end(text, at)
            except Unclosed:  # nested beyond the limit of `delimiters`
                return
            yield found.end(), at - 1
