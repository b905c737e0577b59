"""A YAML (or JSON) text as a lightweight tree of offsets. Texts with positions are created only where needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from assumelint.text import Span, Text
from assumelint.text.index import TextIndex


class Origin(Struct, eq=False):
    """The text that a tree was parsed from. `is_json`: it is JSON.

    `variables` is for the user of the tree: another tree in which the variables in its strings are looked up.
    """

    index: TextIndex
    file: str
    is_json: bool
    variables: Raw | None = None

    def span(self, start: int, end: int) -> Span:
        """Return the span of a range of the text."""
        return self.index.span(start, max(end, start + 1) if start < len(self.index.flat) else end)


class RawScalar(Struct, eq=False):
    """A scalar. `style` is the YAML indicator (`"`, `'`, `|`, `>`), or "" for a plain scalar.

    `text` caches the scalar's text.
    """

    value: str
    style: str
    source: Origin
    start: int
    end: int
    text: Text | None = None

    @property
    def span(self) -> Span:
        """The token, including quotes."""
        return self.source.span(self.start, self.end)


class RawMap(Struct, eq=False):
    """A mapping. Duplicate keys are kept. `start` is before its tag, if it has one."""

    entries: list[tuple[Raw, Raw]]
    source: Origin
    start: int
    end: int

    @property
    def span(self) -> Span:
        """From the first key (or brace, or tag) to the end of the last value."""
        return self.source.span(self.start, self.end)

    def get(self, name: str) -> Raw | None:
        """Return the value of a key: for duplicates, of the last one."""
        found = None
        for key, value in self.entries:
            if isinstance(key, RawScalar) and key.value == name:
                found = value
        return found

    def key(self, name: str) -> RawScalar | None:
        """Return the last key with this name."""
        found = None
        for key, _ in self.entries:
            if isinstance(key, RawScalar) and key.value == name:
                found = key
        return found

    def lost(self) -> Iterator[tuple[RawScalar, RawScalar]]:
        """Yield the keys that a later key with the same name replaces, each with the last one."""
        last = {key.value: key for key, _ in self.entries if isinstance(key, RawScalar)}
        for key, _ in self.entries:
            if isinstance(key, RawScalar) and last[key.value] is not key:
                yield key, last[key.value]

    def named(self) -> Iterator[tuple[RawScalar, Raw]]:
        """Yield the entries with a scalar key, in the order of the file; for duplicates, the last one."""
        last = {key.value: number for number, (key, _) in enumerate(self.entries) if isinstance(key, RawScalar)}
        for number, (key, value) in enumerate(self.entries):
            if isinstance(key, RawScalar) and last[key.value] == number:
                yield key, value


class RawList(Struct, eq=False):
    """A sequence."""

    items: list[Raw]
    source: Origin
    start: int
    end: int

    @property
    def span(self) -> Span:
        """From the first item (or bracket, or tag) to the end of the last item."""
        return self.source.span(self.start, self.end)


class RawTagged(Struct, eq=False):
    """A node with a tag that is not part of YAML, as it was written. `start` is before the tag."""

    tag: str
    node: Raw
    source: Origin
    start: int
    end: int

    @property
    def span(self) -> Span:
        """From the tag to the end of the node."""
        return self.source.span(self.start, self.end)


Raw: TypeAlias = RawScalar | RawMap | RawList | RawTagged


def as_map(raw: Raw | None) -> RawMap | None:
    """Return the node if it is a mapping, otherwise None."""
    return raw if isinstance(raw, RawMap) else None


def scalar_value(raw: Raw | None) -> str | None:
    """Return the value of a scalar, or None for another node."""
    return raw.value if isinstance(raw, RawScalar) else None


def merged(pairs: list[tuple[Raw, Raw]]) -> list[tuple[Raw, Raw]]:
    """Return the entries with merge keys (`<<`) applied: the mapping's own keys win, then those of earlier mappings."""
    own = [pair for pair in pairs if not _is_merge(pair[0])]
    if len(own) == len(pairs):
        return pairs
    known = {key.value for key, _ in own if isinstance(key, RawScalar)}
    added: list[tuple[Raw, Raw]] = []
    for key, value in pairs:
        for merged in (value.items if isinstance(value, RawList) else [value]) if _is_merge(key) else ():
            for name, inner in merged.named() if isinstance(merged, RawMap) else ():
                if name.value not in known:
                    known.add(name.value)
                    added.append((name, inner))
    return added + own


def _is_merge(key: Raw) -> bool:
    return isinstance(key, RawScalar) and key.value == "<<" and not key.style
