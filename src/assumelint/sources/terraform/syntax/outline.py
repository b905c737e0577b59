"""Outlines of HCL text: the blocks and attributes with their offsets, without parsing their contents.

An outline is cheap, so every file gets one, and only relevant blocks are parsed. A syntax error affects only the block
that it is in.
"""

from __future__ import annotations

import re

from msgspec import Struct

from assumelint.sources.terraform.syntax.delimiters import (
    BLOCK_COMMENT,
    HEREDOC_START,
    IDENTIFIER,
    LINE_COMMENT,
    PLAIN_STRING,
    Unclosed,
    braces_end,
    heredoc_end,
    quoted_end,
)
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.text import Span

_BETWEEN = re.compile(rf"(?:[ \t\r\n]++|{LINE_COMMENT}|{BLOCK_COMMENT})*+")
_GAP = rf"(?:[ \t]++|{BLOCK_COMMENT})*+"
_HEADER = re.compile(rf"({IDENTIFIER}){_GAP}((?:(?:{PLAIN_STRING}|{IDENTIFIER}){_GAP})*+)\{{")
_LABEL = re.compile(rf"{BLOCK_COMMENT}|({PLAIN_STRING}|{IDENTIFIER})")
_LINE_END = re.compile(rf"{_GAP}(?:\r?\n|#|//|\Z)")
_ARGUMENT = re.compile(rf"({IDENTIFIER}){_GAP}=(?![=>])")
_VALUE = re.compile(rf'(?:[^"{{}}()\[\]#/<\n]++|{PLAIN_STRING}|{BLOCK_COMMENT}|/(?![*/])|<(?!<))*+')
# The likely start of the next block: an unindented line with a word, labels and a brace.
_MARGIN = re.compile(rf"^{IDENTIFIER}[ \t]*+(?:\"[^\"\n]*+\"[ \t]*+)*+\{{", re.MULTILINE)
# After this many unterminated blocks, or this many errors, the rest of the file is skipped.
_MAX_RESTARTS = 10
_MAX_ERRORS = 50


class Entry(Struct, frozen=True):
    """A block or attribute: its type or name, and its offsets. The header is the type and labels, or the name."""

    name: str
    labels: tuple[str, ...]
    start: int
    header_end: int
    end: int
    is_block: bool

    def header(self, source: SourceText) -> Span:
        """The span from the type to the last label; for an attribute, the span of its name."""
        return source.span(self.start, self.header_end)

    def text(self, source: SourceText) -> str:
        """The source text of the whole block or attribute."""
        return source.text[self.start : self.end]


class Outline(Struct, frozen=True):
    """The entries of a file or of a block, in order, and the errors for text that is not an entry."""

    entries: tuple[Entry, ...]
    errors: tuple[HclError, ...]


def outline(source: SourceText) -> Outline:
    """The outline of a whole file."""
    return _outline(source, 0, len(source.text))


def members(source: SourceText, entry: Entry) -> Outline:
    """The outline of the body of a block of `source`."""
    opened = source.text.find("{", entry.header_end) + 1
    return _outline(source, opened, entry.end - 1)


def _outline(source: SourceText, at: int, end: int) -> Outline:
    entries: list[Entry] = []
    errors: list[HclError] = []
    names: dict[str, Entry] = {}
    text, restarts = source.text, 0
    while True:
        gap = _BETWEEN.match(text, at, end)
        at = gap.end() if gap else at
        if at >= end or len(errors) >= _MAX_ERRORS:
            break
        try:
            entry = _entry(text, at, end)
        except Unclosed as unclosed:
            errors.append(_unclosed(source, at, unclosed))
            restarts += 1
            at = _resume(text, at, unclosed, end) if restarts < _MAX_RESTARTS else end
            continue
        if entry is None:
            errors.append(_not_a_definition(source, at))
            at = _next_line(text, at, end)
        else:
            entries.append(entry)
            at = entry.end
            if not entry.is_block and names.setdefault(entry.name, entry) is not entry:
                errors.append(_redefined(source, entry, names[entry.name]))
            if entry.is_block and not _LINE_END.match(text, at):
                errors.append(_no_newline(source, at))
                at = _next_line(text, at, end)
    for error in errors:
        error.refused = source.written
    return Outline(tuple(entries), tuple(errors))


def _entry(text: str, at: int, end: int) -> Entry | None:
    argument = _ARGUMENT.match(text, at, end)
    if argument:
        return Entry(argument[1], (), at, argument.end(1), _value_end(text, argument.end(), end), is_block=False)
    header = _HEADER.match(text, at, end)
    if not header:
        return None
    labels = [found for found in _LABEL.finditer(text, header.start(2), header.end(2)) if found[1]]
    names = tuple(label[1].removeprefix('"').removesuffix('"') for label in labels)
    header_end = labels[-1].end() if labels else header.end(1)
    return Entry(header[1], names, at, header_end, braces_end(text, header.end(), patient=True), is_block=True)


def _value_end(text: str, at: int, end: int) -> int:
    """The end of the value that starts at `at`: the first line break outside all brackets."""
    depth = 0
    while True:
        found = _VALUE.match(text, at, end)
        at = found.end() if found else at
        match text[at : at + 1] if at < end else "":
            case '"':
                at = quoted_end(text, at + 1)
            case "{":
                at = braces_end(text, at + 1)
            case "(" | "[":
                depth, at = depth + 1, at + 1
            case ")" | "]" | "}":
                depth, at = max(depth - 1, 0), at + 1
            case "<":
                start = HEREDOC_START.match(text, at, end)
                at = heredoc_end(text, start.end(), start[2]) if start else at + 2
            case "\n" if depth:
                at += 1
            case "#" | "/" if depth:
                at = _next_line(text, at, end)
            case _:
                return at


def _next_line(text: str, at: int, end: int) -> int:
    found = text.find("\n", at, end)
    return end if found == -1 else found + 1


def _resume(text: str, at: int, unclosed: Unclosed, end: int) -> int:
    if unclosed.kind == '"':
        return _next_line(text, unclosed.at, end)
    found = _MARGIN.search(text, _next_line(text, at, end), end)
    return found.start() if found else end


def _unclosed(source: SourceText, at: int, unclosed: Unclosed) -> HclError:
    end = len(source.text)
    match unclosed.kind:
        case '"':
            line_end = source.span(unclosed.at, unclosed.at)
            return HclError("Invalid multi-line string", line_end, "No closing quote was found on the line.")
        case "<<":
            help = "No closing marker was found for the string."
            return HclError("Unterminated template string", source.span(end, end), help)
        case "/*":
            place = source.span(unclosed.at, unclosed.at + 2)
            return HclError("Unterminated comment", place, 'No closing "*/" was found for the comment.')
        case _:
            help = "There is no closing brace for this block before the end of the file."
            return HclError("Unclosed configuration block", source.span(at, _next_line(source.text, at, end)), help)


def _not_a_definition(source: SourceText, at: int) -> HclError:
    help = 'To set an argument, use the equals sign "=" to introduce the argument value.'
    return HclError("Argument or block definition required", source.span(at, at + 1), help)


def _redefined(source: SourceText, entry: Entry, first: Entry) -> HclError:
    line = first.header(source).line
    help = f'The argument "{entry.name}" was already set on line {line}. Each argument may be set only once.'
    return HclError("Attribute redefined", entry.header(source), help)


def _no_newline(source: SourceText, at: int) -> HclError:
    help = "A block definition must end with a newline."
    return HclError("Missing newline after block definition", source.span(at, at + 1), help)
