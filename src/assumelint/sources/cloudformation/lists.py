"""The functions on lists and tables: `Fn::Split`, `Fn::Select`, `Fn::Length`, `Fn::Cidr`, `Fn::FindInMap`.

Reference: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html
"""

from __future__ import annotations

from collections.abc import Sequence as Several

from assumelint.cause import Cause
from assumelint.sources.cloudformation.decode import call
from assumelint.sources.cloudformation.literals import first_unknown, plain_text
from assumelint.sources.cloudformation.names import usual_value
from assumelint.sources.cloudformation.provider_arn import split_arn
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.unknowns import flattened, malformed, unknown
from assumelint.sources.read.yaml_tree import Raw, RawList, RawMap, scalar_value
from assumelint.text import HOLE_MARK, Hole, HoleKind, Span, Text
from assumelint.text.document import Node, Scalar, Sequence

MAX_DELIMITER = 50


def split(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::Split`. From the first unknown part that may hold the delimiter on, the items are unknown."""
    if not isinstance(argument, RawList) or len(argument.items) != 2:
        return malformed(scope, "Split", argument, at, "a delimiter and a string")
    delimiter, text = (plain_text(scope.value(item)) for item in argument.items)
    known = delimiter.literal if delimiter is not None else None
    if not known or text is None:
        return unknown(scope, "Split", first_unknown(text), at)
    arn = split_arn(text, known)
    if arn is not None:
        return Sequence(arn, at)
    flat, start = text.flat, 0
    limit = _first_doubtful(text, known) if len(known) <= MAX_DELIMITER else 0
    items: list[Node] = []
    while (end := flat.find(known, start)) >= 0 and end < limit:
        items.append(text.cut(start, end))
        start = end + len(known)
    if limit < len(flat):
        if not items:
            return unknown(scope, "Split", first_unknown(text), at)
        items.append(unknown(scope, "Split", first_unknown(text), at, many=True))
    else:
        items.append(text.cut(start))
    return Sequence(tuple(items), at)


def _first_doubtful(text: Text, delimiter: str) -> int:
    """Return the offset of the first hole that may hold a delimiter or a part of it; the length if there is none."""
    offset = 0
    for part in text.parts:
        if isinstance(part, Hole) and _may_hold(text.flat, offset, part.kind, delimiter):
            return offset
        offset += 1 if isinstance(part, Hole) else len(part.text)
    return offset


def _may_hold(flat: str, offset: int, kind: HoleKind, delimiter: str) -> bool:
    """Return whether a delimiter may be in a hole, or partly in the hole and partly in the text beside it."""
    if kind.alphabet is None:
        return True
    before, after = flat[:offset][-len(delimiter) :], flat[offset + 1 :][: len(delimiter)]
    return any(
        _may_be_in(kind, delimiter, start, end)
        and _may_end(before, delimiter[:start])
        and _may_end(after[::-1], delimiter[end:][::-1])
        for start in range(len(delimiter))
        for end in range(start + 1, len(delimiter) + 1)
    )


def _may_be_in(kind: HoleKind, delimiter: str, start: int, end: int) -> bool:
    """Return whether a hole may hold `delimiter[start:end]`: at its start or end, if the rest stands beside it."""
    inside = delimiter[start:end]
    return (
        kind.may_contain(inside)
        and (start == 0 or kind.may_begin(inside[0]))
        and (end == len(delimiter) or kind.may_end(inside[-1]))
    )


def _may_end(text: str, ending: str) -> bool:
    """Return whether a text may end with `ending`, if each hole in it may hold anything."""
    known = text.rpartition(HOLE_MARK)[2]
    return known.endswith(ending) or (HOLE_MARK in text and ending.endswith(known))


def select(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::Select`."""
    if not isinstance(argument, RawList) or len(argument.items) != 2:
        return malformed(scope, "Select", argument, at, "an index and a list")
    index, values = plain_text(scope.value(argument.items[0])), scope.value(argument.items[1])
    number = index.literal if index is not None else None
    if number is None or not number.isdecimal() or not isinstance(values, Sequence):
        return unknown(scope, "Select", first_unknown(values) or first_unknown(index), at)
    items = tuple(flattened(values.items))
    doubtful = next((place for place, item in enumerate(items) if isinstance(item, Hole) and item.many), len(items))
    if len(number) < 7 and int(number) < doubtful:
        return items[int(number)]
    if doubtful == len(items):
        scope.report(
            Cause.INVALID_TEMPLATE,
            argument.items[0].span,
            f"Fn::Select takes item {number} (counted from 0) of a list of {len(items)}",
        )
    return unknown(scope, "Select", first_unknown(values), at)


def length(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::Length`."""
    values = scope.value(argument)
    if not isinstance(values, Sequence) or any(isinstance(item, Hole) and item.many for item in values.items):
        return unknown(scope, "Length", first_unknown(values), at)
    return Scalar(len(values.items), str(len(values.items)), at)


def networks(scope: Scope, argument: Raw, at: Span) -> Node:
    """Evaluate `Fn::Cidr`."""
    import ipaddress  # rarely needed, and slow to import

    items = argument.items if isinstance(argument, RawList) else []
    texts = [plain_text(scope.value(item)) for item in items]
    known = [text.literal if text is not None else None for text in texts]
    if len(known) not in (2, 3) or None in known:
        return unknown(scope, "Cidr", next((name for name in map(first_unknown, texts) if name), ""), at, many=False)
    try:
        block = ipaddress.ip_network(known[0] or "", strict=False)
        count, bits = int(known[1] or ""), int(known[2] or "8") if len(known) == 3 else 8
        prefix = block.max_prefixlen - bits
        if not 0 < count <= 256 or prefix < block.prefixlen or count > 2 ** (prefix - block.prefixlen):
            return unknown(scope, "Cidr", "", at)
        found = [net for net, _ in zip(block.subnets(new_prefix=prefix), range(count), strict=False)]
    except ValueError:
        return unknown(scope, "Cidr", "", at)
    return Sequence(tuple(Text.of(str(net), at) for net in found), at)


def find_in_map(scope: Scope, argument: Raw, at: Span) -> Node | None:
    """Evaluate `Fn::FindInMap`, with computed names and a `DefaultValue` (AWS::LanguageExtensions).

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
    """
    items = argument.items if isinstance(argument, RawList) else []
    if len(items) < 3:
        return malformed(scope, "FindInMap", argument, at, "a mapping and two keys")
    keys = [plain_text(scope.value(item)) for item in items[:3]]
    names = [key.literal if key is not None else None for key in keys]
    default = items[3].get("DefaultValue") if len(items) > 3 and isinstance(items[3], RawMap) else None
    _offer_rows(scope, items, names)
    if names[0] is None or names[1] is None or names[2] is None:
        return unknown(scope, "FindInMap", next((name for name in map(first_unknown, keys) if name), ""), at)
    table = scope.stack.mapping(names[0])
    row = table.get(names[1]) if table is not None else None
    value = row.get(names[2]) if isinstance(row, RawMap) else None
    if value is not None:
        return scope.value(value)
    if default is not None:
        return scope.value(default)
    if not scope.stack.has_open_mapping(names[0]):
        scope.report(Cause.INVALID_TEMPLATE, at, f"Mappings hold nothing at {names[0]}.{names[1]}.{names[2]}")
    return unknown(scope, "FindInMap", ".".join(name or "" for name in names), at)


def _offer_rows(scope: Scope, items: Several[Raw], names: Several[str | None]) -> None:
    """Add a world for each row of a mapping, if the row depends on an open name."""
    function = call(items[1])
    name = scalar_value(function[1]) if function is not None and function[0].value == "Ref" else None
    table = scope.stack.mapping(names[0]) if names[0] is not None else None
    if name is None or table is None or name in scope.loops:
        return
    is_open, _, allowed = usual_value(scope, name)
    if is_open:
        rows = [key.value for key, row in table.named() if isinstance(row, RawMap) and row.get(names[2] or "")]
        scope.run.offer(name, [row for row in rows if allowed is None or row in allowed])
