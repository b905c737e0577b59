"""Explains why one type cannot be converted to another, in Terraform's words."""

from __future__ import annotations

from assumelint.sources.terraform.lang.values.type_relations import convertible
from assumelint.sources.terraform.lang.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    Primitive,
    SetType,
    TupleType,
    Type,
    friendly,
)


def mismatch(source: Type, target: Type) -> str:
    """The reason why `source` cannot be converted to `target`, without a full stop."""
    match source, target:
        case ObjectType(), ObjectType():
            return _objects(source, target)
        case TupleType(), (ListType(element) | SetType(element)) if element == DYNAMIC:
            noun = "list" if isinstance(target, ListType) else "set"
            return f"all {noun} elements must have the same type"
        case ObjectType(), MapType(element) if element == DYNAMIC:
            return "all map elements must have the same type"
        case TupleType(items), (ListType(element) | SetType(element)):
            return _element({str(index): item for index, item in enumerate(items)}, element)
        case ObjectType(attributes), MapType(element):
            return _element({f'"{name}"': item for name, item in attributes.items()}, element)
        case ((ListType(a) | SetType(a)), (ListType(b) | SetType(b))):
            return f"incorrect {'list' if isinstance(target, ListType) else 'set'} element type: {mismatch(a, b)}"
        case MapType(a), MapType(b):
            return f"incorrect map element type: {mismatch(a, b)}"
    if _plain(source, target):
        return f"{friendly(target)} required, but have {friendly(source)}"
    return f"{friendly(target)} required"


def _plain(source: Type, target: Type) -> bool:
    if isinstance(source, Primitive) != isinstance(target, Primitive):
        return True
    return target == STRING or {source, target} == {BOOL, NUMBER}


def _element(given: dict[str, Type], element: Type) -> str:
    for name, item in given.items():
        if not convertible(item, element):
            return f"element {name}: {mismatch(item, element)}"
    return f"all elements must be {friendly(element)}"


def _objects(source: ObjectType, target: ObjectType) -> str:
    missing = sorted(
        f'"{name}"' for name in target.attributes if name not in source.attributes and name not in target.optional
    )
    if len(missing) == 1:
        return f"attribute {missing[0]} is required"
    if missing:
        comma = "," if len(missing) > 2 else ""
        return f"attributes {', '.join(missing[:-1])}{comma} and {missing[-1]} are required"
    for name, wanted in target.attributes.items():
        given = source.attributes.get(name, wanted)
        if not convertible(given, wanted):
            return f'attribute "{name}": {mismatch(given, wanted)}'
    return "incorrect object attributes"
