"""Terraform's numbers: binary floating point with a mantissa of 512 bits, and exact integers.

They are cty numbers (https://github.com/zclconf/go-cty/blob/main/docs/types.md), which are Go's `big.Float`
(https://pkg.go.dev/math/big#Float). A number from an integer function has 64 bits, one from a 64-bit float has 53;
the precision determines the last digits that are printed.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from msgspec import Struct

PRECISION = 512
# The most decimal digits of a number; a larger one is treated as unknown, to bound memory.
MAX_DIGITS = 5_000

_DECIMAL = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?(?:([eEpP])([+-]?\d+))?")


class UndecidedError(Exception):
    """A result that is not computed here, because it is too large or depends on the machine. It is unknown."""


class Number(Struct, frozen=True):
    """A finite number, and the number of bits in its mantissa. `negative_zero` only affects formatting."""

    value: Fraction
    precision: int = PRECISION
    negative_zero: bool = False

    @property
    def integer(self) -> int | None:
        """The number as an `int`, None if it is not whole."""
        return self.value.numerator if self.value.denominator == 1 else None

    def __str__(self) -> str:
        return format_number(self)


@lru_cache(maxsize=4096)
def whole(value: int, precision: int = 64) -> Number:
    """A number that Go computed as an integer, with at least `precision` bits of mantissa."""
    return Number(Fraction(value), max(precision, min(value.bit_length(), PRECISION)))


def from_float(value: float) -> Number:
    """A number that Go computed as a 64-bit float. Raises `UndecidedError` if it is not finite."""
    if not isfinite(value):
        raise UndecidedError("not a finite number")
    return Number(Fraction(value), 53, value == 0 and str(value).startswith("-"))


def parse_number(text: str) -> Number | None:
    """The number in a string as Terraform parses it, None if it is not a number.

    Raises `UndecidedError` if it is infinite or too large.
    """
    if text.lstrip("+-").lower() == "inf" and len(text) <= 4:
        raise UndecidedError("infinity")
    match = _DECIMAL.fullmatch(text)
    if not match or not (match[2] or match[3]) or not text.isascii():
        return None
    sign, before, after, mark, exponent = match.groups(default="")
    power = int(exponent or 0) if len(exponent) < 8 else MAX_DIGITS + 1
    if abs(power) > MAX_DIGITS or len(before) + len(after) > MAX_DIGITS:
        raise UndecidedError("too many digits")
    base = 2 if mark in ("p", "P") else 10
    value = Fraction(int(before + after or "0")) * Fraction(base) ** power / 10 ** len(after)
    return Number(rounded(-value if sign == "-" else value), PRECISION, sign == "-" and value == 0)


def rounded(value: Fraction, precision: int = PRECISION) -> Fraction:
    """The value rounded to a mantissa of `precision` bits, half to even."""
    numerator, denominator = value.numerator, value.denominator
    if denominator & (denominator - 1) == 0 and numerator.bit_length() <= precision:
        return value
    magnitude = abs(numerator)
    shift = precision - magnitude.bit_length() + denominator.bit_length()
    scaled = Fraction(magnitude, denominator) * Fraction(2) ** shift
    if scaled >= 1 << precision:
        scaled, shift = scaled / 2, shift - 1
    mantissa = round(scaled)  # half to even
    result = Fraction(mantissa) / Fraction(2) ** shift
    return -result if numerator < 0 else result


def add(left: Number, right: Number) -> Number:
    """`left + right`."""
    precision = max(left.precision, right.precision)
    value = rounded(left.value + right.value, precision)
    return Number(value, precision, value == 0 and left.negative_zero and right.negative_zero)


def negate(number: Number) -> Number:
    """`-number`."""
    return Number(-number.value, number.precision, number.value == 0 and not number.negative_zero)


def multiply(left: Number, right: Number) -> Number:
    """`left * right`. Raises `UndecidedError` if the product has too many digits."""
    value = rounded(left.value * right.value)
    if abs(_size(value)) > MAX_DIGITS * 4:
        raise UndecidedError("too many digits")
    precision = max(left.precision, right.precision, min(value.numerator.bit_length(), PRECISION))
    return Number(value, precision, value == 0 and _negative(left) != _negative(right))


def divide(left: Number, right: Number) -> Number:
    """`left / right`. Raises `ZeroDivisionError` for 0/0, `UndecidedError` if the result is infinite or too large."""
    if right.value == 0:
        if left.value == 0:
            raise ZeroDivisionError("can't divide zero by zero or infinity by infinity")
        raise UndecidedError("infinity")
    precision = max(left.precision, right.precision)
    value = rounded(left.value / right.value, precision)
    if abs(_size(value)) > MAX_DIGITS * 4:
        raise UndecidedError("too many digits")
    return Number(value, precision, value == 0 and _negative(left) != _negative(right))


def modulo(left: Number, right: Number) -> Number:
    """`left % right`, with the sign of `left`; modulo zero, the result is `left`."""
    if right.value == 0:
        return left
    times = int(divide(left, right).value)
    value = rounded(left.value - rounded(right.value * times, left.precision), left.precision)
    return Number(value, left.precision)


def equal(left: Number, right: Number) -> bool:
    """`left == right`: whole numbers are compared by value, others by their formatted text."""
    if left.value == right.value:
        return True
    if left.value.denominator == 1 or right.value.denominator == 1:
        return False
    return format_number(left) == format_number(right)


def format_number(number: Number) -> str:
    """The shortest decimal without exponent that parses to the same number."""
    value = number.value
    if value == 0:
        return "-0" if number.negative_zero else "0"
    sign = "-" if value < 0 else ""
    if value.denominator == 1 and value.numerator.bit_length() <= number.precision:
        return str(value.numerator)
    digits, point = shortest(abs(value), number.precision)
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if len(digits) <= point:
        return sign + digits + "0" * (point - len(digits))
    return f"{sign}{digits[:point]}.{digits[point:]}"


def shortest(value: Fraction, precision: int) -> tuple[str, int]:
    """The fewest significant digits that identify a positive number at its precision, and the position of its point.

    See "How to print floating-point numbers accurately", Steele and White, 1990.
    """
    mantissa, exponent = _binary(value, precision + 1)
    inclusive = mantissa & 2 == 0
    exact, point = _digits(mantissa, exponent)
    lower, _ = _digits(mantissa - 1, exponent)
    upper, _ = _digits(mantissa + 1, exponent)
    for index, digit in enumerate(exact):
        low = lower[index] if index < len(lower) else "0"
        high = upper[index] if index < len(upper) else "0"
        down = low != digit or (inclusive and index + 1 == len(lower))
        up = digit != high and (inclusive or int(digit) + 1 < int(high) or index + 1 < len(upper))
        if down and up:
            return round_digits(exact, point, index + 1)
        if down:
            return exact[: index + 1].rstrip("0"), point
        if up:
            return _round_up(exact[: index + 1], point)
    return exact, point


def round_digits(digits: str, point: int, count: int) -> tuple[str, int]:
    """The digits rounded to `count` digits, half to even, without trailing zeros."""
    if count < 0 or count >= len(digits):
        return digits, point
    half = digits[count] == "5" and count + 1 == len(digits)
    up = (count > 0 and int(digits[count - 1]) % 2 == 1) if half else digits[count] >= "5"
    if up:
        return _round_up(digits[:count], point)
    kept = digits[:count].rstrip("0")
    return kept, point if kept else 0


def exact_digits(value: Fraction) -> tuple[str, int]:
    """All decimal digits of a positive binary number, and the position of its point."""
    return _digits(value.numerator, 1 - value.denominator.bit_length())


def general(number: Number, digits: int) -> str:
    """The number with at most `digits` significant digits, with an exponent if that is shorter (Go's `%g`)."""
    if number.value == 0:
        return format_number(number)
    kept, point = round_digits(*exact_digits(abs(number.value)), digits)
    limit = len(kept) if digits > len(kept) >= point else digits
    return ("-" if number.value < 0 else "") + layout(kept, point, limit)


def shortest_general(number: Number) -> str:
    """The number with the fewest digits that identify it, with an exponent from the seventh place on."""
    if number.value == 0:
        return format_number(number)
    kept, point = shortest(abs(number.value), number.precision)
    return ("-" if number.value < 0 else "") + layout(kept, point, 6)


def layout(kept: str, point: int, limit: int) -> str:
    """Significant digits formatted as by `%g`: with an exponent if that is below -4 or at least `limit`."""
    exponent = point - 1
    if exponent < -4 or exponent >= limit:
        fraction = f".{kept[1:]}" if len(kept) > 1 else ""
        return f"{kept[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    if point <= 0:
        return f"0.{'0' * -point}{kept}"
    return kept.ljust(point, "0") if len(kept) <= point else f"{kept[:point]}.{kept[point:]}"


def _round_up(digits: str, point: int) -> tuple[str, int]:
    kept = digits.rstrip("9")
    if not kept:
        return "1", point + 1
    return kept[:-1] + str(int(kept[-1]) + 1), point


def _binary(value: Fraction, bits: int) -> tuple[int, int]:
    """The mantissa with exactly `bits` bits, and the exponent."""
    exponent = 1 - value.denominator.bit_length()
    shift = bits - value.numerator.bit_length()
    mantissa = value.numerator << shift if shift >= 0 else value.numerator >> -shift
    return mantissa, exponent - shift


def _digits(mantissa: int, exponent: int) -> tuple[str, int]:
    scaled = mantissa << exponent if exponent >= 0 else mantissa * 5**-exponent
    text = str(scaled)
    point = len(text) + min(exponent, 0)
    return text.rstrip("0"), point


def _negative(number: Number) -> bool:
    return number.value < 0 or number.negative_zero


def _size(value: Fraction) -> int:
    return value.numerator.bit_length() - value.denominator.bit_length()
