"""`regex`, `regexall`, and `replace` with a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assumelint.sources.terraform.lang.functions.affixes import starts_with
from assumelint.sources.terraform.lang.functions.re2 import Pattern, compile_pattern
from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.texts import joined, piece_of
from assumelint.sources.terraform.lang.values.types import DYNAMIC, STRING, ListType, ObjectType, TupleType, Type
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    Member,
    NullValue,
    ObjectValue,
    StringValue,
    TupleValue,
    Value,
)
from assumelint.text import Part, Piece, Text
from assumelint.text.index import TextIndex

FAMILY = Family()
_PARAMETERS = (Parameter("pattern", STRING), Parameter("string", STRING))
_REFERENCE = re.compile(r"\$(?:\$|\{(\w+)\}|(\w+))", re.ASCII)


def _compiled(arguments: tuple[Value, ...]) -> tuple[Pattern, TextIndex]:
    pattern = compile_pattern(as_text(arguments[0]).flat)
    if pattern.mixed:
        raise FunctionError("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0)
    return pattern, TextIndex(as_text(arguments[1]))


@FAMILY.add("regex", DYNAMIC, *_PARAMETERS)
def _regex(context: Context, arguments: tuple[Value, ...]) -> Value:
    pattern, text = _compiled(arguments)
    for found in pattern.matches(text.flat):
        return _captures(context, pattern, text, found)
    raise FunctionError("pattern did not match any part of the given string")


@FAMILY.add("regexall", ListType(DYNAMIC), *_PARAMETERS)
def _regexall(context: Context, arguments: tuple[Value, ...]) -> Value:
    pattern, text = _compiled(arguments)
    items = tuple(_captures(context, pattern, text, found) for found in pattern.matches(text.flat))
    return ListValue(items, _type(pattern), context.span)


def _type(pattern: Pattern) -> Type:
    if pattern.names:
        return ObjectType(dict.fromkeys(sorted(pattern.names), STRING))
    return TupleType((STRING,) * pattern.groups) if pattern.groups else STRING


def _captures(context: Context, pattern: Pattern, text: TextIndex, found: Any) -> Value:
    if pattern.names:
        members: dict[str, Member] = {
            name: (Text.of(name, context.span), _group(context, text, found, name)) for name in sorted(pattern.names)
        }
        return ObjectValue(members, context.span)
    if not pattern.groups:
        return _group(context, text, found, 0)
    return TupleValue(
        tuple(_group(context, text, found, number) for number in range(1, pattern.groups + 1)), context.span
    )


def _group(context: Context, text: TextIndex, found: Any, group: int | str) -> Value:
    start, end = found.span(group)
    return NullValue(context.span, STRING) if start < 0 else StringValue(piece_of(text, start, end))


def replace_pattern(context: Context, text: Text, source: str, by: Text) -> Value:
    """`replace` with a pattern between slashes. In a text with holes, only a known start can be replaced."""
    pattern = compile_pattern(source)
    if by.literal is None:
        return context.unknown(STRING)
    if text.holes:
        return _replace_start(context, text, source, by)
    return StringValue(joined(_replaced(pattern, text, by), text.span))


def _replaced(pattern: Pattern, text: Text, by: Text) -> Iterator[Part]:
    index, at = TextIndex(text), 0
    steps = tuple(_steps(pattern, by))
    for found in pattern.matches(index.flat):
        yield from index.parts(at, found.start())
        for step in steps:
            if isinstance(step, Text):
                yield from step.parts
            elif found.start(step) >= 0:
                yield from index.parts(*found.span(step))
        at = found.end()
    yield from index.parts(at, len(index.flat))


def _steps(pattern: Pattern, by: Text) -> Iterator[Text | int | str]:
    """The parts of a replacement: literal texts, and the numbers or names of groups."""
    flat, at = by.flat, 0
    for reference in _REFERENCE.finditer(flat):
        yield by.cut(at, reference.start())
        at = reference.end()
        if reference[0] == "$$":
            yield Text((Piece("$", by.span, exact=False),), by.span)
            continue
        name = reference[1] or reference[2]
        group: int | str = int(name) if name.isdigit() else name
        if group in pattern.names or (isinstance(group, int) and group <= pattern.groups):
            yield group
    yield by.cut(at)


def _replace_start(context: Context, text: Text, source: str, by: Text) -> Value:
    """The result for a pattern such as `^https://`, a literal anchored at the start, in a text with holes.

    Whether it matches depends only on the known text before the first hole.
    """
    body = source.removeprefix("^")
    literal = re.sub(r"\\([^A-Za-z0-9])", r"\1", body)
    if body == source or re.search(r"(?<!\\)[.*+?()\[\]{}|^$]", body) or re.search(r"\\[A-Za-z0-9]", body):
        return context.unknown(STRING)
    starts = starts_with(text, literal)
    if starts is None or "$" in by.flat:
        return context.unknown(STRING)
    return StringValue(joined((*by.parts, *text.cut(len(literal)).parts), text.span)) if starts else StringValue(text)
