"""`Fn::FindInMap`, with computed names and a default (AWS::LanguageExtensions).

Reference: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
"""

from __future__ import annotations

from assumelint.sources.cloudformation.literals import first_unknown, plain_text
from assumelint.sources.cloudformation.raw import Raw, RawList, RawMap
from assumelint.sources.cloudformation.scope import Scope
from assumelint.sources.cloudformation.unknowns import malformed, unknown
from assumelint.text import Span
from assumelint.text.document import Node


def find_in_map(scope: Scope, argument: Raw, at: Span) -> Node | None:
    """`Fn::FindInMap`, with computed names and a `DefaultValue` (AWS::LanguageExtensions)."""
    items = argument.items if isinstance(argument, RawList) else []
    if len(items) < 3:
        return malformed(scope, "FindInMap", argument, at, "a mapping and two keys")
    keys = [plain_text(scope.value(item)) for item in items[:3]]
    names = [key.literal if key is not None else None for key in keys]
    default = items[3].get("DefaultValue") if len(items) > 3 and isinstance(items[3], RawMap) else None
    scope.stack.offer_rows(scope, items, names)
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
        scope.report("template-error", at, f"Mappings hold nothing at {names[0]}.{names[1]}.{names[2]}")
    return unknown(scope, "FindInMap", ".".join(name or "" for name in names), at)
