"""The raw tree from the events of PyYAML's parser.

Events, and not nodes, because they come one by one: nesting can be capped before anything recurses, duplicate
keys and the raw text of scalars survive, and no tag ever constructs anything.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from msgspec import Struct, field

from assumelint.sources.cloudformation.raw import Raw, RawList, RawMap, RawScalar, RawText, Source
from assumelint.text import Span

MAX_DEPTH = 200

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PROPERTIES = re.compile(r"(?:(?:[!&][^\s,\[\]{}]*|!<[^>\s]*>)[ \t]*(?:#[^\n]*)?\n?[ \t]*)*")
_CORE_TAGS = frozenset(
    (
        *("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool"),
        *("tag:yaml.org,2002:null", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:timestamp"),
        "tag:yaml.org,2002:binary",
    )
)


class DecodeError(Exception):
    """The text is neither YAML nor JSON. `span` is where that shows."""

    def __init__(self, message: str, span: Span, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.help = help


class _Open(Struct):
    """A collection that is being read: its children in order (keys and values in turn for a mapping)."""

    is_map: bool
    children: list[Raw]
    start: int
    tag: str | None
    anchor: str | None


class Builder(Struct):
    """Reads the events of one document. `root` is what it holds, `strange` the tags that no template may have.

    `following` is where a second document begins: reading ends there.
    `is_masked`: what is parsed stands for JSON, character by character, in which YAML has no word for some strings.
    """

    source: Source
    is_masked: bool = False
    following: Span | None = None
    root: Raw | None = None
    strange: list[tuple[str, Span]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Raw | None] = field(default_factory=dict)

    def read(self, flat: str | None = None) -> None:
        """Reads the one document. Raises `yaml.YAMLError` and `DecodeError`."""
        loader = _Loader(self.source.index.flat if flat is None else flat)
        documents = 0
        try:
            while (event := loader.get_event()) is not None:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.following = self._span(event)
                        break
                elif isinstance(event, yaml.StreamEndEvent):
                    break
                else:
                    self._take(event)
        finally:
            loader.dispose()

    def _take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(self.stack) >= MAX_DEPTH:
                    raise DecodeError(f"nested more than {MAX_DEPTH} levels deep", self._span(event))
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
            node = RawMap(_merged(pairs), self.source, top.start, end)
        else:
            node = RawList(top.children, self.source, top.start, end)
        self._put(self._tagged(top.tag, node, top.start), top.anchor)

    def _tagged(self, tag: str | None, node: Raw, start: int) -> Raw:
        """A short form as its long form. What a foreign tag stands for is not known."""
        if not tag or tag in _CORE_TAGS:
            return node
        if not tag.startswith("!") or tag.startswith("!!"):
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self.strange.append((shown, self.source.span(start, node.end)))
            return RawText(None, self.source, start, node.end, shown)
        name = tag[1:]
        long = name if name in ("Ref", "Condition") else f"Fn::{name}"
        key = RawScalar(long, "", self.source, start, start + len(tag))
        return RawMap([(key, node)], self.source, start, node.end)

    def _alias(self, event: Any) -> None:
        name = event.anchor
        node = self.anchors.get(name)
        if node is None:
            what = "stands inside what it refers to" if name in self.anchors else "refers to no anchor before it"
            raise DecodeError(f'the alias "*{name}" {what}', self._span(event))
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


def _merged(pairs: list[tuple[Raw, Raw]]) -> list[tuple[Raw, Raw]]:
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
