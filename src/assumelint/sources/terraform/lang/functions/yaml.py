"""`yamldecode` and `yamlencode`, with Terraform's rules for YAML (https://github.com/zclconf/go-cty-yaml)."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from assumelint.sources.terraform.lang.functions.dates import write_timestamp
from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter
from assumelint.sources.terraform.lang.functions.strings import as_text
from assumelint.sources.terraform.lang.functions.yaml_write import write_yaml
from assumelint.sources.terraform.lang.values.go_quote import quote
from assumelint.sources.terraform.lang.values.numbers import UndecidedError, parse_number, whole
from assumelint.sources.terraform.lang.values.types import DYNAMIC, STRING
from assumelint.sources.terraform.lang.values.value import (
    MAX_PARTS,
    BoolValue,
    Member,
    NullValue,
    NumberValue,
    ObjectValue,
    StringValue,
    TupleValue,
    Value,
    in_order,
)
from assumelint.text import Span, Text
from assumelint.text.index import TextIndex

FAMILY = Family()
_TRUE = frozenset(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"])
_FALSE = frozenset(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"])
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(Z|[+-]\d\d:\d\d)|( )(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?)?",
    re.ASCII,
)
_PREFIX = "tag:yaml.org,2002:"
_RESOLVABLE = frozenset(_PREFIX + name for name in ["str", "bool", "int", "float", "null", "timestamp", "binary"])


@FAMILY.add("yamldecode", DYNAMIC, Parameter("src", STRING), partial=True)
def _yamldecode(context: Context, arguments: tuple[Value, ...]) -> Value:
    text = as_text(arguments[0])
    if text.holes:
        return context.unknown()
    import yaml

    try:
        return _Reader(text).document()
    except yaml.YAMLError as error:
        raise FunctionError(" ".join(str(error).split()), 0) from None
    except ValueError:
        raise UndecidedError("the YAML holds what is not read here") from None


class _Reader:
    """Builds a value from the events of the YAML parser, with the span of each part."""

    def __init__(self, text: Text) -> None:
        self.text = TextIndex(text)
        self.anchors: dict[str, Value | None] = {}

    def document(self) -> Value:
        """The value of the only document. Raises `FunctionError` and the errors of PyYAML."""
        import yaml

        events: Iterator[Any] = iter(yaml.parse(self.text.flat or "\n", Loader=yaml.SafeLoader))
        next(events)
        if not isinstance(next(events), yaml.DocumentStartEvent):
            raise FunctionError("missing start of document", 0)
        value = self._value(next(events), events, 0)
        next(events)
        if not isinstance(next(events), yaml.StreamEndEvent):
            raise FunctionError("only a single document is allowed", 0)
        return value

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> Value:
        import yaml

        if depth > 100:
            raise UndecidedError("too deeply nested")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.anchor:
            self.anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(event, events, depth)
        else:
            value = self._mapping(event, events, depth)
        if event.anchor:
            self.anchors[event.anchor] = value
        return value

    def _alias(self, event: Any) -> Value:
        if event.anchor not in self.anchors:
            raise FunctionError(f'reference to undefined anchor "{event.anchor}"', 0)
        value = self.anchors[event.anchor]
        if value is None:
            raise FunctionError(f'cannot refer to anchor "{event.anchor}" from inside its own definition', 0)
        return value

    def _span(self, start: Any, end: Any) -> Span:
        return self.text.span(start.index, max(end.index, start.index + 1))

    def _sequence(self, event: Any, events: Iterator[Any], depth: int) -> Value:
        import yaml

        self._check_tag(event, "seq", "sequence")
        items: list[Value] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(self._value(inner, events, depth + 1))
        return TupleValue(tuple(items), self._span(event.start_mark, inner.end_mark))

    def _check_tag(self, event: Any, name: str, noun: str) -> None:
        if event.tag not in (None, "!", _PREFIX + name):
            raise FunctionError(f"can't interpret {noun} as {event.tag}", 0)

    def _mapping(self, event: Any, events: Iterator[Any], depth: int) -> Value:
        import yaml

        self._check_tag(event, "map", "mapping")
        members: dict[str, Member] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise FunctionError("only strings are allowed as mapping keys", 0)
            if key.tag == _PREFIX + "merge" or (key.tag is None and key.value == "<<"):
                self._merge(members, self._value(next(events), events, depth + 1))
                continue
            name = self._key(key)
            members[name.flat] = (name, self._value(next(events), events, depth + 1))
            if len(members) > MAX_PARTS:
                raise UndecidedError("too many members")
        return ObjectValue(in_order(members), self._span(event.start_mark, key.end_mark))

    def _merge(self, members: dict[str, Member], value: Value) -> None:
        for source in value.items if isinstance(value, TupleValue) else (value,):
            if not isinstance(source, ObjectValue):
                raise FunctionError("cannot merge this value into mapping", 0)
            members.update(source.members)

    def _key(self, event: Any) -> Text:
        value = self._scalar(event)
        match value:
            case StringValue(text):
                return text
            case NumberValue(number, span):
                return Text.of(str(number), span)
            case BoolValue(flag, span):
                return Text.of("true" if flag else "false", span)
            case _:
                raise FunctionError("mapping key cannot be null", 0)

    def _scalar(self, event: Any) -> Value:
        span = self._span(event.start_mark, event.end_mark)
        text = self._string(event, span)
        if event.tag in (None, "!") and event.style is None and event.tag is None:
            return _plain(event.value, text, span)
        if event.tag in (None, "!"):
            return StringValue(text) if event.style in ("'", '"') else _plain(event.value, text, span)
        return _tagged(event, text)

    def _string(self, event: Any, span: Span) -> Text:
        """The string of a scalar, with the span of each character if it is written without escapes or folding."""
        start, end = event.start_mark.index, event.end_mark.index
        inner = (start + 1, end - 1) if event.style in ("'", '"') else (start, end)
        if self.text.flat[inner[0] : inner[1]] == event.value:
            return Text(self.text.parts(*inner), span)
        return Text.of(event.value, span)


def _plain(source: str, text: Text, span: Span) -> Value:
    """The value of a scalar without quotes or tag, whose type depends on its text."""
    if source in _TRUE or source in _FALSE:
        return BoolValue(source in _TRUE, span)
    if source in _NULL:
        return NullValue(span)
    if source.lower() in (".inf", "+.inf", "-.inf") or source in (".nan", ".NaN", ".NAN"):
        if source in (".nan", ".NaN", ".NAN"):
            raise FunctionError("floating point NaN is not supported", 0)
        if source[1:].strip(".") in ("inf", "Inf", "INF"):
            raise UndecidedError("infinity")
    if source[0] in "+-0123456789":
        if (moment := _timestamp(source)) is not None:
            return StringValue(Text.of(moment, span))
        if _INTEGER.fullmatch(source) or _FLOAT.fullmatch(source):
            return _number(source, span)
    if source[0] == ".":
        number = parse_number(source)
        if number is not None:
            return NumberValue(number, span)
    return StringValue(text)


def _number(source: str, span: Span) -> Value:
    number = parse_number(source.replace("_", ""))
    if number is None:
        prefix = source[:2].lower()
        number = whole(int(source[2:], 16 if prefix == "0x" else 8))
    return NumberValue(number, span)


def _tagged(event: Any, text: Text) -> Value:
    name, source = event.tag.removeprefix(_PREFIX), event.value
    refused = FunctionError(f"cannot parse {quote(source)} as !!{name}", 0)
    if event.tag not in _RESOLVABLE:
        raise FunctionError(f'unsupported tag "{event.tag}"', 0)
    if name in ("str", "binary"):
        if name == "binary":
            try:
                b64decode(source.replace("\n", "").replace("\r", ""), validate=True)
            except Base64Error:
                raise refused from None
        return StringValue(text)
    raise UndecidedError("a tag that is rarely written")


def _timestamp(source: str) -> str | None:
    """A YAML date or time in RFC 3339 format, None if the text is not one."""
    found = _DATE.fullmatch(source)
    if not found:
        return None
    clock = [int(found[index] or found[index + 5] or 0) for index in (4, 5, 6)]
    zone = found[7] or "Z"
    offset = timedelta()
    if zone != "Z":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6])) * (-1 if zone[0] == "-" else 1)
    try:
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        return write_timestamp(datetime(year, month, day, clock[0], clock[1], clock[2], tzinfo=timezone(offset)))
    except ValueError:
        if found[1] == "0000":
            raise UndecidedError("the year 0") from None
        return None


@FAMILY.add("yamlencode", STRING, Parameter("value", DYNAMIC, nullable=True))
def _yamlencode(context: Context, arguments: tuple[Value, ...]) -> Value:
    return context.string(write_yaml(arguments[0]))
