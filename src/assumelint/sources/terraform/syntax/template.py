"""Parses templates: quoted strings, heredocs and template files.

The rules are those of the template sub-language
(https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#templates).
"""

from __future__ import annotations

import re

from msgspec import Struct

from assumelint.sources.terraform.syntax.ast import Expression, Interpolation, Template, TemplatePart
from assumelint.sources.terraform.syntax.cursor import MAX_DEPTH
from assumelint.sources.terraform.syntax.delimiters import HEREDOC_START, Unclosed, braces_end
from assumelint.sources.terraform.syntax.directives import (
    MAX_NESTING,
    Directive,
    assemble,
    nesting_of,
    read_directive,
)
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.expression import parse_tokens
from assumelint.sources.terraform.syntax.literal_text import Literal, drop_margin, read_literal, strip_end, strip_start
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.sources.terraform.syntax.tokens import END, Token, tokenize, unexpected

_QUOTED_RUN = re.compile(r"(?:[^\\$%]++|\\.|\$\$\{|%%\{|\$(?!\{)|%(?!\{))++")
_LINE_RUN = re.compile(r"(?:[^$%\n]++|\$\$\{|%%\{|\$(?!\{)|%(?!\{))*+\n?")
_MULTI_LINE = (
    "Quoted strings may not be split over multiple lines. Use the \\n escape to represent a newline, "
    'or the "heredoc" multi-line template syntax.'
)
# An interpolation counts as this many levels of nesting, so thirty can be nested, far more than anybody writes.
_LEVELS = 5

Part = Literal | Interpolation | Directive


