"""`statement` blocks of an `aws_iam_policy_document` to statements, as the provider renders them.

The order of elements, the sorting, the collapsing of single values and the merging of blocks are those of
hashicorp/terraform-provider-aws, internal/service/iam/policy_document_data_source.go and policy_model.go.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from assumelint.sources.terraform.config.blocks import Filled, Setting
from assumelint.sources.terraform.config.module import fault
from assumelint.sources.terraform.lang.scope import EvalError
from assumelint.sources.terraform.lang.types import STRING, ListType, SetType
from assumelint.sources.terraform.lang.values import ListValue, SetValue, StringValue, Unknown, Value, is_many
from assumelint.text import Hole, Part, Piece, Shape, Span, Text
from assumelint.text.document import Mapping, Node, Sequence

_SET = SetType(STRING)
_LIST = ListType(STRING)
_PLAIN = (("Action", "actions", False), ("NotAction", "not_actions", False))
_REPLACED = (("Resource", "resources", True), ("NotResource", "not_resources", True))
_PRINCIPALS = (("Principal", "principals"), ("NotPrincipal", "not_principals"))


class Style(Struct, frozen=True):
    """What the whole document decides about its statements: its version."""

    version: str


def statement(block: Filled, style: Style) -> Mapping:
    """The statement that one block makes. Raises `EvalError` where the provider refuses it."""
    _refuse_arguments(block)
    check_setting(block.setting("effect", STRING), ("Allow", "Deny"), "effect")
    entries: list[tuple[Text, Node]] = []
    sid = text_of(block, "sid")
    if sid is not None and sid.literal != "":
        entries.append((Text.of("Sid", block.settings["sid"].name), sid))
    effect = text_of(block, "effect")
    place = block.settings["effect"].name if effect is not None else block.span
    entries.append((Text.of("Effect", place), effect or Text.of("Allow", block.span)))
    for element, argument, replaced in (*_PLAIN, *_REPLACED):
        setting = block.setting(argument, _SET)
        values = [] if setting is None else _strings(setting.value)
        if setting is not None and values:
            ready = _falling(values)
            ready = [_variables(value, style) for value in ready] if replaced else ready
            entries.append((Text.of(element, setting.name), _listed(ready, setting.span)))
    for element, type in _PRINCIPALS:
        blocks = block.named(type)
        if blocks:
            entries.append((Text.of(element, blocks[0].span), _principals(blocks, style)))
    conditions = block.named("condition")
    if conditions:
        entries.append((Text.of("Condition", conditions[0].span), _conditions(conditions, style)))
    return Mapping(tuple(entries), block.span)


def _refuse_arguments(block: Filled) -> None:
    """Refuse `principals = {…}` where a block belongs. Raises `EvalError`."""
    for name in ("principals", "not_principals", "condition"):
        if name in block.settings:
            detail = (
                f'An argument named "{name}" is not expected here. Did you mean to define a block of type "{name}"?'
            )
            raise fault("Unsupported argument", detail, block.settings[name].name)


def text_of(block: Filled, name: str) -> Text | None:
    """A string argument, None where it is absent or null. Raises `EvalError`."""
    setting = block.setting(name, STRING)
    return None if setting is None else _text(setting.value)


def _text(value: Value) -> Text | None:
    match value:
        case StringValue(text):
            return text
        case Unknown(hole):
            return Text((hole,), hole.span)
        case _:
            return None


def _strings(value: Value) -> list[Text | Hole]:
    """The strings of a list or set. A `Hole` is any number of them."""
    match value:
        case Unknown(hole):
            return [hole.as_anything().as_many()]
        case ListValue(items) | SetValue(items):
            found = (item.hole if isinstance(item, Unknown) and is_many(item) else _text(item) for item in items)
            return [item for item in found if item is not None]
        case _:
            return []


def _falling(values: list[Text | Hole]) -> list[Text | Hole]:
    """A set in the order in which the provider prints it."""
    known = [value for value in values if isinstance(value, Text)]
    rest = [value for value in values if isinstance(value, Hole)]
    return [*sorted(known, key=str, reverse=True), *rest]


def _listed(values: list[Text | Hole], span: Span) -> Node:
    """One value bare, several as a list."""
    match values:
        case [Hole() as hole]:
            return hole.as_one()
        case [Text() as text]:
            return text
        case _:
            return Sequence(tuple(values), span)


def _variables(value: Text | Hole, style: Style) -> Text | Hole:
    """`&{…}` as the policy variable `${…}` that it stands for. Raises `EvalError`."""
    if isinstance(value, Hole) or "&{" not in value.flat:
        return value
    if style.version == "2008-10-17":
        detail = f"found &{{ sequence in ({value}), which is not supported in document version 2008-10-17"
        raise EvalError(detail, value.span)
    flat, start = value.flat, 0
    parts: list[Part] = []
    while (found := flat.find("&{", start)) >= 0:
        parts += value.cut(start, found).parts
        parts.append(Piece("$", value.span_of(found, found + 1), exact=False))
        start = found + 1
    return Text((*parts, *value.cut(start).parts), value.span)


def _principals(blocks: tuple[Filled, ...], style: Style) -> Node:
    kinds: dict[str, tuple[Text, list[Text | Hole], Span]] = {}
    seen: set[tuple[Shape, ...]] = set()
    single: list[Node] = []
    for block in blocks:
        kind, identifiers, span = _principal(block, style)
        identity = _shapes((kind, *identifiers))
        if identity not in seen:
            seen.add(identity)
            single.append(_listed(identifiers, span))
            kinds.setdefault(str(kind), (kind, [], span))[1].extend(identifiers)
    if len(seen) == 1 and "*" in kinds and isinstance(single[0], Text) and single[0].literal == "*":
        return single[0]
    entries = tuple((key, _listed(values, span)) for _, (key, values, span) in sorted(kinds.items()))
    return Mapping(entries, blocks[0].span, _repeated(blocks))


def _principal(block: Filled, style: Style) -> tuple[Text, list[Text | Hole], Span]:
    kind = _required(block, "type")
    setting = block.required("identifiers", _SET)
    values = [_variables(value, style) for value in _strings(setting.value)]
    return kind, _falling(values), setting.span


def _conditions(blocks: tuple[Filled, ...], style: Style) -> Mapping:
    tests: dict[str, tuple[Text, dict[str, tuple[Text, list[Text | Hole], Span]]]] = {}
    seen: set[tuple[Shape, ...]] = set()
    for block in blocks:
        test, variable = _required(block, "test"), _required(block, "variable")
        setting = block.required("values", _LIST)
        values = [_variables(value, style) for value in _strings(setting.value)]
        identity = _shapes((test, variable, *values))
        if identity not in seen:
            seen.add(identity)
            variables = tests.setdefault(str(test), (test, {}))[1]
            variables.setdefault(str(variable), (variable, [], setting.span))[1].extend(values)
    entries = tuple(
        (
            test,
            Mapping(tuple((key, _listed(values, span)) for _, (key, values, span) in sorted(keys.items())), test.span),
        )
        for _, (test, keys) in sorted(tests.items())
    )
    return Mapping(entries, blocks[0].span, _repeated(blocks))


def _required(block: Filled, name: str) -> Text:
    """A string argument that must be there. Raises `EvalError`."""
    text = _text(block.required(name, STRING).value)
    assert text is not None
    return text


def _repeated(blocks: Iterable[Filled]) -> tuple[Hole, ...]:
    return tuple(block.repeats for block in blocks if block.repeats is not None)


def _shapes(values: Iterable[Text | Hole]) -> tuple[Shape, ...]:
    return tuple(value.shape if isinstance(value, Text) else ((value.identity,),) for value in values)


def check_setting(setting: Setting | None, allowed: tuple[str, ...], name: str) -> None:
    """Refuse a string that is none of those the provider allows. Raises `EvalError`."""
    text = None if setting is None else _text(setting.value)
    if setting is not None and text is not None and text.literal is not None and text.literal not in allowed:
        wanted = " ".join(f'"{word}"' for word in allowed)
        raise fault("Invalid value", f"expected {name} to be one of [{wanted}], got {text.literal}", setting.span)
