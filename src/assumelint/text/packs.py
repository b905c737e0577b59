"""Reading commits from the pack files of a git repository.

https://git-scm.com/docs/gitformat-pack
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from pathlib import Path

from assumelint.text.deltas import applied, distance

_HEADER = b"\xfftOc\x00\x00\x00\x02"  # an index of version 2
_FAN_OUT = 256 * 4
_NAME = 20
_COMMIT, _DELTA_BY_DISTANCE, _DELTA_BY_NAME = 1, 6, 7
_FAR = 1 << 31  # such an offset is in the table for large packs, which is not read here
# A commit is small: no more of a pack is read for one.
_ENOUGH = 1 << 16
# The most deltas in a row: git makes no more by default.
_DEEPEST = 50


class Packs:
    """The packs in a folder. What is read of them is kept."""

    def __init__(self, folder: Path) -> None:
        self._indexes = [(path.with_suffix(".pack"), path.read_bytes()) for path in sorted(folder.glob("*.idx"))]

    def commit(self, name: bytes) -> bytes | None:
        """Return the text of the commit with a (binary) id, or None if it is not there or not in a known format.

        Raises `OSError`, `zlib.error` and `IndexError` (of a pack that is cut off).
        """
        return self._named(name, _DEEPEST)

    def _named(self, name: bytes, depth: int) -> bytes | None:
        for pack, index in self._indexes:
            offset = _offset(index, name)
            if offset is not None:
                return self._at(pack, offset, depth)
        return None

    def _at(self, pack: Path, offset: int, depth: int) -> bytes | None:
        with pack.open("rb") as stream:
            stream.seek(offset)
            packed = stream.read(_ENOUGH)
        start = next((at for at, byte in enumerate(packed) if byte < 0x80), _ENOUGH) + 1
        kind, base = (packed[0] >> 4) & 7, None
        if depth and kind == _DELTA_BY_DISTANCE:
            back, start = distance(packed, start)
            base = self._at(pack, offset - back, depth - 1)
        elif depth and kind == _DELTA_BY_NAME:
            base, start = self._named(packed[start : start + _NAME], depth - 1), start + _NAME
        if kind != _COMMIT and base is None:
            return None
        content = zlib.decompressobj().decompress(packed[start:])
        return content if base is None else applied(content, base)


def _offset(index: bytes, name: bytes) -> int | None:
    """Return where the object begins in the pack of an index, or None if it is not in it."""
    if not index.startswith(_HEADER):
        return None
    start = len(_HEADER)
    names = start + _FAN_OUT
    low = _number(index, start + 4 * (name[0] - 1)) if name[0] else 0
    high = _number(index, start + 4 * name[0])
    place = bisect_left(range(high), name, lo=low, key=lambda at: index[names + _NAME * at : names + _NAME * (at + 1)])
    if place >= high or index[names + _NAME * place : names + _NAME * (place + 1)] != name:
        return None
    count = _number(index, names - 4)
    offset = _number(index, names + (_NAME + 4) * count + 4 * place)
    return offset if offset < _FAR else None


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")
