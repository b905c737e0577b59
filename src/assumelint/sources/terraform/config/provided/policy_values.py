"""Orders, collapses and rewrites the values in a policy document as the provider does.

See hashicorp/terraform-provider-aws, internal/service/iam/policy_document_data_source.go and policy_model.go.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from assumelint.sources.terraform.config.expanded.blocks import Setting
from assumelint.sources.terraform.lang import EvalError, fault
from assumelint.sources.terraform.lang.values import ListValue, SetValue, Unknown, Value, is_many, string_text
from assumelint.text import Hole, Part, Piece, Shape, Span, Text
from assumelint.text.document import Alike, Node, Sequence, shape_of


def strings_of(value: Value) -> list[Text | Hole]:
    """The strings of a list or set. A `Hole` stands for any number of strings."""
    match value:
        case Unknown(hole):
            return [hole.as_anything().as_many()]
        case ListValue(items) | SetValue(items):
            found = (item.hole if isinstance(item, Unknown) and is_many(item) else string_text(item) for item in items)
            return [item for item in found if item is not None]
        case _:
            return []


def strings_in(setting: Setting) -> list[Text | Hole]:
    """The strings of an argument. Raises `EvalError` for a `null` among them.

    The provider looks at what is written before the values of variables are known: a null that comes from a variable is
    left out.
    """
    if setting.null is not None:
        raise fault("Null value found in list", "Null values are not allowed for this attribute value.", setting.null)
    return strings_of(setting.value)


def in_falling_order(values: list[Text | Hole]) -> list[Text | Hole]:
    """The strings of a set in the order in which the provider renders them."""
    known = [value for value in values if isinstance(value, Text)]
    rest = [value for value in values if isinstance(value, Hole)]
    return [*sorted(known, key=str, reverse=True), *rest]


def one_or_list(values: list[Text | Hole], span: Span) -> Node:
    """A single value by itself, several values as a list."""
    match values:
        case [Hole(each=None) as hole]:
            return hole.as_one()
        case [Text() as text]:
            return text
        case _:
            return Sequence(tuple(values), span)


def with_variables(value: Text | Hole, has_variables: bool) -> Text | Hole:
    """A value with each policy variable `&{…}` rewritten to `${…}`. Raises `EvalError`."""
    if isinstance(value, Hole):
        shape = shape_of(value)
        return replace(value, each=Alike(with_variables(shape, has_variables))) if isinstance(shape, Text) else value
    if "&{" not in value.flat:
        return value
    if not has_variables:
        detail = f"found &{{ sequence in ({value}), which is not supported in document version 2008-10-17"
        raise EvalError(detail, value.span)
    flat, start = value.flat, 0
    parts: list[Part] = []
    while (found := flat.find("&{", start)) >= 0:
        parts += value.cut(start, found).parts
        parts.append(Piece("$", value.span_of(found, found + 1), exact=False))
        start = found + 1
    return Text((*parts, *value.cut(start).parts), value.span)


def shapes(values: Iterable[Text | Hole]) -> tuple[Shape, ...]:
    """Hashable forms of values, for comparison."""
    return tuple(value.shape if isinstance(value, Text) else ((value.identity,),) for value in values)


def check_setting(setting: Setting | None, allowed: tuple[str, ...], name: str) -> None:
    """Refuse a known string that is not among those the provider allows. Raises `EvalError`."""
    text = None if setting is None else string_text(setting.value)
    if setting is not None and text is not None and text.literal is not None and text.literal not in allowed:
        wanted = " ".join(f'"{word}"' for word in allowed)
        raise fault("Invalid value", f"expected {name} to be one of [{wanted}], got {text.literal}", setting.span)
