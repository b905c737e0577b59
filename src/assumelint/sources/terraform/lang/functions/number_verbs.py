"""Formats numbers for the verbs of `format`, as Go does (https://pkg.go.dev/fmt)."""

from __future__ import annotations

from assumelint.sources.terraform.lang.values.numbers import Number, exact_digits, layout, round_digits, shortest

_BASES = {"b": "b", "o": "o", "d": "d", "x": "x", "X": "X"}


def format_integer(number: int, mode: str, flags: str, width: int, precision: int | None) -> str:
    """`%d`, `%b`, `%o`, `%x`, `%X`."""
    digits = format(abs(number), _BASES[mode])
    if precision == 0 and number == 0:
        digits = ""
    if precision is not None:
        digits = digits.rjust(precision, "0")
    prefix = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}.get(mode, "") if "#" in flags else ""
    if mode == "o" and digits.startswith("0"):
        prefix = ""
    sign = _sign(number < 0, flags) + prefix
    zeros = "0" in flags and "-" not in flags and precision is None
    return _set(sign, digits, flags, width, zeros)


def _sign(negative: bool, flags: str) -> str:
    if negative:
        return "-"
    return "+" if "+" in flags else (" " if " " in flags else "")


def _set(sign: str, digits: str, flags: str, width: int, zeros: bool) -> str:
    missing = width - len(sign) - len(digits)
    if missing <= 0:
        return sign + digits
    if zeros:
        return sign + "0" * missing + digits
    return sign + digits + " " * missing if "-" in flags else " " * missing + sign + digits


def format_float(number: Number, mode: str, flags: str, width: int, precision: int | None) -> str:
    """`%e`, `%E`, `%f`, `%g`, `%G`."""
    negative = number.value < 0 or number.negative_zero
    digits, point = exact_digits(abs(number.value)) if number.value else ("", 0)
    match mode:
        case "f":
            body = _fixed(digits, point, 6 if precision is None else precision)
        case "e" | "E":
            body = _scientific(digits, point, 6 if precision is None else precision)
        case _:
            body = _general(number, digits, point, precision)
    if mode in "EG":
        body = body.replace("e", "E")
    return _set(_sign(negative, flags), body, flags, width, "0" in flags and "-" not in flags)


def _fixed(digits: str, point: int, places: int) -> str:
    digits, point = round_digits(digits, point, point + places)
    if not digits or point + places < 0:
        digits, point = "", 0
    before = digits[: max(point, 0)].ljust(max(point, 0), "0") or "0"
    after = ("0" * min(max(-point, 0), places) + digits[max(point, 0) :]).ljust(places, "0")
    return f"{before}.{after[:places]}" if places else before


def _scientific(digits: str, point: int, places: int) -> str:
    digits, point = round_digits(digits, point, places + 1)
    exponent = point - 1 if digits else 0
    first, others = (digits or "0")[0], digits[1:].ljust(places, "0")
    mark = f"e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
    return f"{first}.{others}{mark}" if places else first + mark


def _general(number: Number, digits: str, point: int, precision: int | None) -> str:
    if not digits:
        return "0"
    if precision is None:
        return layout(*shortest(abs(number.value), number.precision), 6)
    wanted = precision or 1
    digits, point = round_digits(digits, point, wanted)
    return layout(digits, point, len(digits) if wanted > len(digits) >= point else wanted)
