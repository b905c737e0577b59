"""A template's text to a tree: the short form of a function (`!Sub x`) as its long form, so that one form is known."""

from __future__ import annotations

from msgspec import Struct

from assumelint.sources.read.yaml import documents
from assumelint.sources.read.yaml_tree import Raw, RawMap, RawScalar, RawTagged
from assumelint.text import Span, Text


class Decoded(Struct, frozen=True):
    """A document, and the tags in it that no template may have (each with its place).

    `following` is where a second document begins, which no template has.
    """

    root: Raw
    strange_tags: tuple[tuple[str, Span], ...] = ()
    following: Span | None = None


def decode(text: Text, *, serverless: bool = False) -> Decoded | None:
    """The (first) document that a text holds, or None where it holds none.

    In a `serverless` one, strings may refer to values in the same file. Raises `YamlError`.
    """
    strange: list[tuple[str, Span]] = []

    def long_form(tagged: RawTagged) -> Raw:
        if tagged.tag.startswith("!!") or not tagged.tag.startswith("!"):
            strange.append((tagged.tag, tagged.span))
            return tagged
        return _long_form(tagged)

    document = next(documents(text, long_form), None)
    if document is None:
        return None
    if serverless:
        document.root.source.variables = document.root
    return Decoded(document.root, tuple(strange), document.following)


def _long_form(tagged: RawTagged) -> RawMap:
    name = tagged.tag.removeprefix("!")
    long = name if name in ("Ref", "Condition") else f"Fn::{name}"
    key = RawScalar(long, "", tagged.source, tagged.start, tagged.start + len(tagged.tag))
    return RawMap([(key, tagged.node)], tagged.source, tagged.start, tagged.end)


def call(raw: Raw | None) -> tuple[RawScalar, Raw] | None:
    """The function and its argument, where a node is a mapping of the one key that names an intrinsic function."""
    if not isinstance(raw, RawMap) or len(raw.entries) != 1:
        return None
    key, argument = raw.entries[0]
    if isinstance(key, RawScalar) and (key.value in ("Ref", "Condition") or key.value.startswith("Fn::")):
        return key, argument
    return None