class TemplateReader(Struct, frozen=True):
    """Parses the templates in one source. `depth` is the depth of nesting around a template."""

    source: SourceText

    def quoted(self, start: int, end: int, depth: int = 0) -> Template:
        """Parse the string token `source.text[start:end]`, which includes its quotes. Raises `HclError`."""
        span = self.source.span(start, end)
        inner = self.source.text[start + 1 : end - 1]
        if not ("$" in inner or "\\" in inner or "%" in inner):
            return Template(self.source.piece(start + 1, end - 1), span)
        parts = self._parts(start + 1, end - 1, depth, quoted=True)
        return Template(self._finish(parts, end - 1), span)

    def heredoc(self, start: int, end: int, depth: int = 0) -> Template:
        """Parse the heredoc token `source.text[start:end]`, which includes its markers. Raises `HclError`."""
        opening = HEREDOC_START.match(self.source.text, start)
        if not opening:
            raise AssertionError("not a heredoc")
        body_end = max(self.source.text.rfind("\n", 0, end) + 1, opening.end())
        parts = self._parts(opening.end(), body_end, depth, quoted=False)
        if opening[1]:
            drop_margin([part if isinstance(part, Literal) else None for part in parts])
        return Template(self._finish(parts, body_end), self.source.span(start, end), heredoc=True)

    def bare(self, start: int, end: int) -> Template:
        """Parse a template without delimiters: the text of a file, a string in a `.tf.json` file. Raises `HclError`."""
        return Template(self._finish(self._parts(start, end, 0, quoted=False), end), self.source.span(start, end))

    def literal(self, start: int, end: int) -> str:
        """The text of a string token in which interpolations are not allowed, such as a label. Raises `HclError`."""
        if _QUOTED_RUN.fullmatch(self.source.text, start + 1, end - 1) or end - start == 2:
            return read_literal(self.source, start + 1, end - 1, quoted=True).text
        help = 'Template sequences are not allowed in this string. To include a literal "$", double it.'
        plain = _QUOTED_RUN.match(self.source.text, start + 1, end - 1)
        place = plain.end() if plain else start + 1
        raise HclError("Invalid string literal", self.source.span(place, place + 2), help)

    def broken(self, token: Token, depth: int = 0) -> HclError:
        """The error for an unterminated string or heredoc."""
        text = self.source.text
        heredoc = HEREDOC_START.match(text, token.start)
        try:
            self._parts(heredoc.end() if heredoc else token.start + 1, token.end, depth, quoted=not heredoc)
        except HclError as error:
            return error
        if heredoc:
            place = self.source.span(len(text), len(text))
            return HclError("Unterminated template string", place, "No closing marker was found for the string.")
        return HclError("Invalid multi-line string", self.source.span(token.end, token.end), _MULTI_LINE)

    def _finish(self, parts: list[Part], end: int) -> tuple[TemplatePart, ...]:
        return assemble(parts, self.source.span(end, end))

    def _parts(self, at: int, end: int, depth: int, *, quoted: bool) -> list[Part]:
        if depth > MAX_DEPTH:
            help = f"This is more than {MAX_DEPTH // _LEVELS} templates within templates."
            raise HclError("Template nested too deeply", self.source.span(at, end), help)
        parts: list[Part] = []
        nesting = 0
        run, strips = _QUOTED_RUN if quoted else _LINE_RUN, False
        while at < end:
            found = run.match(self.source.text, at, end)
            if found and found.end() > at:
                literal = read_literal(self.source, at, found.end(), quoted=quoted)
                if strips:
                    strip_start(literal)
                parts.append(literal)
                at, strips = found.end(), False
                continue
            if self.source.text[at + 2 : at + 3] == "~" and parts and isinstance(parts[-1], Literal):
                strip_end(parts[-1])
            stop = self._sequence_end(at, end, depth)
            part = self._sequence(at, stop, depth)
            nesting += nesting_of(part) if isinstance(part, Directive) else 0
            if nesting > MAX_NESTING:
                raise HclError("Template nested too deeply", part.span)
            parts.append(part)
            strips = self.source.text[stop - 2] == "~"
            at = stop
        return parts

    def _sequence_end(self, at: int, end: int, depth: int) -> int:
        try:
            stop = braces_end(self.source.text, at + 2)
        except Unclosed as unclosed:
            self._sequence(at, len(self.source.text) + 1, depth)  # raises an error inside the sequence, if any
            raise self._unclosed(at, unclosed) from None
        if stop > end:
            raise self._unclosed(at, Unclosed("{", end))
        return stop

    def _unclosed(self, at: int, unclosed: Unclosed) -> HclError:
        if unclosed.kind in ('"', "<<"):
            place = self.source.span(unclosed.at, unclosed.at)
            return HclError("Unterminated template string", place, "No closing marker was found for the string.")
        help = "There is no closing brace for this sequence. To write it literally, double the first character."
        return HclError("Unclosed template interpolation sequence", self.source.span(at, at + 2), help)

    def _sequence(self, at: int, stop: int, depth: int) -> Interpolation | Directive:
        text = self.source.text
        inner = at + (3 if text.startswith("~", at + 2) else 2)
        inner_end = max(stop - (2 if text[stop - 2 : stop] == "~}" else 1), inner)
        tokens = tokenize(self.source, inner, inner_end)
        span = self.source.span(at, stop)
        if text[at] == "%":
            return read_directive(self, tokens, span, depth + _LEVELS)
        return Interpolation(self._only_expression(tokens, depth + _LEVELS), span)

    def _only_expression(self, tokens: list[Token], depth: int) -> Expression:
        value, at = parse_tokens(self, tokens, 0, lines=False, depth=depth)
        if tokens[at].kind != END:
            raise _extra(self.source, tokens[at])
        return value


def _extra(source: SourceText, token: Token) -> HclError:
    if token.kind in (":", "::"):
        help = (
            "Template interpolation doesn't expect a colon at this location. If this belongs to another language, "
            'escape it: start with "$${" instead of "${".'
        )
    else:
        help = (
            "Expected a closing brace to end the interpolation expression, but found extra characters. If this "
            'belongs to another language, escape it: start with "$${" instead of "${".'
        )
    return unexpected(source, token, "Extra characters after interpolation expression", help)
