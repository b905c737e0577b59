"""A template as it was written: a light tree of offsets, made into texts with places only where they are needed.

A short form (`!Sub x`) is held as its long form (`{Fn::Sub: x}`), so that the rest knows one form only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct, field

from assumelint.text import Span, Text
from assumelint.text.index import TextIndex


class Source(Struct, eq=False):
    """The text of one template. `is_json`: it is written in JSON, so advice should be, too.

    `variables` is the serverless.yml that it belongs to: what `${self:…}` refers to.
    """

    index: TextIndex
    file: str
    is_json: bool
    serverless: bool = False
    variables: Raw | None = None

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the template stands."""
        return self.index.span(start, max(end, start + 1) if start < len(self.index.flat) else end)


class RawScalar(Struct, eq=False):
    """A scalar. `style` is the YAML indicator (`"`, `'`, `|`, `>`), or "" for a plain one.

    `text` is kept once it has been made: a scalar is read in every world.
    """

    value: str
    style: str
    source: Source
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
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        """From the first key (or brace, or tag) to the end of the last value."""
        return self.source.span(self.start, self.end)

    def get(self, name: str) -> Raw | None:
        """The value of a key: the last, as CloudFormation takes it."""
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
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        """From the first item (or bracket, or tag) to the end of the last."""
        return self.source.span(self.start, self.end)


class RawText(Struct, eq=False):
    """A value that was computed elsewhere (a parameter handed to a nested stack) or cannot be read (`text` None)."""

    text: Text | None
    source: Source
    start: int
    end: int
    reference: str = field(default="")

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return self.source.span(self.start, self.end)


Raw: TypeAlias = RawScalar | RawMap | RawList | RawText


def as_map(raw: Raw | None) -> RawMap | None:
    """The node, if it is a mapping."""
    return raw if isinstance(raw, RawMap) else None


def as_list(raw: Raw | None) -> RawList | None:
    """The node, if it is a sequence."""
    return raw if isinstance(raw, RawList) else None


def scalar_value(raw: Raw | None) -> str | None:
    """The characters of a scalar, or None for anything else."""
    return raw.value if isinstance(raw, RawScalar) else None


def call(raw: Raw | None) -> tuple[RawScalar, Raw] | None:
    """The function and its argument, where a node is a mapping of the one key that names an intrinsic function."""
    if not isinstance(raw, RawMap) or len(raw.entries) != 1:
        return None
    key, argument = raw.entries[0]
    if isinstance(key, RawScalar) and (key.value in ("Ref", "Condition") or key.value.startswith("Fn::")):
        return key, argument
    return None
