"""Parses bodies: the arguments and blocks of a file or of a block."""

from __future__ import annotations

from msgspec import Struct

from assumelint.sources.terraform.syntax.ast import Attribute, Block, Body, Label
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.expression import parse_tokens
from assumelint.sources.terraform.syntax.template import TemplateReader
from assumelint.sources.terraform.syntax.tokens import BROKEN, END, NAME, NEWLINE, STRING, Token, token_span, unexpected
from assumelint.text import Span

# The deepest nesting of blocks. Terraform has no such limit, but this parser is recursive and Python's stack is finite.
_MAX_DEPTH = 60


class BodyParser(Struct):
    """Parses definitions in sequence. `at` is the index of the next token."""

    templates: TemplateReader
    tokens: list[Token]
    at: int = 0
    depth: int = 0

    def file(self) -> Body:
        """Parse all tokens as the body of a file. Raises `HclError`."""
        body = self._body(self._span(self.tokens[0]).start)
        if self._kind() != END:
            raise self._definition_required(self.tokens[self.at])
        return body

    def block(self) -> Block:
        """Parse the block that starts at the next token. Raises `HclError`."""
        type, labels = self.tokens[self.at], list[Label]()
        self.at += 1
        while self._kind() in (NAME, STRING) or self._is_broken_label():
            labels.append(self._label())
        if self._kind() != "{":
            raise self._no_block(type, labels)
        opening = self.tokens[self.at]
        self.at += 1
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self._error("Block nested too deeply", type, f"This is more than {_MAX_DEPTH} blocks within blocks.")
        body = self._body(self._span(opening)) if self._kind() == NEWLINE else self._single_line(opening)
        self.depth -= 1
        if self._kind() != "}":
            raise self._not_closed(type, opening)
        closing = self.tokens[self.at]
        self.at += 1
        type_span = self._span(type)
        header = type_span.to(labels[-1].span) if labels else type_span
        return Block(type.text, tuple(labels), body, header, type_span, type_span.to(self._span(closing)))

    def attribute(self) -> Attribute:
        """Parse the argument that starts at the next token. Raises `HclError`."""
        name = self.tokens[self.at]
        value, self.at = parse_tokens(self.templates, self.tokens, self.at + 2, lines=True)
        span = self._span(name)
        return Attribute(name.text, value, span.to(value.span), span)

    def end_of_definition(self, what: str) -> None:
        """Check that a line ends after an argument or a block (`what`). Raises `HclError`."""
        if self._kind() not in (NEWLINE, END):
            help = "The definition before this must end with a newline."
            raise self._error(f"Missing newline after {what}", self.tokens[self.at], help)

    def _body(self, end: Span) -> Body:
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        while True:
            token = self.tokens[self.at]
            if token.kind == NEWLINE:
                self.at += 1
            elif token.kind in (END, "}"):
                return Body(tuple(attributes.values()), tuple(blocks), end)
            elif token.kind != NAME or self._kind(1) not in ("=", "{", NAME, STRING, BROKEN):
                raise self._definition_required(token)
            elif self._kind(1) == "=":
                self._set(attributes, self.attribute())
                self.end_of_definition("argument")
            else:
                blocks.append(self.block())
                self.end_of_definition("block definition")

    def _set(self, attributes: dict[str, Attribute], attribute: Attribute) -> None:
        first = attributes.setdefault(attribute.name, attribute)
        if first is not attribute:
            help = f'The argument "{attribute.name}" was already set on line {first.span.line}.'
            raise HclError("Attribute redefined", attribute.name_span, f"{help} Each argument may be set only once.")

    def _single_line(self, opening: Token) -> Body:
        end = self._span(opening)
        token = self.tokens[self.at]
        if token.kind == "}":
            return Body((), (), end)
        if token.kind != NAME or self._kind(1) not in ("=", "{", NAME, STRING):
            raise self._definition_required(token)
        if self._kind(1) != "=":
            help = "A single-line block may hold one argument. Place a nested block on a line of its own."
            raise self._error("Argument definition required", token, help)
        attribute = self.attribute()
        if self._kind() != "}":
            help = "A single-line block may hold one argument, and must be closed on the same line."
            raise self._error("Invalid single-argument block definition", self.tokens[self.at], help)
        return Body((attribute,), (), end)

    def _label(self) -> Label:
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == BROKEN:
            raise self.templates.broken(token)
        text = token.text if token.kind == NAME else self.templates.literal(token.start, token.end)
        return Label(text, self._span(token))

    def _is_broken_label(self) -> bool:
        return self._kind() == BROKEN and self.templates.source.text[self.tokens[self.at].start] == '"'

    def _kind(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead].kind

    def _span(self, token: Token) -> Span:
        return token_span(self.templates.source, token)

    def _error(self, message: str, token: Token, help: str) -> HclError:
        return unexpected(self.templates.source, token, message, help)

    def _definition_required(self, token: Token) -> HclError:
        if token.kind == STRING:
            return self._error("Invalid argument name", token, "Argument names must not be quoted.")
        help = 'To set an argument, use the equals sign "=" to introduce the argument value.'
        return self._error("Argument or block definition required", token, help)

    def _no_block(self, type: Token, labels: list[Label]) -> HclError:
        token = self.tokens[self.at]
        if not labels:
            return self._definition_required(type)
        if token.kind == "=":
            help = 'The equals sign "=" indicates an argument definition, and must not be used when defining a block.'
        else:
            help = 'A block definition must have block content in "{" and "}", starting on the line of its header.'
        return self._error("Invalid block definition", token, help)

    def _not_closed(self, type: Token, opening: Token) -> HclError:
        token = self.tokens[self.at]
        if token.kind == END:
            return self._error("Unclosed configuration block", opening, "There is no closing brace for this block.")
        return self._definition_required(token)
