"""The intrinsic functions that make strings and lists.

Reference: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from assumelint.document import Mapping, Node, Scalar, Sequence
from assumelint.sources.cloudformation.literals import dynamic, first_unknown, inserted, plain_text, string
from assumelint.sources.cloudformation.names import attribute_of, named
from assumelint.sources.cloudformation.raw import Raw, RawList, RawMap, RawScalar
from assumelint.sources.cloudformation.scope import Scope
from assumelint.text import HOLE_MARK, Hole, Part, Piece, Span, Text

_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")
MAX_DELIMITER = 50
# What the value of a pseudo parameter consists of: a delimiter made of other characters is not in it.
_ALPHABETS = {
    "account": re.compile(r"[0-9]"),
    "partition": re.compile(r"[a-z-]"),
    "region": re.compile(r"[a-z0-9-]"),
    "dns-suffix": re.compile(r"[a-z.]"),
}


def unknown(function: str, inner: str, at: Span, *, many: bool = False) -> Hole:
    """The result of a function whose argument is not known."""
    return Hole(f"Fn::{function}:{inner}" if inner else f"Fn::{function}", at, many)


def substitute(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::Sub`: a template, or a list of a template and its own variables."""
    variables: dict[str, Raw] = {}
    template = argument
    if isinstance(argument, RawList) and argument.items:
        template = argument.items[0]
        if len(argument.items) > 1 and isinstance(argument.items[1], RawMap):
            variables = {key.value: value for key, value in argument.items[1].named()}
    if not isinstance(template, RawScalar):
        value = scope.value(template)
        return unknown("Sub", first_unknown(value), at)
    text = scope.replaced(string(template))
    parts: list[Part] = []
    done = 0
    for found in _VARIABLE.finditer(text.flat):
        parts += text.cut(done, found.start()).parts if found.start() > done else ()
        done = found.end()
        span = text.span_of(found.start(), found.end())
        if found[1]:
            parts.append(Piece("${" + found[2] + "}", span, exact=False))
        else:
            parts += _variable(scope, found[2].strip(), variables, span)
    parts += text.cut(done).parts if done < len(text.flat) else ()
    scope.budget.spend(sum(len(part.text) for part in parts if isinstance(part, Piece)))
    return dynamic(Text(tuple(parts), template.span))


def _variable(scope: Scope, name: str, variables: dict[str, Raw], at: Span) -> tuple[Part, ...]:
    value: Node | None
    if name in variables:
        value = scope.value(variables[name])
    elif "." in name and name not in scope.loops:
        resource, _, attr = name.partition(".")
        value = attribute_of(scope, resource, attr, at)
    else:
        value = named(scope, name, at)
    text = plain_text(value)
    return inserted(text, at) if text is not None else (Hole(name, at),)


