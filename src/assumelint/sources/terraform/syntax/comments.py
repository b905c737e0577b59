"""The comments of HCL, found by its tokens: between them, and in the code inside of strings.

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
# Where code begins in a string or a heredoc (which knows no backslash); the other alternatives pass over escapes.
_CODE = {STRING: re.compile(r"\\[^\n]|\$\$\{|%%\{|([$%]\{)"), HEREDOC: re.compile(r"\$\$\{|%%\{|([$%]\{)")}


def comments(source: SourceText) -> Comments:
    """The comments and heredocs of a file, however broken it is."""
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
    """The tokens of a stretch of code; after a string that never ends, those from the next line on."""
    while start < end:
        tokens = tokenize(source, start, end)
        yield from tokens
        broken = next((token for token in reversed(tokens) if token.kind == BROKEN), None)
        line_end = -1 if broken is None else source.text.find("\n", broken.end, end)
        start = end if line_end < 0 else line_end + 1


def _comments_at(text: str, before: int, token: Token) -> Iterator[tuple[int, int]]:
    """The comments between the token before and this one, and the one that ends the line with it."""
    for found in _BLOCK.finditer(text, before, token.start):
        yield found.span()
    if token.kind == NEWLINE and text[token.start] in "#/":
        yield token.start, token.end - text.endswith("\n", token.start, token.end)


def _code(text: str, token: Token) -> Iterator[tuple[int, int]]:
    """The code inside of a string, without what lies in strings inside of that."""
    at = token.start + 1
    while found := _CODE[token.kind].search(text, at, token.end):
        at = found.end()
        if found[1]:
            try:
                at = braces_end(text, at)
            except Unclosed:  # nested deeper than anybody writes
                return
            yield found.end(), at - 1
