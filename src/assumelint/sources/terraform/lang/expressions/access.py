"""Evaluates `value.name` and `value[key]`."""

from __future__ import annotations

from msgspec.structs import replace

from assumelint.sources.terraform.lang.expressions.scope import Attr, EvalError, Key, Step
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.equality import may_equal
from assumelint.sources.terraform.lang.values.shapes import shape_of
from assumelint.sources.terraform.lang.values.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
    friendly,
)
from assumelint.sources.terraform.lang.values.unknowns import element, member, named, named_after, schemeless
from assumelint.sources.terraform.lang.values.value import (
    BoolValue,
    ListValue,
    MapValue,
    Members,
    NullValue,
    NumberValue,
    ObjectValue,
    SetValue,
    StringValue,
    TupleValue,
    Unknown,
    Value,
    is_many,
    type_of,
)
from assumelint.text import Hole, HoleKind, Span, Text
from assumelint.text.cluster import issuer_url

_NO_ELEMENT = "Invalid index: The given key does not identify an element in this collection value"


def step(value: Value, taken: Step, written: str, span: Span) -> Value:
    """The value after one step of a reference.

    `written` is the source text of the step, `span` that of the reference up to and including it; both are for the hole
    of an unknown value. Raises `EvalError`.
    """
    match taken:
        case Attr(name, name_span):
            return attribute(value, name, written, span, name_span)
        case Key(key, key_span):
            return index(value, key, written, span, key_span)


def attribute(value: Value, name: str, written: str, span: Span, place: Span) -> Value:
    """The value of `value.name`. Raises `EvalError` with the span `place`."""
    match value:
        case NullValue():
            message = (
                "Attempt to get attribute from null value: This value is null, so it does not have any attributes."
            )
            raise EvalError(message, place)
        case Unknown(hole, type):
            of_type = _attribute_type(type, name, place)
            return _known_in_part(member(hole, name, hole.reference + written, span), of_type)
        case ObjectValue():
            message = f'Unsupported attribute: This object does not have an attribute named "{name}".'
            return _member(value, Text.of(name, place), written, span, EvalError(message, place))
        case MapValue():
            message = f'Missing map element: This map does not have an element with the key "{name}".'
            return _member(value, Text.of(name, place), written, span, EvalError(message, place))
        case _:
            raise EvalError(f"Unsupported attribute: {_no_attributes(type_of(value))}", place)


def _known_in_part(hole: Hole, type: Type) -> Value:
    """The value of a hole, with what its kind says of it: the issuer URL of a cluster has a scheme and a host."""
    if hole.kind is HoleKind.ISSUER_URL:
        return StringValue(issuer_url(hole, schemeless(hole)), made=True)
    return Unknown(hole, type)


def _no_attributes(type: Type) -> str:
    match type:
        case ListType(ObjectType()):
            return (
                "Can't access attributes on a list of objects. Did you mean to access an attribute for a specific "
                "element of the list, or across all elements of the list?"
            )
        case SetType(ObjectType()):
            return (
                "Can't access attributes on a set of objects. Did you mean to access an attribute across all "
                "elements of the set?"
            )
        case _ if type in (STRING, NUMBER) or friendly(type) == "bool":
            return f"Can't access attributes on a primitive-typed value ({friendly(type)})."
        case _:
            return "This value does not have any attributes."


def _attribute_type(type: Type, name: str, place: Span) -> Type:
    match type:
        case ObjectType(attributes) if name in attributes:
            return attributes[name]
        case MapType(element):
            return element
        case ObjectType():
            message = f'Unsupported attribute: This object does not have an attribute named "{name}".'
            raise EvalError(message, place)
        case _ if type == DYNAMIC:
            return DYNAMIC
        case _:
            raise EvalError(f"Unsupported attribute: {_no_attributes(type)}", place)


def _member(value: Members, name: Text, written: str, span: Span, missing: EvalError) -> Value:
    literal = name.literal
    if literal is not None and literal in value.members:
        return value.members[literal][1]
    for hole in value.rest:
        return _known_in_part(member(hole, literal or "", hole.reference + written, span), _element_of(value))
    for key, _ in value.partial:
        if may_equal(key, name):
            return Unknown(named_after(key.holes[0], key.holes[0].reference + written, span), _element_of(value))
    if literal is None:
        return Unknown(replace(name.holes[0], span=span), _element_of(value))
    raise missing