def join(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::Join`."""
    if not isinstance(argument, RawList) or len(argument.items) != 2:
        return unknown("Join", "", at)
    delimiter, values = plain_text(scope.value(argument.items[0])), scope.value(argument.items[1])
    if delimiter is None or not isinstance(values, Sequence):
        return unknown("Join", first_unknown(values), at)
    if any(isinstance(item, Hole) and item.many for item in values.items):
        return unknown("Join", first_unknown(values), at)
    parts: list[Part] = []
    for number, item in enumerate(_flattened(values.items)):
        text = plain_text(item)
        parts += delimiter.parts if number else ()
        parts += text.parts if text is not None else (unknown("Join", first_unknown(item), at),)
    scope.budget.spend(sum(len(part.text) for part in parts if isinstance(part, Piece)))
    return dynamic(Text(tuple(parts), at))


def _flattened(items: Iterable[Node]) -> Iterable[Node]:
    for item in items:
        if isinstance(item, Sequence):
            yield from item.items
        else:
            yield item


def split(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::Split`. From the first unknown part that may hold the delimiter on, the items are unknown."""
    if not isinstance(argument, RawList) or len(argument.items) != 2:
        return unknown("Split", "", at)
    delimiter, text = (plain_text(scope.value(item)) for item in argument.items)
    known = delimiter.literal if delimiter is not None else None
    if not known or text is None:
        return unknown("Split", first_unknown(text), at)
    flat, start = text.flat, 0
    limit = _first_doubtful(text, known) if len(known) <= MAX_DELIMITER else 0
    items: list[Node] = []
    while (end := flat.find(known, start)) >= 0 and end < limit:
        items.append(text.cut(start, end))
        start = end + len(known)
    if limit < len(flat):
        if not items:
            return unknown("Split", first_unknown(text), at)
        items.append(unknown("Split", first_unknown(text), at, many=True))
    else:
        items.append(text.cut(start))
    return Sequence(tuple(items), at)


def _first_doubtful(text: Text, delimiter: str) -> int:
    """The offset of the first hole that may hold (part of) a delimiter; the length where there is none."""
    offset = 0
    for part in text.parts:
        if isinstance(part, Hole) and _may_hold(text.flat, offset, part.kind, delimiter):
            return offset
        offset += 1 if isinstance(part, Hole) else len(part.text)
    return offset


def _may_hold(flat: str, offset: int, kind: str, delimiter: str) -> bool:
    """Whether a delimiter may lie in a hole, or across it and the text around."""
    alphabet = _ALPHABETS.get(kind)
    if alphabet is None:
        return True
    before, after = flat[:offset][-len(delimiter) :], flat[offset + 1 :][: len(delimiter)]
    inside = [alphabet.fullmatch(char) is not None for char in delimiter]
    return any(
        all(inside[start:end]) and _may_end(before, delimiter[:start]) and _may_end(after[::-1], delimiter[end:][::-1])
        for start in range(len(delimiter))
        for end in range(start + 1, len(delimiter) + 1)
    )


def _may_end(text: str, ending: str) -> bool:
    """Whether a text may end so, given that a hole in it may hold anything."""
    known = text.rpartition(HOLE_MARK)[2]
    return known.endswith(ending) or (HOLE_MARK in text and ending.endswith(known))


def select(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::Select`."""
    if not isinstance(argument, RawList) or len(argument.items) != 2:
        return unknown("Select", "", at)
    index, values = plain_text(scope.value(argument.items[0])), scope.value(argument.items[1])
    number = index.literal if index is not None else None
    if number is None or not number.isdecimal() or not isinstance(values, Sequence):
        return unknown("Select", first_unknown(values) or first_unknown(index), at)
    items = tuple(_flattened(values.items))
    doubtful = next((place for place, item in enumerate(items) if isinstance(item, Hole) and item.many), len(items))
    if len(number) < 7 and int(number) < doubtful:
        return items[int(number)]
    if doubtful == len(items):
        scope.report(
            "template-error",
            argument.items[0].span,
            f"Fn::Select takes item {number} (counted from 0) of a list of {len(items)}",
        )
    return unknown("Select", first_unknown(values), at)


def encode(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::Base64`."""
    text = plain_text(scope.value(argument))
    if text is None or text.literal is None:
        return unknown("Base64", first_unknown(text), at)
    return Text.of(base64.b64encode(text.literal.encode("utf-8", "replace")).decode("ascii"), at)


def length(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::Length`."""
    values = scope.value(argument)
    if not isinstance(values, Sequence) or any(isinstance(item, Hole) and item.many for item in values.items):
        return unknown("Length", first_unknown(values), at)
    return Scalar(len(values.items), str(len(values.items)), at)


def networks(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::Cidr`."""
    import ipaddress  # rare, and slow to load

    items = argument.items if isinstance(argument, RawList) else []
    texts = [plain_text(scope.value(item)) for item in items]
    known = [text.literal if text is not None else None for text in texts]
    if len(known) not in (2, 3) or None in known:
        return unknown("Cidr", next((name for name in map(first_unknown, texts) if name), ""), at, many=False)
    try:
        block = ipaddress.ip_network(known[0] or "", strict=False)
        count, bits = int(known[1] or ""), int(known[2] or "8") if len(known) == 3 else 8
        prefix = block.max_prefixlen - bits
        if not 0 < count <= 256 or prefix < block.prefixlen or count > 2 ** (prefix - block.prefixlen):
            return unknown("Cidr", "", at)
        found = [net for net, _ in zip(block.subnets(new_prefix=prefix), range(count), strict=False)]
    except ValueError:
        return unknown("Cidr", "", at)
    return Sequence(tuple(Text.of(str(net), at) for net in found), at)


def find_in_map(scope: Scope, argument: Raw, at: Span) -> Node | None:
    """`Fn::FindInMap`, with computed names and a `DefaultValue` (AWS::LanguageExtensions)."""
    items = argument.items if isinstance(argument, RawList) else []
    if len(items) < 3:
        return unknown("FindInMap", "", at)
    keys = [plain_text(scope.value(item)) for item in items[:3]]
    names = [key.literal if key is not None else None for key in keys]
    default = items[3].get("DefaultValue") if len(items) > 3 and isinstance(items[3], RawMap) else None
    scope.stack.offer_rows(scope, items, names)
    if names[0] is None or names[1] is None or names[2] is None:
        return unknown("FindInMap", next((name for name in map(first_unknown, keys) if name), ""), at)
    table = scope.stack.mapping(names[0])
    row = table.get(names[1]) if table is not None else None
    value = row.get(names[2]) if isinstance(row, RawMap) else None
    if value is not None:
        return scope.value(value)
    if default is not None:
        return scope.value(default)
    if not scope.stack.has_open_mapping(names[0]):
        scope.report("template-error", at, f"Mappings hold nothing at {names[0]}.{names[1]}.{names[2]}")
    return unknown("FindInMap", ".".join(name or "" for name in names), at)


def to_json(scope: Scope, argument: Raw, at: Span) -> Node:
    """`Fn::ToJsonString`."""
    value = scope.value(argument)
    if value is None or isinstance(value, Hole):
        return unknown("ToJsonString", first_unknown(value), at)
    parts = tuple(_json(value, at))
    scope.budget.spend(sum(len(part.text) for part in parts if isinstance(part, Piece)))
    return Text(parts, at)


def _json(node: Node, at: Span) -> Iterable[Part]:
    """A value as JSON text, each string at its own place."""
    match node:
        case Mapping(entries, _, rest):
            yield Piece("{", node.span, False)
            for number, (key, value) in enumerate(entries):
                yield from (Piece(",", at, False),) if number else ()
                yield from _json(key, at)
                yield Piece(":", at, False)
                yield from _json(value, at)
            yield from rest
            yield Piece("}", node.span, False)
        case Sequence(items):
            yield Piece("[", node.span, False)
            for number, item in enumerate(items):
                yield from (Piece(",", at, False),) if number else ()
                yield from _json(item, at)
            yield Piece("]", node.span, False)
        case Text(parts, span):
            yield Piece('"', span, False)
            yield from (part if isinstance(part, Hole) else _escaped(part) for part in parts)
            yield Piece('"', span, False)
        case Scalar(_, raw, span):
            yield Piece(raw, span, False)
        case Hole():
            yield node


def _escaped(part: Piece) -> Piece:
    import json

    text = json.dumps(part.text, ensure_ascii=False)[1:-1]
    return part if text == part.text else Piece(text, part.span, exact=False)
