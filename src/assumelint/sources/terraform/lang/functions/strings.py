"""Functions of strings (https://developer.hashicorp.com/terraform/language/functions#string-functions)."""

from __future__ import annotations

import re
from collections.abc import Callable

from assumelint.sources.terraform.lang.functions.spec import (
    Context,
    Family,
    FunctionError,
    Parameter,
    integer_of,
    text_of,
)
from assumelint.sources.terraform.lang.graphemes import clusters
from assumelint.sources.terraform.lang.numbers import UndecidedError
from assumelint.sources.terraform.lang.texts import MAX_LENGTH, derived, joined, known_end, known_start, may_hold
from assumelint.sources.terraform.lang.types import BOOL, NUMBER, STRING
from assumelint.sources.terraform.lang.values import StringValue, Unknown, Value, string
from assumelint.text import HOLE_MARK, Hole, Part, Piece, Text

FAMILY = Family()
_STR = Parameter("str", STRING)
# What Go's unicode.IsSpace takes for space.
SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


def as_text(value: Value) -> Text:
    """A value of type string as a text, a single hole where nothing is known."""
    if isinstance(value, Unknown):
        return Text((Hole(value.hole.reference, value.hole.span, kind=value.hole.kind),), value.span)
    assert isinstance(value, StringValue)
    return value.text


def upper_char(char: str) -> str:
    """The upper case of one character, where it is one character."""
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
        keeps = part.kind in ("account",) or (part.kind and name != "upper")
        return part if keeps else derived(part, name)
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


def _trim_start(text: Text, strip: Callable[[str], str], name: str) -> Text:
    """The text without what `strip` takes from its start; a hole there becomes another."""
    parts = list(text.parts)
    for index, part in enumerate(parts):
        if isinstance(part, Hole):
            if part.kind and strip("a0-.") == "a0-.":
                return Text(tuple(parts[index:]), text.span)
            return _behind_hole(parts, index, strip, name, text)
        kept = strip(part.text)
        if kept:
            cut = part.cut(len(part.text) - len(kept), len(part.text))
            rest = (cut, *parts[index + 1 :])
            return Text(rest, rest[0].span.to(rest[-1].span) if cut is not part else text.span)
    return Text((), text.span)


def _behind_hole(parts: list[Part], index: int, strip: Callable[[str], str], name: str, text: Text) -> Text:
    """A hole at the start: it covers what may be stripped of the text that follows, too."""
    hole = parts[index]
    assert isinstance(hole, Hole)
    for later in range(index + 1, len(parts)):
        part = parts[later]
        if isinstance(part, Piece) and (kept := strip(part.text)):
            rest = (part.cut(len(part.text) - len(kept), len(part.text)), *parts[later + 1 :])
            return Text((derived(hole, name), *rest), text.span)
    return Text((derived(hole, name),), text.span)


def _trim_end(text: Text, characters: str, name: str) -> Text:
    """The text without those characters at its end; a hole there becomes another."""
    parts = list(text.parts)
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if isinstance(part, Hole):
            if part.kind and not may_hold(part, characters):
                return Text(tuple(parts[: index + 1]), text.span)
            return Text((*_before_hole(parts[:index], characters), derived(part, name)), text.span)
        kept = part.text.rstrip(characters)
        if kept:
            cut = part.cut(0, len(kept))
            rest = (*parts[:index], cut)
            return Text(rest, rest[0].span.to(rest[-1].span) if cut is not part else text.span)
    return Text((), text.span)


def _before_hole(parts: list[Part], characters: str) -> tuple[Part, ...]:
    """What stays in front of a hole at the end, whatever is trimmed after it."""
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if isinstance(part, Piece) and (kept := part.text.rstrip(characters)):
            return (*parts[:index], part.cut(0, len(kept)))
    return ()


@FAMILY.add("chomp", STRING, _STR, partial=True)
def _chomp(context: Context, arguments: tuple[Value, ...]) -> Value:
    return StringValue(_trim_end(as_text(arguments[0]), "\r\n", "chomp"))


