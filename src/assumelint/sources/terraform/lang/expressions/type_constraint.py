"""Type constraints of variables (https://developer.hashicorp.com/terraform/language/expressions/type-constraints)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.sources.terraform.lang.expressions.constants import constant
from assumelint.sources.terraform.lang.expressions.scope import EvalError
from assumelint.sources.terraform.lang.values.convert import ConversionError, convert
from assumelint.sources.terraform.lang.values.shapes import reshaped, reshaped_entries, shapeless
from assumelint.sources.terraform.lang.values.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListType,
    MapType,
    ObjectType,
    SetType,
    TupleType,
    Type,
)
from assumelint.sources.terraform.lang.values.value import (
    ListValue,
    MapValue,
    Member,
    NullValue,
    ObjectValue,
    SetValue,
    TupleValue,
    Unknown,
    Value,
)
from assumelint.sources.terraform.syntax.ast import Call, Expression, Name, Object, Template, Tuple
from assumelint.text import Hole, Piece, Span, Text

_KEYWORDS = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": DYNAMIC}


class Defaults(Struct, frozen=True):
    """The defaults of optional attributes: of an object itself, and of the values nested in it.

    The keys of `children` are attribute names or positions, and "" for the elements of a collection.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    children: Mapping[str, Defaults] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there are no defaults."""
        return not self.values and not self.children


class Constraint(Struct, frozen=True):
    """A type and the defaults of its optional attributes."""

    type: Type
    defaults: Defaults = Defaults()

    def apply(self, value: Value) -> Value:
        """The value with defaults added, converted to the type. Raises `ConversionError`."""
        return convert(_filled(value, self.defaults), self.type)


ANY = Constraint(DYNAMIC)


def _filled(value: Value, defaults: Defaults) -> Value:
    if defaults.empty:
        return value
    match value:
        case Unknown(hole):
            return replace(value, hole=reshaped(hole, lambda shape: _filled(shape, defaults)))
        case ListValue(items, _, span) | SetValue(items, _, span) | TupleValue(items, span):
            return _filled_items(value, items, defaults, span)
        case MapValue() | ObjectValue():
            return _filled_members(value, defaults)
        case _:
            return value


def _filled_items(value: Value, items: tuple[Value, ...], defaults: Defaults, span: Span) -> Value:
    by_position = isinstance(value, TupleValue)
    filled = []
    for index, item in enumerate(items):
        child = defaults.children.get(str(index)) if by_position else None
        child = child or defaults.children.get("")
        filled.append(_filled(item, child) if child else item)
    return TupleValue(tuple(filled), span)


def _filled_members(value: MapValue | ObjectValue, defaults: Defaults) -> Value:
    members: dict[str, Member] = {}
    for name, (key, item) in value.members.items():
        child = defaults.children.get(name) or defaults.children.get("")
        members[name] = (key, _filled(item, child) if child else item)
    for name, default in defaults.values.items():
        absent = name not in members
        if absent and (value.partial or value.rest):
            continue
        if absent or isinstance(members[name][1], NullValue):
            key = Text.of(name, default.span) if absent else members[name][0]
            child = defaults.children.get(name)
            members[name] = (key, _filled(default, child) if child else default)
    return ObjectValue(dict(sorted(members.items())), value.span, value.partial, _filled_rest(value, defaults))


def _filled_rest(value: MapValue | ObjectValue, defaults: Defaults) -> tuple[Hole, ...]:
    child = defaults.children.get("")
    if child is None:
        return tuple(map(shapeless, value.rest))
    return tuple(reshaped_entries(hole, lambda shape: _filled(shape, child)) for hole in value.rest)


def read_constraint(expression: Expression) -> Constraint:
    """The constraint in a `type` argument. Raises `EvalError`.

    A bare `list` or `map` is Terraform 0.11's form of `list(any)` and `map(any)`.
    """
    match expression:
        case Name("list"):
            return Constraint(ListType(DYNAMIC))
        case Name("map"):
            return Constraint(MapType(DYNAMIC))
        case _:
            return _read(expression)


def _read(expression: Expression) -> Constraint:
    name = expression.name if isinstance(expression, Name) else None
    if name in _KEYWORDS:
        return Constraint(_KEYWORDS[name])
    if name is not None:
        raise _invalid(_bare(name), expression.span)
    if not isinstance(expression, Call):
        raise _invalid(
            "A type specification is either a primitive type keyword (bool, number, string) or a complex type "
            "constructor call, like list(string).",
            expression.span,
        )
    return _constructed(expression)


def _bare(name: str) -> str:
    match name:
        case "list" | "map" | "set":
            return f"The {name} type constructor requires one argument specifying the element type."
        case "object":
            return (
                "The object type constructor requires one argument specifying the attribute types and values as a map."
            )
        case "tuple":
            return "The tuple type constructor requires one argument specifying the element types as a list."
        case _:
            return f'The keyword "{name}" is not a valid type specification.'


def _invalid(detail: str, span: Span) -> EvalError:
    return EvalError(f"Invalid type specification: {detail}", span)


def _constructed(expression: Call) -> Constraint:
    if len(expression.arguments) != 1:
        raise _invalid(_bare(expression.name), expression.span)
    argument = expression.arguments[0]
    match expression.name:
        case "list" | "set" | "map":
            inner = _read(argument)
            made: dict[str, type[ListType] | type[SetType] | type[MapType]]
            made = {"list": ListType, "set": SetType, "map": MapType}
            return Constraint(made[expression.name](inner.type), _children({"": inner.defaults}))
        case "tuple":
            return _tuple(argument)
        case "object":
            return _object(argument)
        case _:
            raise _invalid(f'Keyword "{expression.name}" is not a valid type constructor.', expression.name_span)


def _children(children: dict[str, Defaults]) -> Defaults:
    return Defaults({}, {name: child for name, child in children.items() if not child.empty})


def _tuple(argument: Expression) -> Constraint:
    if not isinstance(argument, Tuple):
        raise _invalid("Tuple type constructor requires a list of element types.", argument.span)
    items = [_read(item) for item in argument.items]
    type = TupleType(tuple(item.type for item in items))
    return Constraint(type, _children({str(index): item.defaults for index, item in enumerate(items)}))


def _object(argument: Expression) -> Constraint:
    if not isinstance(argument, Object):
        raise _invalid(
            "Object type constructor requires a map whose keys are attribute names and whose values are the "
            "corresponding attribute types.",
            argument.span,
        )
    types: dict[str, Type] = {}
    optional: set[str] = set()
    values: dict[str, Value] = {}
    children: dict[str, Defaults] = {}
    for key, value in argument.entries:
        name = _attribute_name(key)
        if name in types:
            raise _invalid("Object constructor map keys must be unique.", key.span)
        inner, is_optional, default = _attribute(value)
        types[name], children[name] = inner.type, inner.defaults
        if is_optional:
            optional.add(name)
        if default is not None:
            values[name] = default
    kept = _children(children)
    return Constraint(ObjectType(types, frozenset(optional)), Defaults(values, kept.children))


def _attribute_name(key: Expression) -> str:
    match key:
        case Template((Piece(text),), heredoc=False):
            return text
        case Name(name):
            return name
        case _:
            raise _invalid("Object constructor map keys must be attribute names.", key.span)


def _attribute(value: Expression) -> tuple[Constraint, bool, Value | None]:
    """The constraint of an attribute, whether it is optional, and its default."""
    if not isinstance(value, Call) or value.name != "optional":
        return _read(value), False, None
    if not 1 <= len(value.arguments) <= 2:
        detail = "Optional attribute modifier expects at most two arguments: the attribute type, and a default value."
        raise _invalid(detail, value.span)
    inner = _read(value.arguments[0])
    if len(value.arguments) == 1:
        return inner, True, None
    default = constant(value.arguments[1], _lose)
    try:
        return inner, True, convert(default, inner.type)
    except ConversionError as error:
        detail = f"This default value is not compatible with the attribute's type constraint: {error}."
        raise EvalError(f"Invalid default value for optional attribute: {detail}", value.arguments[1].span) from None


def _lose(lost: Text, winning: Text) -> None:
    """Ignore a duplicate key in a default: the last value wins, and the default is not part of a policy."""
