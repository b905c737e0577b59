"""A YAML (or JSON) text as it was written: a light tree of offsets, made into texts with places only where needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from assumelint.text import Span, Text
from assumelint.text.index import TextIndex


class Origin(Struct, eq=False):
    """The text that a tree was read from. `is_json`: it is written in JSON.

    `variables` is left to whoever reads the tree: a tree in which the names in its strings are looked up.
    """

    index: TextIndex
    file: str
    is_json: bool
    variables: Raw | None = None

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the template stands."""
        return self.index.span(start, max(end, start + 1) if start < len(self.index.flat) else end)


class RawScalar(Struct, eq=False):
    """A scalar. `style` is the YAML indicator (`"`, `'`, `|`, `>`), or "" for a plain one.

    `text` is kept once it has been made, for whoever asks again.
    """

    value: str
    style: str
    source: Origin
    start: int
    end: int
    text: Text | None = None

    @property
    def span(self) -> Span:
        """The token, quotes included."""
        return self.source.span(self.start, self.end)


class RawMap(Struct, eq=False):
    """A mapping. Duplicate keys are kept. `start` is before a tag, if there is one."""

    entries: list[tuple[Raw, Raw]]
    source: Origin
    start: int
    end: int

    @property
    def span(self) -> Span:
        """From the first key (or brace, or tag) to the end of the last value."""
        return self.source.span(self.start, self.end)

    def get(self, name: str) -> Raw | None:
        """The value of a key: of several with its name, the last."""
        found = None
        for key, value in self.entries:
            if isinstance(key, RawScalar) and key.value == name:
                found = value
        return found

    def key(self, name: str) -> RawScalar | None:
        """The last key of that name."""
        found = None
        for key, _ in self.entries:
            if isinstance(key, RawScalar) and key.value == name:
                found = key
        return found

    def lost(self) -> Iterator[tuple[RawScalar, RawScalar]]:
        """The keys that a later key of the same name replaces, each with the last."""
        last = {key.value: key for key, _ in self.entries if isinstance(key, RawScalar)}
        for key, _ in self.entries:
            if isinstance(key, RawScalar) and last[key.value] is not key:
                yield key, last[key.value]

    def named(self) -> Iterator[tuple[RawScalar, Raw]]:
        """The entries with a scalar for a key, of each name the last, in the order of the file."""
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
        """From the first item (or bracket, or tag) to the end of the last."""
        return self.source.span(self.start, self.end)


class RawTagged(Struct, eq=False):
    """A node under a tag that is none of YAML's own, the tag as it was written. `start` is before the tag."""

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
    """The node, if it is a mapping."""
    return raw if isinstance(raw, RawMap) else None


def scalar_value(raw: Raw | None) -> str | None:
    """The characters of a scalar, or None for anything else."""
    return raw.value if isinstance(raw, RawScalar) else None


def merged(pairs: list[tuple[Raw, Raw]]) -> list[tuple[Raw, Raw]]:
    """Merge keys (`<<`) put in: a key of the mapping itself wins, then the earlier of the merged mappings."""
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
