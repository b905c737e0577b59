"""Functions of encodings (https://developer.hashicorp.com/terraform/language/functions#encoding-functions)."""

from __future__ import annotations

import binascii
import codecs
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator

from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter, text_of
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.texts import derived, joined, untouched
from assumelint.sources.terraform.lang.values.types import STRING, ListType, ObjectType
from assumelint.sources.terraform.lang.values.value import ListValue, StringValue, Value, obj
from assumelint.text import Hole, Part, Piece

FAMILY = Family()
_STR = Parameter("str", STRING)
_CELL_END = re.compile(r"[,\n]")
_QUOTED_CELL = re.compile(r'"((?:[^"]|"")*)"')
_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")


@FAMILY.add("base64encode", STRING, _STR)
def _base64encode(context: Context, arguments: tuple[Value, ...]) -> Value:
    return context.string(b64encode(text_of(arguments[0]).encode()).decode())


def _decoded(text: str) -> bytes | None:
    """The bytes in base64 text, None if it is invalid. As in Go, line breaks are skipped and nothing else."""
    try:
        return b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        return None


@FAMILY.add("base64decode", STRING, _STR)
def _base64decode(context: Context, arguments: tuple[Value, ...]) -> Value:
    data = _decoded(text_of(arguments[0]))
    if data is None:
        raise FunctionError(f'failed to decode base64 data "{text_of(arguments[0])}"')
    try:
        return context.string(data.decode())
    except UnicodeDecodeError:
        raise FunctionError("the result of decoding the provided string is not valid UTF-8") from None


@FAMILY.add("base64gzip", STRING, _STR, partial=True)
def _base64gzip(context: Context, arguments: tuple[Value, ...]) -> Value:
    """Unknown, because the output of compressors differs."""
    return context.unknown(STRING)


@FAMILY.add("urlencode", STRING, _STR, partial=True)
def _urlencode(context: Context, arguments: tuple[Value, ...]) -> Value:
    text = as_text(arguments[0])
    return StringValue(joined((_escaped(part) for part in text.parts), text.span))


def _escaped(part: Part) -> Part:
    if isinstance(part, Hole):
        return part if untouched(part, _escaped_char) else derived(part, "urlencode")
    after = "".join(_escaped_char(char) for char in part.text)
    return part if after == part.text else Piece(after, part.span, exact=False)


def _escaped_char(char: str) -> str:
    if char in _SAFE:
        return char
    return "+" if char == " " else "".join(f"%{byte:02X}" for byte in char.encode())


def _codec(name: str) -> str:
    """Python's name of an encoding, from its IANA name. Only encodings that are the same in Go are accepted.

    Raises `UndecidedError` for any other.
    """
    known = {"utf-8", "utf-16le", "utf-16be", "iso-8859-1", "us-ascii", "windows-1252", "iso-8859-15", "shift_jis"}
    if name.lower() not in known or name.lower() == "us-ascii":
        raise UndecidedError("an encoding that is not read here")
    return codecs.lookup(name).name


@FAMILY.add("textencodebase64", STRING, Parameter("string", STRING), Parameter("encoding", STRING))
def _textencodebase64(context: Context, arguments: tuple[Value, ...]) -> Value:
    name = text_of(arguments[1])
    try:
        return context.string(b64encode(text_of(arguments[0]).encode(_codec(name))).decode())
    except UnicodeEncodeError:
        raise FunctionError(f"the given string contains characters that cannot be represented in {name}", 0) from None


@FAMILY.add("textdecodebase64", STRING, Parameter("source", STRING), Parameter("encoding", STRING))
def _textdecodebase64(context: Context, arguments: tuple[Value, ...]) -> Value:
    name = text_of(arguments[1])
    codec = _codec(name)
    data = _decoded(text_of(arguments[0]))
    if data is None:
        raise FunctionError("the given value has an invalid base64 symbol", 0)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        raise FunctionError(f"the given string contains symbols that are not defined for {name}", 0) from None
    if "\ufffd" in text:
        raise FunctionError(f"the given string contains symbols that are not defined for {name}", 0)
    return context.string(text)


@FAMILY.add("csvdecode", ListType(ObjectType({})), _STR)
def _csvdecode(context: Context, arguments: tuple[Value, ...]) -> Value:
    rows = _rows(text_of(arguments[0]))
    header = next(rows, None)
    if header is None:
        raise FunctionError("missing header line")
    for name in header:
        if header.count(name) > 1:
            raise FunctionError(f'duplicate column name "{name}"')
    items: list[Value] = []
    for row in rows:
        if len(row) != len(header):
            raise FunctionError("CSV parse error: wrong number of fields")
        items.append(obj({name: context.string(cell) for name, cell in zip(header, row, strict=True)}, context.span))
    return ListValue(tuple(items), ObjectType(dict.fromkeys(sorted(header), STRING)), context.span)


def _rows(text: str) -> Iterator[list[str]]:
    """The records of CSV text (RFC 4180), without empty lines. Raises `FunctionError` for stray quotes."""
    row: list[str] = []
    at, text = 0, text.replace("\r\n", "\n")
    while at < len(text):
        if not row and text[at] == "\n":
            at += 1
            continue
        cell, at = _quoted_cell(text, at) if text[at] == '"' else _bare_cell(text, at)
        row.append(cell)
        if at >= len(text) or text[at] == "\n":
            yield row
            row = []
        at += 1
    if row:
        yield [*row, ""]


def _bare_cell(text: str, start: int) -> tuple[str, int]:
    found = _CELL_END.search(text, start)
    end = found.start() if found else len(text)
    if '"' in text[start:end]:
        raise FunctionError('CSV parse error: bare " in non-quoted field')
    return text[start:end], end


def _quoted_cell(text: str, start: int) -> tuple[str, int]:
    found = _QUOTED_CELL.match(text, start)
    if not found or (found.end() < len(text) and text[found.end()] not in ",\n"):
        raise FunctionError('CSV parse error: extraneous or missing " in quoted-field')
    return found[1].replace('""', '"'), found.end()
