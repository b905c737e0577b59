"""Parses HCL text to syntax trees with a span on every node.

Input: a `SourceText`, the text of a file or of a computed template with the span of each character. Output: nodes of
`ast`; outlines, which list blocks with their offsets without parsing them; and one kind of error, `HclError`, in
Terraform's words. This package does not know the meaning of any block or function, and evaluates nothing.

`top_level` and `members` make outlines, which is cheap; the `parse_…` functions parse selected entries;
`second_reader_takes` checks whether python-hcl2 reads a text that was refused here. The JSON syntax gives the same
trees (`json_body`).

The modules, bottom up: `source`, `delimiters`, `tokens` and `outline`; `cursor`, `comprehension`, `collection`,
`term`, `traversal` and `expression`, the layers of the expression parser; `literal_text`, `directives` and `template`,
which parse the contents of strings; `body`, which parses arguments and blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assumelint.sources.terraform.syntax.ast import Attribute, Block, Body, Expression, Template
from assumelint.sources.terraform.syntax.body import BodyParser
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.expression import parse_tokens
from assumelint.sources.terraform.syntax.outline import Entry, Outline, members, outline
from assumelint.sources.terraform.syntax.second_reader import second_reader_takes
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.sources.terraform.syntax.template import TemplateReader
from assumelint.sources.terraform.syntax.tokens import END, tokenize, unexpected
from assumelint.text import Text

__all__ = [
    "Entry",
    "HclError",
    "Outline",
    "SourceText",
    "members",
    "parse_attribute",
    "parse_block",
    "parse_expression",
    "parse_file",
    "parse_template",
    "second_reader_takes",
    "top_level",
]


def top_level(source: SourceText) -> Outline:
    """The outline of a whole file. If it has errors, they are replaced by the error that Terraform reports first."""
    found = outline(source)
    if found.errors:
        try:
            parse_file(source)
        except HclError as error:
            return Outline(found.entries, (error,))
    return found


def parse_block(source: SourceText, entry: Entry) -> Block:
    """Parse the block of an outline's entry. Raises `HclError`."""
    with _refusing(source):
        return _parser(source, entry.start, entry.end).block()


def parse_attribute(source: SourceText, entry: Entry) -> Attribute:
    """Parse the attribute of an outline's entry. Raises `HclError`."""
    line_end = source.text.find("\n", entry.end)
    end = len(source.text) if line_end == -1 else line_end + 1
    if source.text[entry.end : end].lstrip().startswith("}"):  # `locals { a = 1 }`
        end = entry.end
    with _refusing(source):
        parser = _parser(source, entry.start, end)
        attribute = parser.attribute()
        parser.end_of_definition("argument")
    return attribute


def parse_file(source: SourceText) -> Body:
    """Parse a whole file. Raises `HclError`."""
    with _refusing(source):
        return _parser(source, 0, len(source.text)).file()


def parse_expression(text: Text | SourceText) -> Expression:
    """Parse a single expression, such as the value of `--var`. Raises `HclError`."""
    source = text if isinstance(text, SourceText) else SourceText.computed(text)
    tokens = tokenize(source, 0, len(source.text))
    value, at = parse_tokens(TemplateReader(source), tokens, 0, lines=False)
    if tokens[at].kind != END:
        help = "An expression was already complete before this."
        raise unexpected(source, tokens[at], "Extra characters after expression", help)
    return value


def parse_template(text: Text | SourceText) -> Template:
    """Parse a template without quotes: a template file, an argument of `templatestring`, a string in a `.tf.json` file.

    A `Text` must not contain holes. Raises `HclError`.
    """
    source = text if isinstance(text, SourceText) else SourceText.computed(text)
    return TemplateReader(source).bare(0, len(source.text))


@contextmanager
def _refusing(source: SourceText) -> Iterator[None]:
    """Attach the text of the refused file to an `HclError`."""
    try:
        yield
    except HclError as error:
        error.refused = source.written
        raise


def _parser(source: SourceText, start: int, end: int) -> BodyParser:
    return BodyParser(TemplateReader(source), tokenize(source, start, end))
