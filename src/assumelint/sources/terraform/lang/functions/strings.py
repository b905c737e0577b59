"""Functions of strings (https://developer.hashicorp.com/terraform/language/functions#string-functions)."""

from __future__ import annotations

import re
from collections.abc import Callable

from assumelint.sources.terraform.lang.functions.affixes import ends_with, starts_with
from assumelint.sources.terraform.lang.functions.spec import (
    Context,
    Family,
    FunctionError,
    Parameter,
    integer_of,
    text_of,
)
from assumelint.sources.terraform.lang.values.graphemes import clusters
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.texts import MAX_LENGTH, derived, joined, known_start, untouched
from assumelint.sources.terraform.lang.values.types import BOOL, NUMBER, STRING
from assumelint.sources.terraform.lang.values.value import StringValue, Unknown, Value, string, string_text
from assumelint.text import HOLE_MARK, Hole, Part, Piece, Text

FAMILY = Family()
_STR = Parameter("str", STRING)
# The white space of Go's `unicode.IsSpace`.
SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


def as_text(value: Value) -> Text:
    """The text of a value of type string, a single hole if it is unknown."""
    text = string_text(value)
    assert text is not None
    return text


def upper_char(char: str) -> str:
    """The upper case of a character; the character itself if its upper case is longer than one character."""
    upper = char.upper()
    return upper if len(upper) == 1 else char


def _lower_char(char: str) -> str:
    return "i" if char == "İ" else char.lower()


def _by_char(change: Callable[[str], str], ascii: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: ascii(text) if text.isascii() else "".join(map(change, text))


def _map(text: Text, change: Callable[[str], str], name: str) -> Value:
    return StringValue(joined((_mapped(part, change, name) for part in text.parts), text.span))


def _mapped(part: Part, change: Callable[[str], str], name: str) -> Part:
    if isinstance(part, Hole):
        return part if untouched(part, change) else derived(part, name)
    after = change(part.text)
    return part if after == part.text else Piece(after, part.span, exact=False)


@FAMILY.add("lower", STRING, _STR, partial=True)
def _lower(context: Context, arguments: tuple[Value, ...]) -> Value:
    return _map(as_text(arguments[0]), _by_char(_lower_char, str.lower), "lower")


@FAMILY.add("upper", STRING, _STR, partial=True)
def _upper(context: Context, arguments: tuple[Value, ...]) -> Value:
    return _map(as_text(arguments[0]), _by_char(upper_char, str.upper), "upper")


@FAMILY.add("title", STRING, _STR)
def _title(context: Context, arguments: tuple[Value, ...]) -> Value:
    text, result = text_of(arguments[0]), ""
    for previous, char in zip(" " + text, text, strict=False):
        result += char if _within_word(previous) else _title_char(char)
    return context.string(result)


def _within_word(previous: str) -> bool:
    if previous.isalnum() or previous == "_":
        return True
    return not previous.isascii() and previous not in SPACE


def _title_char(char: str) -> str:
    title = char.title()
    return title if len(title) == 1 else char


@FAMILY.add("strrev", STRING, _STR)
def _strrev(context: Context, arguments: tuple[Value, ...]) -> Value:
    return context.string("".join(reversed(clusters(text_of(arguments[0])))))


def _answer(context: Context, result: bool | None) -> Value:
    return context.unknown(BOOL) if result is None else context.bool(result)


@FAMILY.add("startswith", BOOL, _STR, Parameter("prefix", STRING), partial=True)
def _startswith(context: Context, arguments: tuple[Value, ...]) -> Value:
    prefix = as_text(arguments[1]).literal
    return _answer(context, None if prefix is None else starts_with(as_text(arguments[0]), prefix))


@FAMILY.add("endswith", BOOL, _STR, Parameter("suffix", STRING), partial=True)
def _endswith(context: Context, arguments: tuple[Value, ...]) -> Value:
    suffix = as_text(arguments[1]).literal
    return _answer(context, None if suffix is None else ends_with(as_text(arguments[0]), suffix))


@FAMILY.add("strcontains", BOOL, _STR, Parameter("substr", STRING), partial=True)
def _strcontains(context: Context, arguments: tuple[Value, ...]) -> Value:
    text, wanted = as_text(arguments[0]), as_text(arguments[1]).literal
    if wanted is None:
        return context.unknown(BOOL)
    if any(wanted in run for run in text.flat.split(HOLE_MARK)):
        return context.bool(True)
    return context.unknown(BOOL) if text.holes else context.bool(False)


@FAMILY.add("indent", STRING, Parameter("spaces", NUMBER), _STR, partial=True)
def _indent(context: Context, arguments: tuple[Value, ...]) -> Value:
    if isinstance(arguments[0], Unknown):
        return context.unknown(STRING)
    spaces, text = integer_of(arguments[0], 0), as_text(arguments[1])
    if spaces < 0:
        raise FunctionError("strings: negative Repeat count")
    if spaces * (1 + text.flat.count("\n")) > MAX_LENGTH:
        raise UndecidedError("the string is too long")
    parts: list[Part] = []
    for part in text.parts:
        if isinstance(part, Hole):
            parts.append(derived(part, "indent") if part.kind.may_hold("\n") else part)
            continue
        start = 0
        for found in re.finditer("\n", part.text):
            parts += (part.cut(start, found.end()), Piece(" " * spaces, part.span, exact=False))
            start = found.end()
        parts.append(part.cut(start, len(part.text)))
    return StringValue(joined(parts, text.span))


@FAMILY.add("substr", STRING, _STR, Parameter("offset", NUMBER), Parameter("length", NUMBER), partial=True)
def _substr(context: Context, arguments: tuple[Value, ...]) -> Value:
    if isinstance(arguments[1], Unknown) or isinstance(arguments[2], Unknown):
        return context.unknown(STRING)
    text, offset, length = as_text(arguments[0]), integer_of(arguments[1], 1), integer_of(arguments[2], 2)
    if text.literal is None:
        known = known_start(text)
        inside = 0 <= offset < len(known) and known.isascii() and offset + length < len(known)
        return (
            StringValue(text.cut(offset, offset + length if length >= 0 else None))
            if inside
            else context.unknown(STRING)
        )
    return _cut_clusters(text, offset, length)


def _cut_clusters(text: Text, offset: int, length: int) -> Value:
    pieces = clusters(text.flat)
    if offset < 0:
        # For a negative offset that reaches beyond the start, Terraform skips nothing.
        offset = max(offset + len(pieces), 0)
    elif length == 0:
        return string("", text.span)
    start = sum(map(len, pieces[:offset]))
    # With a negative offset, Terraform takes a length of zero for no limit: `substr("abc", -2, 0)` is "bc".
    end = None if length <= 0 else start + sum(map(len, pieces[offset : offset + length]))
    return StringValue(text.cut(start, end))
