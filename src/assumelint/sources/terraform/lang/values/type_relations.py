"""Which types can be converted to which, and the common type of several types.

The rules are cty's (https://github.com/zclconf/go-cty/blob/main/docs/convert.md). An *unsafe* conversion may
fail for some values (a string to a number), a safe one never does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assumelint.sources.terraform.lang.values.types import (
    DYNAMIC,
    STRING,
    ListType,
    MapType,
    ObjectType,
    Primitive,
    SetType,
    TupleType,
    Type,
)


def convertible(source: Type, target: Type, *, unsafe: bool = True) -> bool:
    """Whether a value of `source` may be converted to `target`."""
    if target in (DYNAMIC, source):
        return True
    if source == DYNAMIC:
        return unsafe
    match source, target:
        case Primitive(), Primitive():
            return target == STRING or (unsafe and source == STRING)
        case ObjectType(), ObjectType():
            return _object_to_object(source, target, unsafe)
        case TupleType(given), TupleType(wanted):
            return len(given) == len(wanted) and all(map(_by(unsafe), given, wanted))
        case ((ListType(given_element) | SetType(given_element)), ListType(element)):
            return convertible(given_element, element, unsafe=unsafe)
        case SetType(given_element), SetType(element):
            return convertible(given_element, element, unsafe=unsafe)
        case ListType(given_element), SetType(element):
            return unsafe and convertible(given_element, element, unsafe=unsafe)
        case MapType(given_element), MapType(element):
            return convertible(given_element, element, unsafe=unsafe)
        case TupleType(given), (ListType(element) | SetType(element)):
            return _all_to_element(given, element, unsafe)
        case ObjectType(attributes), MapType(element):
            return _all_to_element(tuple(attributes.values()), element, unsafe)
        case MapType(element), ObjectType():
            return unsafe and _map_to_object(element, target)
        case _:
            return False


def _by(unsafe: bool) -> Callable[[Type, Type], bool]:
    return lambda source, target: convertible(source, target, unsafe=unsafe)


def _object_to_object(source: ObjectType, target: ObjectType, unsafe: bool) -> bool:
    for name, wanted in target.attributes.items():
        if name not in source.attributes:
            if name not in target.optional:
                return False
        elif not convertible(source.attributes[name], wanted, unsafe=unsafe):
            return False
    return True


def _map_to_object(element: Type, target: ObjectType) -> bool:
    return all(
        name in target.optional or convertible(element, wanted, unsafe=True)
        for name, wanted in target.attributes.items()
    )


def _all_to_element(types: Sequence[Type], element: Type, unsafe: bool) -> bool:
    if not types:
        return True
    if element == DYNAMIC:
        common = unify(types, unsafe=unsafe)
        if common is None:
            return False
        if common == DYNAMIC:
            return all(type == DYNAMIC for type in types)
        element = common
    return all(convertible(type, element, unsafe=unsafe) for type in types)


def unify(types: Sequence[Type], *, unsafe: bool = True) -> Type | None:
    """The type that all types can be converted to, None if there is none or if no type is given."""
    if not types:
        return None
    if all(type == types[0] for type in types):
        return types[0]
    decided, common = _unify_alike(types, unsafe)
    if decided:
        return common
    for index in _preferred(types):
        if all(convertible(type, types[index], unsafe=unsafe) for type in types):
            return types[index]
    return None


def _unify_alike(types: Sequence[Type], unsafe: bool) -> tuple[bool, Type | None]:
    """Whether the types are of the same or of compatible kinds, and their common type in that case."""
    kinds = {type.__class__ for type in types if type != DYNAMIC}
    dynamic = DYNAMIC in types
    if kinds in ({MapType}, {ListType}, {SetType}):
        return True, DYNAMIC if dynamic else _unify_elements(types, unsafe)
    if kinds == {MapType, ObjectType}:
        return _replaced(types, ObjectType, _unify_as_map, unsafe)
    if kinds == {ListType, TupleType}:
        return _replaced(types, TupleType, _unify_as_list, unsafe)
    if kinds == {ObjectType}:
        return True, DYNAMIC if dynamic else _unify_objects(types, unsafe)
    if kinds == {TupleType}:
        return True, DYNAMIC if dynamic else _unify_tuples(types, unsafe)
    return kinds >= {ObjectType, TupleType}, None


def _replaced(
    types: Sequence[Type], kind: type, combine: Callable[[Sequence[Type], bool], Type | None], unsafe: bool
) -> tuple[bool, Type | None]:
    """Unify the types of `kind` to a collection type first, and then that type with the others."""
    common = combine([type for type in types if isinstance(type, kind)], unsafe)
    if common is None:
        return False, None
    result = unify([common if isinstance(type, kind) else type for type in types], unsafe=unsafe)
    return isinstance(result, common.__class__), result


def _unify_elements(types: Sequence[Type], unsafe: bool) -> Type | None:
    elements = [type.element for type in types if isinstance(type, MapType | ListType | SetType)]
    element = unify(elements, unsafe=unsafe)
    if element is None:
        return None
    if isinstance(types[0], MapType):
        return MapType(element)
    return ListType(element) if isinstance(types[0], ListType) else SetType(element)


def _unify_objects(types: Sequence[Type], unsafe: bool) -> Type | None:
    objects = [type.attributes for type in types if isinstance(type, ObjectType)]
    if any(attributes.keys() != objects[0].keys() for attributes in objects):
        return _unify_as_map(types, unsafe)
    result: dict[str, Type] = {}
    for name in objects[0]:
        common = unify([attributes[name] for attributes in objects], unsafe=unsafe)
        if common is None:
            return None
        result[name] = common
    target = ObjectType(result)
    return target if all(convertible(type, target, unsafe=unsafe) for type in types) else _unify_as_map(types, unsafe)


def _unify_tuples(types: Sequence[Type], unsafe: bool) -> Type | None:
    tuples = [type.items for type in types if isinstance(type, TupleType)]
    if any(len(items) != len(tuples[0]) for items in tuples):
        return _unify_as_list(types, unsafe)
    result: list[Type] = []
    for column in zip(*tuples, strict=True):
        common = unify(column, unsafe=unsafe)
        if common is None:
            return None
        result.append(common)
    target = TupleType(tuple(result))
    return target if all(convertible(type, target, unsafe=unsafe) for type in types) else _unify_as_list(types, unsafe)


def _unify_as_map(types: Sequence[Type], unsafe: bool) -> Type | None:
    attributes = [item for type in types if isinstance(type, ObjectType) for item in type.attributes.values()]
    element = unify(attributes, unsafe=unsafe)
    if element is None or not all(convertible(type, MapType(element), unsafe=unsafe) for type in types):
        return None
    return MapType(element)


def _unify_as_list(types: Sequence[Type], unsafe: bool) -> Type | None:
    items = [item for type in types if isinstance(type, TupleType) for item in type.items]
    element = unify(items, unsafe=unsafe)
    if element is None or not all(convertible(type, ListType(element), unsafe=unsafe) for type in types):
        return None
    return ListType(element)


def _preferred(types: Sequence[Type]) -> list[int]:
    """The indexes of the types, ordered from more to less general, otherwise in the given order."""
    distinct = {type: index for index, type in reversed(list(enumerate(types)))}
    indexes = sorted(distinct.values())
    result: list[int] = []
    while len(result) < len(indexes):
        left = [index for index in indexes if index not in result]
        free = [i for i in left if not any(_generality(types[j], types[i]) < 0 for j in left if j != i)]
        if not free:
            break
        result += free
    return result


def _generality(left: Type, right: Type) -> int:
    """Negative if `left` is the more general type, positive if `right` is, zero if neither is."""
    match left, right:
        case (Primitive(), _) | (_, Primitive()):
            return _of_primitives(left, right)
        case (ListType(a), ListType(b)) | (SetType(a), SetType(b)) | (MapType(a), MapType(b)):
            return _generality(a, b)
        case (SetType(), TupleType() | ListType()) | (ListType(), TupleType()) | (MapType(), ObjectType()):
            # Terraform prefers the set's counterpart here.
            return 1 if isinstance(left, SetType) else -1
        case (TupleType() | ListType(), SetType()):
            return -1
        case (TupleType(), ListType()) | (ObjectType(), MapType()):
            return 1
        case ObjectType(a), ObjectType(b) if a.keys() == b.keys():
            return _combined([_generality(a[name], b[name]) for name in a])
        case TupleType(a), TupleType(b) if len(a) == len(b):
            return _combined([_generality(x, y) for x, y in zip(a, b, strict=True)])
        case _:
            return 0


def _of_primitives(left: Type, right: Type) -> int:
    if DYNAMIC in (left, right):
        return (left == DYNAMIC) - (right == DYNAMIC)
    if isinstance(left, Primitive) and isinstance(right, Primitive):
        return (right == STRING) - (left == STRING)
    return 0


def _combined(orders: list[int]) -> int:
    lower, higher = any(order < 0 for order in orders), any(order > 0 for order in orders)
    return 0 if lower == higher else (-1 if lower else 1)


def replace_dynamic(source: Type, target: Type) -> Type:
    """`target` with each `dynamic` in it replaced by the type in the same position of `source`."""
    if source == DYNAMIC:
        return target
    if target == DYNAMIC:
        return source
    match source, target:
        case ((ListType(a) | SetType(a)), ListType(b)):
            return ListType(replace_dynamic(a, b))
        case ((ListType(a) | SetType(a)), SetType(b)):
            return SetType(replace_dynamic(a, b))
        case MapType(a), MapType(b):
            return MapType(replace_dynamic(a, b))
        case TupleType(items), ListType(b):
            return ListType(replace_dynamic(unify(items) or DYNAMIC, b))
        case TupleType(items), SetType(b):
            return SetType(replace_dynamic(unify(items) or DYNAMIC, b))
        case ObjectType(attributes), MapType(b):
            return MapType(replace_dynamic(unify(tuple(attributes.values())) or DYNAMIC, b))
        case ObjectType(attributes), ObjectType(wanted):
            return ObjectType({n: replace_dynamic(attributes.get(n, DYNAMIC), t) for n, t in wanted.items()})
        case MapType(a), ObjectType(wanted):
            return ObjectType({n: replace_dynamic(a, t) for n, t in wanted.items()})
        case TupleType(items), TupleType(wanted_items) if len(items) == len(wanted_items):
            return TupleType(tuple(map(replace_dynamic, items, wanted_items)))
        case _:
            return target
