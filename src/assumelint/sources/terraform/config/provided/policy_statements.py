"""`statement` blocks of an `aws_iam_policy_document` to statements, as the provider renders them.

The order of elements, the sorting, the collapsing of single values and the merging of blocks are those of
hashicorp/terraform-provider-aws, internal/service/iam/policy_document_data_source.go and policy_model.go.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from assumelint.sources.terraform.config.expanded.blocks import Filled, Setting
from assumelint.sources.terraform.lang import EvalError, fault
from assumelint.sources.terraform.lang.values import (
    STRING,
    ListType,
    ListValue,
    SetType,
    SetValue,
    Unknown,
    Value,
    is_many,
    string_text,
)
from assumelint.text import Hole, Part, Piece, Span, Text
from assumelint.text.document import Mapping, Node, Sequence

_SET = SetType(STRING)
_LIST = ListType(STRING)
_PLAIN = (("Action", "actions", False), ("NotAction", "not_actions", False))
_REPLACED = (("Resource", "resources", True), ("NotResource", "not_resources", True))
_PRINCIPALS = (("Principal", "principals"), ("NotPrincipal", "not_principals"))


DEFAULT_VERSION = "2012-10-17"
_NO_VARIABLES = "2008-10-17"


def own_statements(version: Text | None, blocks: Iterable[Filled | Hole]) -> tuple[Mapping | Hole, ...]:
    """The statements of the blocks of a document of some version. A hole is any number of them.

    Raises `EvalError` where the provider refuses one.
    """
    has_variables = version is None or version.literal != _NO_VARIABLES
    return tuple(block if isinstance(block, Hole) else _statement(block, has_variables) for block in blocks)


def _statement(block: Filled, has_variables: bool) -> Mapping:
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
            ready = [_variables(value, has_variables) for value in ready] if replaced else ready
            entries.append((Text.of(element, setting.name), _listed(ready, setting.span)))
    for element, type in _PRINCIPALS:
        blocks = block.named(type)
        if blocks:
            entries.append((Text.of(element, blocks[0].span), _principals(blocks, has_variables)))
    conditions = block.named("condition")
    if conditions:
        entries.append((Text.of("Condition", conditions[0].span), _conditions(conditions, has_variables)))
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
    return None if setting is None else string_text(setting.value)


def _strings(value: Value) -> list[Text | Hole]:
    """The strings of a list or set. A `Hole` is any number of them."""
    match value:
        case Unknown(hole):
            return [replace(hole, many=True, kind="")]
        case ListValue(items) | SetValue(items):
            found = (item.hole if isinstance(item, Unknown) and is_many(item) else string_text(item) for item in items)
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
            return replace(hole, many=False)
        case [Text() as text]:
            return text
        case _:
            return Sequence(tuple(values), span)


def _variables(value: Text | Hole, has_variables: bool) -> Text | Hole:
    """`&{…}` as the policy variable `${…}` that it stands for. Raises `EvalError`."""
    if isinstance(value, Hole) or "&{" not in value.flat:
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


def _principals(blocks: tuple[Filled, ...], has_variables: bool) -> Node:
    kinds: dict[str, tuple[Text, list[Text | Hole], Span]] = {}
    seen: set[tuple[str, tuple[str, ...]]] = set()
    single: list[Node] = []
    for block in blocks:
        kind, identifiers, span = _principal(block, has_variables)
        identity = (str(kind), tuple(_name(value) for value in identifiers))
        if identity not in seen:
            seen.add(identity)
            single.append(_listed(identifiers, span))
            kinds.setdefault(str(kind), (kind, [], span))[1].extend(identifiers)
    if len(seen) == 1 and "*" in kinds and isinstance(single[0], Text) and single[0].literal == "*":
        return single[0]
    entries = tuple((key, _listed(values, span)) for _, (key, values, span) in sorted(kinds.items()))
    return Mapping(entries, blocks[0].span, _repeated(blocks))


def _principal(block: Filled, has_variables: bool) -> tuple[Text, list[Text | Hole], Span]:
    kind = _required(block, "type")
    setting = block.required("identifiers", _SET)
    values = [_variables(value, has_variables) for value in _strings(setting.value)]
    return kind, _falling(values), setting.span


def _conditions(blocks: tuple[Filled, ...], has_variables: bool) -> Mapping:
    tests: dict[str, tuple[Text, dict[str, tuple[Text, list[Text | Hole], Span]]]] = {}
    seen: set[tuple[str, ...]] = set()
    for block in blocks:
        test, variable = _required(block, "test"), _required(block, "variable")
        setting = block.required("values", _LIST)
        values = [_variables(value, has_variables) for value in _strings(setting.value)]
        identity = (str(test), str(variable), *(_name(value) for value in values))
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
    text = string_text(block.required(name, STRING).value)
    assert text is not None
    return text


def _repeated(blocks: Iterable[Filled]) -> tuple[Hole, ...]:
    return tuple(block.repeats for block in blocks if block.repeats is not None)


def _name(value: Text | Hole) -> str:
    return str(value) if isinstance(value, Text) else "${" + value.reference + "}"


def check_setting(setting: Setting | None, allowed: tuple[str, ...], name: str) -> None:
    """Refuse a string that is none of those the provider allows. Raises `EvalError`."""
    text = None if setting is None else string_text(setting.value)
    if setting is not None and text is not None and text.literal is not None and text.literal not in allowed:
        wanted = " ".join(f'"{word}"' for word in allowed)
        raise fault("Invalid value", f"expected {name} to be one of [{wanted}], got {text.literal}", setting.span)
