"""The empty parts of a default that is an object: each is a placeholder, as an empty default itself is."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from assumelint.sources.terraform.lang.values import Member, ObjectValue, Unknown, Value, member, type_of
from assumelint.text import Hole


def with_open_parts(default: ObjectValue, hole: Hole, is_open: Callable[[Value], bool]) -> ObjectValue:
    """The object with those parts unknown for which `is_open` is true. `hole` is that of the whole variable."""
    members: dict[str, Member] = {}
    for name, (key, item) in default.members.items():
        part = member(hole, name, f"{hole.reference}.{name}", hole.span)
        match item:
            case ObjectValue() if item.members:
                members[name] = (key, with_open_parts(item, part, is_open))
            case _:
                members[name] = (key, Unknown(part, type_of(item)) if is_open(item) else item)
    return replace(default, members=members)