def _element_of(value: Members) -> Type:
    return value.element if isinstance(value, MapValue) else DYNAMIC


def index(value: Value, key: Value, written: str, span: Span, place: Span) -> Value:
    """The value of `value[key]`. Raises `EvalError` with the span `place`."""
    if isinstance(value, NullValue):
        message = "Attempt to index null value: This value is null, so it does not have any indices."
        raise EvalError(message, place)
    if isinstance(key, NullValue):
        raise EvalError("Invalid index: Can't use a null value as an indexing key.", place)
    match value:
        case Unknown(hole, type):
            return _known_in_part(element(hole, hole.reference + written, span), _index_type(type, key, place))
        case ListValue() | TupleValue():
            return _item(value, _converted(key, NUMBER, place), written, span, place)
        case MapValue() | ObjectValue():
            missing = EvalError(f"{_NO_ELEMENT}.{_numeric_hint(value, key)}", place)
            name = _converted(key, STRING, place)
            if isinstance(name, StringValue):
                return _member(value, name.text, written, span, missing)
            if isinstance(name, Unknown):
                return Unknown(named_after(name.hole, name.hole.reference + written, span), _element_of(value))
            return name
        case SetValue():
            message = (
                "Invalid index: Elements of a set are identified only by their value and don't have any separate "
                "index or key to select with, so it's only possible to perform operations across all elements of "
                "the set."
            )
            raise EvalError(message, place)
        case _:
            raise EvalError("Invalid index: This value does not have any indices.", place)


def _numeric_hint(value: Members, key: Value) -> str:
    numeric = isinstance(value, ObjectValue) and isinstance(key, NumberValue | BoolValue)
    return " An object only supports looking up attributes by name, not by numeric index." if numeric else ""


def _converted(key: Value, type: Type, place: Span) -> Value:
    try:
        return convert(key, type)
    except ConversionError as error:
        raise EvalError(f"{_NO_ELEMENT}: {error}.", place) from None


def _item(value: ListValue | TupleValue, key: Value, written: str, span: Span, place: Span) -> Value:
    type = value.element if isinstance(value, ListValue) else DYNAMIC
    if not isinstance(key, NumberValue):
        hole = named_after(key.hole, key.hole.reference, span) if isinstance(key, Unknown) else named(written, span)
        return Unknown(hole, type)
    number = key.value.integer
    if number is None:
        detail = "indexing a sequence requires a whole number, but the given index has a fractional part."
        raise EvalError(f"{_NO_ELEMENT}: {detail}", place)
    if number < 0:
        detail = "a negative number is not a valid index for a sequence."
        raise EvalError(f"{_NO_ELEMENT}: {detail}", place)
    for position, item in enumerate(value.items[: number + 1]):
        if is_many(item) and isinstance(item, Unknown):
            shape = shape_of(item.hole) if len(value.items) == 1 else None
            return shape or _known_in_part(element(item.hole, item.hole.reference + written, span), type)
        if position == number:
            return item
    if not value.items:
        raise EvalError(f"{_NO_ELEMENT}: the collection has no elements.", place)
    detail = "the given index is greater than or equal to the length of the collection."
    raise EvalError(f"{_NO_ELEMENT}: {detail}", place)


def _index_type(type: Type, key: Value, place: Span) -> Type:
    match type:
        case ListType(element) | MapType(element):
            return element
        case TupleType(items):
            number = key.value.integer if isinstance(key, NumberValue) else None
            return items[number] if number is not None and 0 <= number < len(items) else DYNAMIC
        case ObjectType(attributes):
            name = key.text.literal if isinstance(key, StringValue) else None
            return attributes.get(name, DYNAMIC) if name is not None else DYNAMIC
        case _ if type == DYNAMIC:
            return DYNAMIC
        case _:
            raise EvalError("Invalid index: This value does not have any indices.", place)
