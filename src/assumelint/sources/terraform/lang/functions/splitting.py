"""`join`, `split` and `replace`: strings and lists of strings."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.texts import MAX_LENGTH, joined, may_straddle, piece_of, runs
from assumelint.sources.terraform.lang.values.types import STRING, ListType
from assumelint.sources.terraform.lang.values.unknowns import named_after, without_scheme
from assumelint.sources.terraform.lang.values.value import (
    MAX_PARTS,
    ListValue,
    NullValue,
    StringValue,
    Unknown,
    Value,
    is_many,
)
from assumelint.text import HOLE_MARK, Hole, Part, Piece, Text
from assumelint.text.index import TextIndex
from assumelint.text.text import SCHEME

FAMILY = Family()


@FAMILY.add(
    "join",
    STRING,
    Parameter("separator", STRING),
    variadic=Parameter("lists", ListType(STRING)),
    partial=True,
)
def _join(context: Context, arguments: tuple[Value, ...]) -> Value:
    if len(arguments) < 2:
        raise FunctionError("at least one list is required")
    separator = as_text(arguments[0])
    parts: list[Part] = []
    glued = True  # no separator goes before the next item: at the start, and after a hole that includes it
    for item in _joinable(arguments[1:]):
        many = isinstance(item, Hole)
        if not glued and not many:
            parts += (
                Piece(part.text, context.span, exact=False) if isinstance(part, Piece) else part
                for part in separator.parts
            )
        parts += (item,) if isinstance(item, Hole) else item.parts
        glued = many
    return StringValue(joined(parts, context.span))


def _joinable(lists: tuple[Value, ...]) -> Iterator[Text | Hole]:
    for number, list_ in enumerate(lists):
        if isinstance(list_, Unknown):
            yield named_after(list_.hole, list_.hole.reference, list_.hole.span)
            continue
        assert isinstance(list_, ListValue)
        for index, item in enumerate(list_.items):
            if isinstance(item, NullValue):
                where = f"element {index} of list {number + 1}" if len(lists) > 1 else f"element {index}"
                raise FunctionError(f"{where} is null; cannot concatenate null values", number + 1)
            if isinstance(item, Unknown) and is_many(item):
                yield named_after(item.hole, item.hole.reference, item.hole.span)
            else:
                yield as_text(item)


@FAMILY.add("split", ListType(STRING), Parameter("separator", STRING), Parameter("str", STRING), partial=True)
def _split(context: Context, arguments: tuple[Value, ...]) -> Value:
    separator, text = as_text(arguments[0]).literal, as_text(arguments[1])
    if separator is None or (text.holes and (not separator or may_straddle(text, separator))):
        return context.unknown(ListType(STRING))
    if not separator:
        index = TextIndex(text)
        items = [StringValue(piece_of(index, at, at + 1)) for at in range(len(index.flat))]
        return ListValue(tuple(items), STRING, context.span)
    return ListValue(tuple(_split_items(text, separator)), STRING, context.span)


def _split_items(text: Text, separator: str) -> Iterator[Value]:
    parts: list[Part] = []
    holes: list[Hole] = []
    for run in runs(text):
        if isinstance(run, Hole):
            parts.append(run)
            if run.kind.may_contain(separator):
                holes.append(run)
            continue
        first, *others = _cut_all(run, separator)
        parts += first.parts
        for other in others:
            yield _item(parts, holes, text)
            parts, holes = list(other.parts), []
    yield _item(parts, holes, text)


def _item(parts: list[Part], holes: list[Hole], text: Text) -> Value:
    """One item of a split text; any number of items if a hole in it may contain separators."""
    if holes:
        return Unknown(named_after(holes[0], f"split({holes[0].reference})", holes[0].span, many=True), STRING)
    return StringValue(Text(tuple(parts), parts[0].span.to(parts[-1].span) if parts else text.span))


def _cut_all(run: Text, separator: str) -> list[Text]:
    index = TextIndex(run)
    flat, start, cut = index.flat, 0, []
    if flat.count(separator) > MAX_PARTS:
        raise UndecidedError("too many items")
    while (found := flat.find(separator, start)) >= 0:
        cut.append(piece_of(index, start, found))
        start = found + len(separator)
    return [*cut, piece_of(index, start, len(flat))]


@FAMILY.add(
    "replace",
    STRING,
    Parameter("str", STRING),
    Parameter("substr", STRING),
    Parameter("replace", STRING),
    partial=True,
)
def _replace(context: Context, arguments: tuple[Value, ...]) -> Value:
    text, wanted, by = as_text(arguments[0]), as_text(arguments[1]).literal, as_text(arguments[2])
    if wanted is None:
        return context.unknown(STRING)
    if len(wanted) > 1 and wanted.startswith("/") and wanted.endswith("/"):
        from assumelint.sources.terraform.lang.functions.patterns import replace_pattern

        return replace_pattern(context, text, wanted[1:-1], by)
    if not text.holes and not wanted:
        return _interspersed(text, by)
    if text.holes and (not wanted or may_straddle(text, wanted)):
        return context.unknown(STRING)
    return StringValue(joined(_replaced(text, wanted, by), text.span))


def _interspersed(text: Text, by: Text) -> Value:
    """The result of replacing the empty string: the replacement before each character and at the end."""
    if (len(text) + 1) * len(by) > MAX_LENGTH:
        raise UndecidedError("the string is too long")
    index = TextIndex(text)
    parts: list[Part] = [*by.parts]
    for at in range(len(text)):
        parts += (*index.parts(at, at + 1), *by.parts)
    return StringValue(joined(parts, text.span))


def _replaced(text: Text, wanted: str, by: Text) -> Iterator[Part]:
    length = 0
    for run in runs(text):
        if isinstance(run, Hole):
            yield _replaced_in(run, wanted, by) if run.kind.may_contain(wanted) else run
            continue
        first, *others = _cut_all(run, wanted)
        yield from first.parts
        for other in others:
            length += len(by)
            if length > MAX_LENGTH:
                raise UndecidedError("the string is too long")
            yield from by.parts
            yield from other.parts


def _replaced_in(hole: Hole, wanted: str, by: Text) -> Hole:
    """The hole for what `replace` makes of an unknown string, named with the arguments of the call."""
    written = f'replace({hole.reference}, "{wanted}", "{by}")'
    if wanted == SCHEME and by.literal == "":
        return without_scheme(hole, written, hole.span)
    return named_after(hole, written, hole.span)


def split_once_each(text: Text, separator: str, most: int) -> list[Text] | None:
    """The text split at a one-character separator into at most `most` texts, None if a hole may contain it."""
    cut: list[Text] = []
    start = 0
    for offset, char in enumerate(text.flat):
        if len(cut) == most - 1:
            break
        if char == HOLE_MARK and text.cut(offset, offset + 1).holes[0].kind.may_hold(separator):
            return None
        if char == separator:
            cut.append(text.cut(start, offset))
            start = offset + 1
    return [*cut, text.cut(start)]
