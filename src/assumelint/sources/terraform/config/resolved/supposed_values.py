"""What can be supposed about the default of a variable, and the value under such suppositions."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from assumelint.sources.terraform.config.declared.suppositions import Becomes, Supposition, World
from assumelint.sources.terraform.lang.values import (
    DYNAMIC,
    STRING,
    BoolValue,
    ListType,
    ListValue,
    MapValue,
    NullValue,
    ObjectValue,
    SetType,
    SetValue,
    StringValue,
    TupleValue,
    Type,
    Unknown,
    Value,
    convert,
    renamed,
    type_of,
)
from assumelint.text import Hole, Text

# Switches are written as words, too: Terraform had no type of its own for them before 0.12.
_WORDS = {"true": Becomes.TRUE, "false": Becomes.FALSE}


def suppositions(variable: str, default: Value, path: tuple[str, ...] = ()) -> Iterator[Supposition]:
    """The suppositions about each part of a default that decides something by itself."""
    match default:
        case Unknown():
            return
        case BoolValue(on):
            yield Supposition(variable, Becomes.FALSE if on else Becomes.TRUE, path)
        case StringValue(text) if text.literal in _WORDS:
            yield Supposition(variable, Becomes.FALSE if text.literal == "true" else Becomes.TRUE, path)
        case MapValue() | ObjectValue() if default.members:
            for name, (_, item) in default.members.items():
                yield from suppositions(variable, item, (*path, name))
        case NullValue():
            yield Supposition(variable, Becomes.SET, path)
        case _:
            yield Supposition(variable, Becomes.FILLED if is_empty(default) else Becomes.OTHER, path)


def is_empty(value: Value) -> bool:
    """Whether a default is a mere placeholder: null, a blank string, or an empty collection."""
    match value:
        case NullValue():
            return True
        case StringValue(text):
            return not text.flat.strip()
        case TupleValue(items) | ListValue(items) | SetValue(items):
            return not items
        case MapValue() | ObjectValue():
            return not value.members and not value.partial and not value.rest
        case _:
            return False


def under(default: Value, world: World, hole: Hole) -> Value:
    """The default with what is supposed about the variable put in. `hole` is that of the variable."""
    value = default
    for supposed in world:
        value = _put(value, supposed, supposed.path, hole)
    return value


def _put(value: Value, supposed: Supposition, path: tuple[str, ...], hole: Hole) -> Value:
    if not path:
        return _supposed(value, supposed, hole)
    if not isinstance(value, MapValue | ObjectValue) or path[0] not in value.members:
        return value
    key, item = value.members[path[0]]
    inner = _put(item, supposed, path[1:], renamed(hole, f"{hole.reference}.{path[0]}"))
    return replace(value, members={**value.members, path[0]: (key, inner)})


def _supposed(value: Value, supposed: Supposition, hole: Hole) -> Value:
    if supposed.becomes in _WORDS.values():
        on = BoolValue(supposed.becomes is Becomes.TRUE, value.span)
        return on if isinstance(value, BoolValue) else convert(on, STRING)
    if supposed.becomes is Becomes.SET:
        return _not_null(type_of(value), hole)
    # The type of a tuple or an object is that of the very value, and another one may have any.
    return Unknown(hole, DYNAMIC if isinstance(value, TupleValue | ObjectValue) else type_of(value))


def _not_null(type: Type, hole: Hole) -> Value:
    """A value of a type of which nothing is known but that it is not null, as far as that can be said of the type."""
    match type:
        case _ if type == STRING:
            return StringValue(Text((hole,), hole.span))
        case ListType(element):
            return ListValue((Unknown(hole.as_many(), element),), element, hole.span)
        case SetType(element):
            return SetValue((Unknown(hole.as_many(), element),), element, hole.span)
        case _:
            return Unknown(hole, type)
