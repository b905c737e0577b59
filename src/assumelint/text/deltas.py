"""Deltas in the pack files of git: objects as changes of another object.

https://git-scm.com/docs/gitformat-pack#_deltified_representation
"""

from __future__ import annotations


def distance(packed: bytes, at: int) -> tuple[int, int]:
    """Return how far before a delta its base begins, and where the number ends. Raises `IndexError`."""
    value = packed[at] & 0x7F
    while packed[at] & 0x80:
        at += 1
        value = ((value + 1) << 7) | (packed[at] & 0x7F)
    return value, at + 1


def applied(delta: bytes, base: bytes) -> bytes:
    """Return the object that a delta makes of its base. Raises `IndexError`."""
    at = _after_number(delta, _after_number(delta, 0))  # the sizes of the base and of the object
    made = bytearray()
    while at < len(delta):
        order, at = delta[at], at + 1
        if order & 0x80:
            start, at = _field(delta, at, order & 0x0F)
            size, at = _field(delta, at, (order >> 4) & 0x07)
            made += base[start : start + (size or 0x10000)]
        else:
            made += delta[at : at + order]
            at += order
    return bytes(made)


def _after_number(data: bytes, at: int) -> int:
    while data[at] & 0x80:
        at += 1
    return at + 1


def _field(data: bytes, at: int, present: int) -> tuple[int, int]:
    """Return a number of which only the bytes in a mask are written, the lowest first, and where it ends."""
    value = 0
    for place in range(4):
        if present >> place & 1:
            value |= data[at] << 8 * place
            at += 1
    return value, at
