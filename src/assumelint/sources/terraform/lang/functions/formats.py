"""`format` (https://developer.hashicorp.com/terraform/language/functions/format)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from assumelint.sources.terraform.lang.functions.number_verbs import format_float, format_integer
from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.go_quote import quote
from assumelint.sources.terraform.lang.values.graphemes import clusters
from assumelint.sources.terraform.lang.values.json_text import encode_json
from assumelint.sources.terraform.lang.values.numbers import UndecidedError, shortest_general
from assumelint.sources.terraform.lang.values.texts import MAX_LENGTH, joined
from assumelint.sources.terraform.lang.values.types import BOOL, DYNAMIC, NUMBER, STRING, Type
from assumelint.sources.terraform.lang.values.unknowns import named
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    NullValue,
    NumberValue,
    StringValue,
    Unknown,
    Value,
    known,
)
from assumelint.text import Part, Piece, Text

FAMILY = Family()
_VERB = re.compile(
    r"%%|%(?P<flags>[0#+ -]*)(?P<width>[1-9][0-9]*)?(?:\.(?P<precision>[0-9]*))?"
    r"(?:\[(?P<index>[1-9][0-9]*)\])?(?P<mode>[a-zA-Z])"
)
ARGUMENTS = Parameter("args", DYNAMIC, nullable=True, untyped_null=False)


class _Verb(Struct, frozen=True):
    """The parts of a format verb such as `%-5.2[1]f`."""

    raw: str
    offset: int
    mode: str
    flags: str
    width: int
    precision: int | None

    def refuse(self, reason: str) -> FunctionError:
        return FunctionError(f"unsupported value for {quote(self.raw)} at {self.offset}: {reason}")


@FAMILY.add("format", STRING, Parameter("format", STRING), variadic=ARGUMENTS, partial=True)
def _format(context: Context, arguments: tuple[Value, ...]) -> Value:
    return formatted(context, as_text(arguments[0]), arguments[1:])


def formatted(context: Context, pattern: Text, arguments: Sequence[Value]) -> Value:
    """The string that a pattern makes of its arguments. Raises `FunctionError`."""
    if pattern.literal is None:
        return context.unknown(STRING)
    return StringValue(joined(_parts(context, pattern, arguments), context.span))


def _parts(context: Context, pattern: Text, arguments: Sequence[Value]) -> Iterator[Part]:
    flat, at, following, highest = pattern.flat, 0, 1, 0
    while (found := flat.find("%", at)) >= 0:
        yield from pattern.cut(at, found).parts
        match = _VERB.match(flat, found)
        if match is None:
            raise FunctionError(_unrecognized(flat, found))
        at = match.end()
        if match[0] == "%%":
            yield from pattern.cut(found, found + 1).parts
            continue
        number = int(match["index"] or following)
        following, highest = number + 1, max(highest, number)
        yield from _verb(context, _read(match), number, arguments)
    yield from pattern.cut(at).parts
    if highest < len(arguments):
        extent = f"only {highest} used by format string" if highest else "no verbs in format string"
        raise FunctionError(f"too many arguments; {extent}", highest + 1)


def _unrecognized(flat: str, start: int) -> str:
    opening = re.compile(r"%[0#+ -]*(?:[1-9][0-9]*)?(?:\.[0-9]*)?(?:\[[0-9]*\]?)?").match(flat, start)
    end = opening.end() if opening else start
    if end >= len(flat):
        return f"invalid format string starting at offset {len(flat.encode())}"
    return f"unrecognized format character '{flat[end]}' at offset {len(flat[:end].encode())}"


def _read(match: re.Match[str]) -> _Verb:
    width, precision = match["width"], match["precision"]
    if len(width or "") > 6 or len(precision or "") > 6:
        raise UndecidedError("the width is too large")
    return _Verb(
        match[0],
        match.start(),
        match["mode"],
        match["flags"],
        int(width) if width else -1,
        int(precision or 0) if precision is not None else None,
    )


def _verb(context: Context, verb: _Verb, number: int, arguments: Sequence[Value]) -> Sequence[Part]:
    if number > len(arguments):
        raise FunctionError(
            f"not enough arguments for {quote(verb.raw)} at {verb.offset}: need index {number} but have "
            f"{len(arguments)} total"
        )
    argument = arguments[number - 1]
    if verb.mode not in "vtbdoxXeEfgGsq":
        raise FunctionError(f"unsupported format verb '{verb.mode}' in {quote(verb.raw)} at offset {verb.offset}")
    if verb.mode != "v" and isinstance(argument, NullValue):
        raise verb.refuse("null value cannot be formatted")
    if not known(argument):
        return _unknown(context, verb, argument)
    match verb.mode:
        case "v":
            return _as_is(verb, argument)
        case "t":
            return (Piece(_flag(verb, argument), argument.span, exact=False),)
        case "s" | "q":
            return _string(verb, argument)
        case _:
            return (Piece(_number(verb, argument), argument.span, exact=False),)


def _unknown(context: Context, verb: _Verb, argument: Value) -> Sequence[Part]:
    plain = verb.mode in "sv" and verb.width < 0 and verb.precision is None and "#" not in verb.flags
    if plain and isinstance(argument, StringValue):
        return argument.text.parts
    if plain and isinstance(argument, Unknown):
        return (argument.hole.as_one(),)
    if isinstance(argument, Unknown | StringValue):
        return (named(f"format({quote(verb.raw)})", context.span, context.hole.home),)
    converted = _converted(verb, argument, STRING) if verb.mode in "sq" else argument
    return (named(f"format({quote(verb.raw)})", converted.span, context.hole.home),)


def _converted(verb: _Verb, argument: Value, type: Type) -> Value:
    try:
        return convert(argument, type)
    except ConversionError as error:
        raise verb.refuse(str(error)) from None


def _as_is(verb: _Verb, argument: Value) -> Sequence[Part]:
    if "#" not in verb.flags:
        if isinstance(argument, StringValue):
            return _padded(verb, argument.text)
        if isinstance(argument, NumberValue):
            return _padded(verb, Text.of(shortest_general(argument.value), argument.span))
    return _padded(verb, encode_json(argument))


def _flag(verb: _Verb, argument: Value) -> str:
    value = _converted(verb, argument, BOOL)
    assert isinstance(value, BoolValue)
    return "true" if value.value else "false"


def _number(verb: _Verb, argument: Value) -> str:
    value = _converted(verb, argument, NUMBER)
    if isinstance(value, Unknown):
        raise UndecidedError("the number is too large")
    assert isinstance(value, NumberValue)
    if verb.mode in "eEfgG":
        return format_float(value.value, verb.mode, verb.flags, verb.width, verb.precision)
    whole = value.value.integer
    if whole is None:
        raise verb.refuse("an integer is required")
    return format_integer(whole, verb.mode, verb.flags, verb.width, verb.precision)


def _string(verb: _Verb, argument: Value) -> Sequence[Part]:
    value = _converted(verb, argument, STRING)
    assert isinstance(value, StringValue)
    text = value.text
    if verb.precision:
        text = text.cut(0, sum(map(len, clusters(text.flat)[: verb.precision])))
    return _padded(verb, encode_json(replace(value, text=text)) if verb.mode == "q" else text)


def _padded(verb: _Verb, text: Text) -> Sequence[Part]:
    missing = verb.width - len(clusters(text.flat)) if verb.width > 0 else 0
    if missing <= 0:
        return text.parts
    if missing > MAX_LENGTH:
        raise UndecidedError("the string is too long")
    padding = Piece(("0" if "0" in verb.flags else " ") * missing, text.span, exact=False)
    return (*text.parts, padding) if "-" in verb.flags else (padding, *text.parts)