@FAMILY.add("trimspace", STRING, _STR, partial=True)
def _trimspace(context: Context, arguments: tuple[Value, ...]) -> Value:
    text = _trim_start(as_text(arguments[0]), lambda part: part.lstrip(SPACE), "trimspace")
    return StringValue(_trim_end(text, SPACE, "trimspace"))


@FAMILY.add("trim", STRING, _STR, Parameter("cutset", STRING), partial=True)
def _trim(context: Context, arguments: tuple[Value, ...]) -> Value:
    cutset = as_text(arguments[1]).literal
    if cutset is None:
        return context.unknown(STRING)
    if not cutset:
        return arguments[0]
    given = as_text(arguments[0])
    text = _trim_end(_trim_start(given, lambda part: part.lstrip(cutset), "trim"), cutset, "trim")
    # Named with the set of characters, which people mistake for a prefix.
    written = f'trim({given}, "{cutset}")'.replace("${", "").replace("}", "") if len(given) == 1 else ""
    whole = bool(written) and text.holes and text.holes != given.holes
    return StringValue(Text((Hole(written, context.span),), text.span) if whole else text)


@FAMILY.add("trimprefix", STRING, _STR, Parameter("prefix", STRING), partial=True)
def _trimprefix(context: Context, arguments: tuple[Value, ...]) -> Value:
    text, prefix = as_text(arguments[0]), as_text(arguments[1]).literal
    starts = None if prefix is None else starts_with(text, prefix)
    if starts is None or prefix is None:
        return context.unknown(STRING)
    return StringValue(text.cut(len(prefix)) if starts and prefix else text)


@FAMILY.add("trimsuffix", STRING, _STR, Parameter("suffix", STRING), partial=True)
def _trimsuffix(context: Context, arguments: tuple[Value, ...]) -> Value:
    text, suffix = as_text(arguments[0]), as_text(arguments[1]).literal
    ends = None if suffix is None else ends_with(text, suffix)
    if ends is None or suffix is None:
        return _kept_start(context, text, suffix)
    return StringValue(text.cut(0, len(text) - len(suffix)) if ends and suffix else text)


def _kept_start(context: Context, text: Text, suffix: str | None) -> Value:
    """What stands before a hole at the end, where the suffix cannot reach into it."""
    start = text.parts[:-1]
    known = known_end(Text(start, text.span)) if start else ""
    touched = suffix is None or not known or any(known.endswith(suffix[:size]) for size in range(1, len(suffix) + 1))
    if touched or not isinstance(text.parts[-1], Hole):
        return context.unknown(STRING)
    return StringValue(Text((*start, derived(text.parts[-1], "trimsuffix")), text.span))


def starts_with(text: Text, prefix: str) -> bool | None:
    """Whether the text starts so, None where a hole decides."""
    start = known_start(text)
    if len(start) >= len(prefix) or text.literal is not None:
        return start.startswith(prefix)
    if not prefix.startswith(start):
        return False
    hole = text.holes[0]
    return None if may_hold(hole, prefix[len(start)]) or hole.kind == "" else False


def ends_with(text: Text, suffix: str) -> bool | None:
    """Whether the text ends so, None where a hole decides."""
    end = known_end(text)
    if len(end) >= len(suffix) or text.literal is not None:
        return end.endswith(suffix)
    if not suffix.endswith(end):
        return False
    hole = text.holes[-1]
    return None if may_hold(hole, suffix[len(suffix) - len(end) - 1]) or hole.kind == "" else False


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
            parts.append(part if part.kind else derived(part, "indent"))
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
        # Terraform leaves an offset below the start as it is: nothing is skipped then.
        offset = max(offset + len(pieces), 0)
    elif length == 0:
        return string("", text.span)
    start = sum(map(len, pieces[:offset]))
    # Sought forward to a length of nought, it never stops: see `substr("abc", -2, 0)`.
    end = None if length <= 0 else start + sum(map(len, pieces[offset : offset + length]))
    return StringValue(text.cut(start, end))
