"""A YAML reader over a `Text`, so that positions survive into the tree. JSON is read by it, too.

The tree is made of the events of PyYAML's parser, and not of its nodes, because events come one by one: nesting
can be capped before anything recurses, duplicate keys and the raw text of scalars survive, and no tag ever
constructs anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import yaml
from msgspec import Struct, field

from assumelint.sources.read.error import YamlError
from assumelint.sources.read.json import JsonError, parse_json
from assumelint.sources.read.yaml_tree import Origin, Raw, RawList, RawMap, RawScalar, RawTagged, merged
from assumelint.text import Span, Text
from assumelint.text.document import MAX_DEPTH
from assumelint.text.index import TextIndex

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PROPERTIES = re.compile(r"(?:(?:[!&][^\s,\[\]{}]*|!<[^>\s]*>)[ \t]*(?:#[^\n]*)?\n?[ \t]*)*")
_CORE_TAGS = frozenset(
    (
        *("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool"),
        *("tag:yaml.org,2002:null", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:timestamp"),
        "tag:yaml.org,2002:binary",
    )
)
# Two escapes of JSON that stand for one character.
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


class Document(Struct, frozen=True):
    """One document of a text. `following` is where the next one begins."""

    root: Raw
    following: Span | None = None


Tagger: TypeAlias = Callable[[RawTagged], Raw]


def documents(text: Text, tagger: Tagger = lambda node: node) -> Iterator[Document]:
    """The documents that a text holds, one by one. `tagger` says what becomes of a node under a tag of its own.

    Raises `YamlError` where the text, so far as it is read, is neither YAML nor JSON.
    """
    index = TextIndex(text)
    source = Origin(index, text.span.file, index.flat.lstrip()[:1] in ("{", "["))
    try:
        yield from _Reader(source, tagger).documents(index.flat)
    except yaml.YAMLError as error:
        if not source.is_json:
            raise _error(error, source) from error
        yield from _json(text, error, source, tagger)
    except RecursionError as error:  # the parser in Python recurses; the one in C does not
        raise YamlError("nested too deeply", index.span(0, 1)) from error


def _json(text: Text, error: yaml.YAMLError, source: Origin, tagger: Tagger) -> Iterator[Document]:
    """JSON has what YAML has not (surrogate pairs, for PyYAML's own parser tabs); its reader tells errors better."""
    try:
        parse_json(text)
    except JsonError as mistake:
        raise YamlError(mistake.message, mistake.span, mistake.help) from error
    masked = _SURROGATES.sub(r"\\uFFFD\\uFFFD", text.flat).replace("\t", " ")
    try:
        yield from _Reader(source, tagger, is_masked=True).documents(masked)
    except yaml.YAMLError:
        raise _error(error, source) from error


class _Open(Struct):
    """A collection that is being read: its children in order (keys and values in turn for a mapping)."""

    is_map: bool
    children: list[Raw]
    start: int
    tag: str | None
    anchor: str | None


class _Reader(Struct):
    """Reads events. `root` is what the document that is being read holds.

    `is_masked`: what is parsed stands for JSON, character by character, in which YAML has no word for some strings.
    """

    source: Origin
    tagger: Tagger
    is_masked: bool = False
    root: Raw | None = None
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Raw | None] = field(default_factory=dict)

    def documents(self, flat: str) -> Iterator[Document]:
        """Each document. Raises `yaml.YAMLError` and `YamlError`."""
        loader = LOADER(flat)
        try:
            while (event := loader.get_event()) is not None:
                if isinstance(event, yaml.DocumentStartEvent):
                    if self.root is not None:
                        yield Document(self.root, self._span(event))
                    self.root, self.anchors = None, {}
                elif isinstance(event, yaml.StreamEndEvent):
                    break
                else:
                    self._take(event)
        finally:
            loader.dispose()
        if self.root is not None:
            yield Document(self.root)

    def _take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(self.stack) >= MAX_DEPTH:
                    raise YamlError(f"nested more than {MAX_DEPTH} levels deep", self._span(event))
                is_map = isinstance(event, yaml.MappingStartEvent)
                if event.anchor:
                    self.anchors[event.anchor] = None
                mark: Any = event.start_mark
                self.stack.append(_Open(is_map, [], mark.index, event.tag, event.anchor))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._alias(event)

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        value_start = start
        if event.tag or event.anchor:
            found = _PROPERTIES.match(self.source.index.flat, start, end)
            value_start = found.end() if found and found.end() <= end else start
        style = event.style or ""
        if style in ("|", ">"):
            end = value_start + len(self.source.index.flat[value_start:end].rstrip(" \n")) + event.value.endswith("\n")
        value = json.loads(self.source.index.flat[start:end]) if self.is_masked and style == '"' else event.value
        scalar = RawScalar(value, "" if style in ("", "plain") else style, self.source, value_start, end)
        self._put(self._tagged(event.tag, scalar, start), event.anchor)

    def _close(self, event: Any) -> None:
        top = self.stack.pop()
        end = event.end_mark.index
        if end == event.start_mark.index:  # a block collection ends where its last child does
            end = top.children[-1].end if top.children else top.start
        node: Raw
        if top.is_map:
            pairs = list(zip(top.children[::2], top.children[1::2], strict=True))
            node = RawMap(merged(pairs), self.source, top.start, end)
        else:
            node = RawList(top.children, self.source, top.start, end)
        self._put(self._tagged(top.tag, node, top.start), top.anchor)

    def _tagged(self, tag: str | None, node: Raw, start: int) -> Raw:
        if not tag or tag in _CORE_TAGS:
            return node
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        return self.tagger(RawTagged(shown, node, self.source, start, node.end))

    def _alias(self, event: Any) -> None:
        name = event.anchor
        node = self.anchors.get(name)
        if node is None:
            what = "stands inside what it refers to" if name in self.anchors else "refers to no anchor before it"
            raise YamlError(f'the alias "*{name}" {what}', self._span(event))
        self._put(node, None)

    def _put(self, node: Raw, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if self.stack:
            self.stack[-1].children.append(node)
        elif self.root is None:
            self.root = node

    def _span(self, event: Any) -> Span:
        return self.source.span(event.start_mark.index, event.end_mark.index)


def _error(error: yaml.YAMLError, source: Origin) -> YamlError:
    flat = source.index.flat
    marks: list[Any] = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    known = [mark.index for mark in marks if mark is not None]
    position = known[0] if known else getattr(error, "position", 0)
    # A position at the start of the next line says "the end of this one".
    position = min(position, max(len(flat.rstrip()) - 1, 0))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    context = getattr(error, "context", None)
    message = f"{problem} {context}" if context else str(problem)
    advice = "Indent with spaces: YAML allows no tabs." if flat[position : position + 1] == "\t" else ""
    return YamlError(message, source.span(position, position + 1), advice)


__all__ = ["LOADER", "Document", "Tagger", "YamlError", "documents"]
