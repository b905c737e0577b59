"""Functions that trim the ends of a string. A hole at a trimmed end is replaced by a derived hole."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from assumelint.sources.terraform.lang.functions.affixes import ends_with, starts_with
from assumelint.sources.terraform.lang.functions.spec import Context, Family, Parameter
from assumelint.sources.terraform.lang.functions.strings import SPACE, as_text
from assumelint.sources.terraform.lang.values.texts import derived, known_end
from assumelint.sources.terraform.lang.values.types import STRING
from assumelint.sources.terraform.lang.values.unknowns import named_after, renamed, without_scheme
from assumelint.sources.terraform.lang.values.value import StringValue, Value
from assumelint.text import Hole, Part, Piece, Text
from assumelint.text.cluster import cluster_of
from assumelint.text.text import SCHEME

FAMILY = Family()
_STR = Parameter("str", STRING)


def _trim_start(text: Text, strip: Callable[[str], str], name: str) -> Text:
    """The text with `strip` applied to its start; a hole at the start is replaced by a derived hole."""
    parts = list(text.parts)
    for index, part in enumerate(parts):
        if isinstance(part, Hole):
            if not _may_lose_start(part, strip):
                return Text(tuple(parts[index:]), text.span)
            return _behind_hole(parts, index, strip, name, text)
        kept = strip(part.text)
        if kept:
            cut = part.cut(len(part.text) - len(kept), len(part.text))
            rest = (cut, *parts[index + 1 :])
            return Text(rest, rest[0].span.to(rest[-1].span) if cut is not part else text.span)
    return Text((), text.span)


def _may_lose_start(hole: Hole, strip: Callable[[str], str]) -> bool:
    """Whether a character that a value of the hole may begin with is one of those that `strip` takes away."""
    alphabet = hole.kind.alphabet
    return alphabet is None or any(hole.kind.may_begin(char) for char in alphabet if strip(char) != char)


def _behind_hole(parts: list[Part], index: int, strip: Callable[[str], str], name: str, text: Text) -> Text:
    """The text from a hole at the start on. The derived hole includes any following text that may be stripped."""
    hole = parts[index]
    assert isinstance(hole, Hole)
    for later in range(index + 1, len(parts)):
        part = parts[later]
        if isinstance(part, Piece) and (kept := strip(part.text)):
            rest = (part.cut(len(part.text) - len(kept), len(part.text)), *parts[later + 1 :])
            return Text((derived(hole, name), *rest), text.span)
    return Text((derived(hole, name),), text.span)


def _trim_end(text: Text, characters: str, name: str) -> Text:
    """The text without these characters at its end; a hole at the end is replaced by a derived hole."""
    parts = list(text.parts)
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if isinstance(part, Hole):
            if not part.kind.may_end(characters):
                return Text(tuple(parts[: index + 1]), text.span)
            return Text((*_before_hole(parts[:index], characters), derived(part, name)), text.span)
        kept = part.text.rstrip(characters)
        if kept:
            cut = part.cut(0, len(kept))
            rest = (*parts[:index], cut)
            return Text(rest, rest[0].span.to(rest[-1].span) if cut is not part else text.span)
    return Text((), text.span)


def _before_hole(parts: list[Part], characters: str) -> tuple[Part, ...]:
    """The parts before a hole at the end that remain whatever is trimmed."""
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
    host = cluster_of(text)
    if host is not None and host.of is not None and given.parts != text.parts:
        return StringValue(Text((_trimmed(host, host.of, cutset, context),), text.span))
    if not given.is_hole or not text.holes or text.holes == given.holes:
        return StringValue(text)
    source = given.holes[0]
    return StringValue(Text((_trimmed(named_after(source, "", context.span), source, cutset, context),), text.span))


def _trimmed(hole: Hole, source: Hole, cutset: str, context: Context) -> Hole:
    """The hole for the result. Its name includes the set of characters, which is often mistaken for a prefix."""
    shown = renamed(hole, f'trim({source.reference}, "{cutset}")')
    return replace(shown, span=context.span, of=source, cut_set=cutset)


@FAMILY.add("trimprefix", STRING, _STR, Parameter("prefix", STRING), partial=True)
def _trimprefix(context: Context, arguments: tuple[Value, ...]) -> Value:
    text, prefix = as_text(arguments[0]), as_text(arguments[1]).literal
    starts = None if prefix is None else starts_with(text, prefix)
    if starts is None and prefix == SCHEME and text.is_hole:
        hole = text.holes[0]
        rest = without_scheme(hole, f'trimprefix({hole.reference}, "{prefix}")', context.span)
        return StringValue(Text((rest,), context.span))
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
    """The text with a derived hole in place of the one at its end, unknown if the suffix may reach before that hole."""
    start = text.parts[:-1]
    known = known_end(Text(start, text.span)) if start else ""
    touched = suffix is None or not known or any(known.endswith(suffix[:size]) for size in range(1, len(suffix) + 1))
    if touched or not isinstance(text.parts[-1], Hole):
        return context.unknown(STRING)
    return StringValue(Text((*start, derived(text.parts[-1], "trimsuffix")), text.span))
