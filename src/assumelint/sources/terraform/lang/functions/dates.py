"""Functions of time (https://developer.hashicorp.com/terraform/language/functions#date-and-time-functions)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from fractions import Fraction

from assumelint.sources.terraform.lang.functions.spec import Context, Family, FunctionError, Parameter, text_of
from assumelint.sources.terraform.lang.values import numbers
from assumelint.sources.terraform.lang.values.go_quote import quote
from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.types import NUMBER, STRING
from assumelint.sources.terraform.lang.values.value import NumberValue, Value

FAMILY = Family()
_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_DURATION = re.compile(r"(\d*\.?\d*)(ns|us|µs|μs|ms|s|m|h)")
_NANOSECONDS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9}
_TOKENS = re.compile(r"''|'(?:[^']|'')*'?|([A-Za-z])\1*|[^'A-Za-z]+")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_LENGTHS = {"Y": (2, 4), "M": (1, 2, 3, 4), "D": (1, 2), "E": (3, 4), "Z": (1, 3, 4, 5)} | dict.fromkeys("hHms", (1, 2))


def parse_timestamp(text: str, argument: int | None = None) -> tuple[datetime, int]:
    """Parse a time in RFC 3339 format. Returns it in whole seconds, and its nanoseconds. Raises `FunctionError`."""
    refused = FunctionError(f"not a valid RFC3339 timestamp: {quote(text)}", argument)
    found = _TIMESTAMP.fullmatch(text)
    if not found:
        raise refused
    sign, hours, minutes = found[8], int(found[9] or 0), int(found[10] or 0)
    if hours > 24 or minutes > 59:
        raise refused
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    if abs(offset) >= timedelta(hours=24):
        raise UndecidedError("a time zone of a day")
    try:
        year, month, day, hour, minute, second = (int(found[index]) for index in range(1, 7))
        time = datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
    except ValueError:
        if found[1] == "0000":
            raise UndecidedError("the year 0") from None
        raise refused from None
    return time, int((found[7] or "").ljust(9, "0"))


def write_timestamp(time: datetime) -> str:
    """The time in RFC 3339 format, in whole seconds."""
    return f"{time.year:04d}-{time.month:02d}-{time.day:02d}T{_clock(time)}{_zone(time, 1)}"


def _clock(time: datetime) -> str:
    return f"{time.hour:02d}:{time.minute:02d}:{time.second:02d}"


def _zone(time: datetime, length: int) -> str:
    offset = time.utcoffset() or timedelta()
    minutes = abs(int(offset.total_seconds())) // 60
    sign = "-" if offset < timedelta() else "+"
    if not minutes and length in (1, 3):
        return "Z" if length == 1 else "UTC"
    colon = ":" if length in (1, 5) else ""
    return f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"


@FAMILY.add("formatdate", STRING, Parameter("format", STRING), Parameter("time", STRING))
def _formatdate(context: Context, arguments: tuple[Value, ...]) -> Value:
    time, _ = parse_timestamp(text_of(arguments[1]), 1)
    return context.string("".join(_token(found[0], time) for found in _TOKENS.finditer(text_of(arguments[0]))))


def _token(token: str, time: datetime) -> str:
    if token[0] == "'":
        if len(token) == 1 or token[-1] != "'" or (len(token) > 2 and token[1:].replace("''", "") == ""):
            raise FunctionError("unterminated literal '", 0)
        return "'" if token == "''" else token[1:-1].replace("''", "'")
    if not (token[0].isascii() and token[0].isalpha()):
        return token
    if token[0] in "aA":
        if len(token) != 2:
            raise FunctionError(f"invalid date format verb {quote(token)}", 0)
        half = "AM" if time.hour < 12 else "PM"
        return half if token[0] == "A" else half.lower()
    if len(token) not in _LENGTHS.get(token[0], ()):
        raise FunctionError(f"invalid date format verb {quote(token)}", 0)
    return _verb(token, time)


def _verb(token: str, time: datetime) -> str:
    length = len(token)
    match token[0]:
        case "Y":
            return f"{time.year % 100:02d}" if length == 2 else f"{time.year:04d}"
        case "M" if length > 2:
            name = _MONTHS[time.month - 1]
            return name if length == 4 else name[:3]
        case "E":
            day = _DAYS[time.weekday()]
            return day if length == 4 else day[:3]
        case "Z":
            return _zone(time, length)
    hour = time.hour
    number = {"M": time.month, "D": time.day, "h": hour, "H": hour % 12 or 12, "m": time.minute, "s": time.second}
    return str(number[token[0]]).rjust(length, "0")


@FAMILY.add("timeadd", STRING, Parameter("timestamp", STRING), Parameter("duration", STRING))
def _timeadd(context: Context, arguments: tuple[Value, ...]) -> Value:
    time, nanoseconds = parse_timestamp(text_of(arguments[0]))
    seconds = (nanoseconds + _duration(text_of(arguments[1]))) // 10**9
    try:
        return context.string(write_timestamp(time + timedelta(seconds=seconds)))
    except OverflowError:
        raise UndecidedError("a time out of range") from None


def _duration(text: str) -> int:
    """The nanoseconds of a duration in Go's format: `1h30m`, `-1.5s` (https://pkg.go.dev/time#ParseDuration)."""
    refused = FunctionError(f"time: invalid duration {quote(text)}")
    body = text[1:] if text[:1] in ("+", "-") else text
    if body == "0":
        return 0
    total, at = 0, 0
    while at < len(body):
        found = _DURATION.match(body, at)
        if not found or found[1] in ("", "."):
            raise refused
        total += int(Fraction(found[1].rstrip(".") or 0) * (_NANOSECONDS | {"h": 3600 * 10**9})[found[2]])
        at = found.end()
    if not body or total >= 1 << 63:
        raise refused
    return -total if text[0] == "-" else total


@FAMILY.add("timecmp", NUMBER, Parameter("timestamp_a", STRING), Parameter("timestamp_b", STRING))
def _timecmp(context: Context, arguments: tuple[Value, ...]) -> Value:
    left, right = parse_timestamp(text_of(arguments[0]), 0), parse_timestamp(text_of(arguments[1]), 1)
    return NumberValue(numbers.whole((left > right) - (left < right)), context.span)
