"""Parses the directives of templates, `%{ if … }` and `%{ for … }`, and builds the tree of a template's parts."""

from __future__ import annotations

from typing import Literal as Choice

from msgspec import Struct

from assumelint.sources.terraform.syntax.ast import Expression, ForDirective, IfDirective, Interpolation, TemplatePart
from assumelint.sources.terraform.syntax.cursor import Strings
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.expression import parse_tokens
from assumelint.sources.terraform.syntax.literal_text import Literal
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.sources.terraform.syntax.tokens import END, NAME, NEWLINE, Token, unexpected
from assumelint.text import Span

Keyword = Choice["if", "else", "endif", "for", "endfor"]
# The deepest nesting of directives. Terraform has no such limit, but the functions that walk the tree are recursive.
MAX_NESTING = 100


class Directive(Struct, frozen=True):
    """One `%{ … }` marker. `value` is set for `if` and `for`, `names` for `for` only."""

    keyword: Keyword
    span: Span
    value: Expression | None = None
    names: tuple[str, ...] = ()


class _Open(Struct):
    """A directive whose end is not reached yet, and its parts so far. After `else`, parts go to `otherwise`."""

    directive: Directive
    then: list[TemplatePart]
    otherwise: list[TemplatePart] | None = None

    @property
    def parts(self) -> list[TemplatePart]:
        return self.then if self.otherwise is None else self.otherwise


def nesting_of(directive: Directive) -> int:
    """The change of nesting at a directive: 1 if it opens, -1 if it closes, 0 for `else`."""
    return {"if": 1, "for": 1, "else": 0, "endif": -1, "endfor": -1}[directive.keyword]


def read_directive(strings: Strings, tokens: list[Token], span: Span, depth: int) -> Directive:
    """Parse the tokens between the markers of a directive. Raises `HclError`."""
    tokens = _without_breaks(tokens)
    word = tokens[0].text if tokens[0].kind == NAME else ""
    match word:
        case "if":
            value, at = parse_tokens(strings, tokens, 1, lines=False, depth=depth)
            directive = Directive("if", span, value)
        case "for":
            names, at = _names(strings.source, tokens)
            value, at = parse_tokens(strings, tokens, at, lines=False, depth=depth)
            directive = Directive("for", span, value, names)
        case "else" | "endif" | "endfor":
            directive, at = Directive(word, span), 1
        case _:
            help = "It begins with if, else, endif, for or endfor. A literal %{ is written %%{."
            raise unexpected(strings.source, tokens[0], "Invalid template control keyword", help)
    if tokens[at].kind != END:
        help = "Expected a closing brace to end the sequence, but found extra characters."
        raise unexpected(strings.source, tokens[at], f"Extra characters in {word} marker", help)
    return directive


def _without_breaks(tokens: list[Token]) -> list[Token]:
    """The tokens without the line breaks before the expression, which are insignificant."""
    words = [number for number, token in enumerate(tokens) if token.kind == NAME and token.text in ("if", "in")]
    head = words[0] if words else len(tokens)
    return [token for token in tokens[:head] if token.kind != NEWLINE] + tokens[head:]


def _names(source: SourceText, tokens: list[Token]) -> tuple[tuple[str, ...], int]:
    names = [tokens[1].text]
    kinds = [token.kind for token in tokens]
    at = 2
    if kinds[1] == NAME and kinds[2] == "," and kinds[3] == NAME:
        names.append(tokens[3].text)
        at = 4
    if kinds[1] == NAME and kinds[at] == NAME and tokens[at].text == "in":
        return tuple(names), at + 1
    token = tokens[at if kinds[1] == NAME else 1]
    help = "For expression requires one or two names, and the 'in' keyword after them."
    raise unexpected(source, token, "Invalid 'for' directive", help)


def assemble(parts: list[Literal | Interpolation | Directive], end: Span) -> tuple[TemplatePart, ...]:
    """The parts as a tree. Raises `HclError` if directives do not match; `end` is the span for a missing end."""
    whole: list[TemplatePart] = []
    opened: list[_Open] = []
    for part in parts:
        here = opened[-1].parts if opened else whole
        match part:
            case Literal():
                here += part.finish()
            case Interpolation():
                here.append(part)
            case Directive(keyword="if" | "for"):
                opened.append(_Open(part, []))
            case Directive():
                _close(part, opened, whole)
    if opened:
        keyword = opened[-1].directive.keyword
        help = f"The {keyword} directive on line {opened[-1].directive.span.line} has no end{keyword} directive."
        raise HclError("Unexpected end of template", end, help)
    return tuple(whole)


def _close(end: Directive, opened: list[_Open], whole: list[TemplatePart]) -> None:
    expected = "end" + opened[-1].directive.keyword if opened else None
    if end.keyword == "else" and expected == "endif" and opened[-1].otherwise is None:
        opened[-1].otherwise = []
        return
    if end.keyword != expected:
        help = "The control directives within this template are unbalanced."
        if expected:
            help = f"Expected {expected} for the directive on line {opened[-1].directive.span.line}."
        raise HclError(f"Unexpected {end.keyword} directive", end.span, help)
    done = opened.pop()
    (opened[-1].parts if opened else whole).append(_closed(done, end))


def _closed(done: _Open, end: Directive) -> IfDirective | ForDirective:
    start, value = done.directive, done.directive.value
    if value is None:
        raise AssertionError("if and for have a value")
    span = start.span.to(end.span)
    if start.keyword == "if":
        return IfDirective(value, tuple(done.then), tuple(done.otherwise or ()), span)
    key = start.names[0] if len(start.names) == 2 else None
    return ForDirective(key, start.names[-1], value, tuple(done.then), span)
