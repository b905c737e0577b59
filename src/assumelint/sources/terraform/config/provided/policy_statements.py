"""Renders the `statement` blocks of an `aws_iam_policy_document` as the provider does.

The order of elements, the sorting, the collapsing of single values and the merging of blocks are those of
hashicorp/terraform-provider-aws, internal/service/iam/policy_document_data_source.go and policy_model.go.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from assumelint.sources.terraform.config.expanded.blocks import Filled
from assumelint.sources.terraform.config.provided.policy_values import (
    check_setting,
    in_falling_order,
    one_or_list,
    shapes,
    strings_in,
    with_variables,
)
from assumelint.sources.terraform.lang import fault
from assumelint.sources.terraform.lang.values import (
    STRING,
    ListType,
    SetType,
    string_text,
)
from assumelint.suggest import nearest_word
from assumelint.text import Hole, Shape, Span, Text
from assumelint.text.document import Mapping, Node

_SET = SetType(STRING)
_LIST = ListType(STRING)
_PLAIN = (("Action", "actions", False), ("NotAction", "not_actions", False))
_REPLACED = (("Resource", "resources", True), ("NotResource", "not_resources", True))
_PRINCIPALS = (("Principal", "principals"), ("NotPrincipal", "not_principals"))
_ARGUMENTS = ("sid", "effect", "actions", "not_actions", "resources", "not_resources")
_BLOCKS = ("principals", "not_principals", "condition")


DEFAULT_VERSION = "2012-10-17"
_NO_VARIABLES = "2008-10-17"


def own_statements(version: Text | None, blocks: Iterable[Filled | Hole]) -> tuple[Mapping | Hole, ...]:
    """The statements of a document of the given version. A hole stands for any number of statements.

    Raises `EvalError` if the provider refuses a block.
    """
    has_variables = version is None or version.literal != _NO_VARIABLES
    return tuple(block if isinstance(block, Hole) else _statement(block, has_variables) for block in blocks)


def _statement(block: Filled, has_variables: bool) -> Mapping:
    _refuse_unexpected(block)
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
        values = [] if setting is None else strings_in(setting)
        if setting is not None and values:
            ready = in_falling_order(values)
            ready = [with_variables(value, has_variables) for value in ready] if replaced else ready
            entries.append((Text.of(element, setting.name), one_or_list(ready, setting.span)))
    for element, type in _PRINCIPALS:
        blocks = block.named(type)
        if blocks:
            entries.append((Text.of(element, blocks[0].span), _principals(blocks, has_variables)))
    conditions = block.named("condition")
    if conditions:
        entries.append((Text.of("Condition", conditions[0].span), _conditions(conditions, has_variables)))
    return Mapping(tuple(entries), block.span)


def _refuse_unexpected(block: Filled) -> None:
    """Refuse what a statement does not have: `action = …`, `principals = {…}`, `principal {…}`. Raises `EvalError`."""
    for name, setting in block.settings.items():
        if name not in _ARGUMENTS:
            meant = (
                f'to define a block of type "{name}"' if name in _BLOCKS else _quoted(nearest_word(name, _ARGUMENTS))
            )
            detail = f'An argument named "{name}" is not expected here.{_hint(meant)}'
            raise fault("Unsupported argument", detail, setting.name)
    for inner in block.blocks:
        if inner.type not in _BLOCKS:
            hint = _hint(_quoted(nearest_word(inner.type, _BLOCKS)))
            detail = f'Blocks of type "{inner.type}" are not expected here.{hint}'
            raise fault("Unsupported block type", detail, inner.span)


def _quoted(word: str) -> str:
    return f'"{word}"' if word else ""


def _hint(meant: str) -> str:
    return f" Did you mean {meant}?" if meant else ""


def text_of(block: Filled, name: str) -> Text | None:
    """A string argument, None if it is absent or null. Raises `EvalError`."""
    setting = block.setting(name, STRING)
    return None if setting is None else string_text(setting.value)


def _principals(blocks: tuple[Filled, ...], has_variables: bool) -> Node:
    kinds: dict[str, tuple[Text, list[Text | Hole], Span]] = {}
    seen: set[tuple[Shape, ...]] = set()
    single: list[Node] = []
    for block in blocks:
        kind, identifiers, span = _principal(block, has_variables)
        identity = shapes((kind, *identifiers))
        if identity not in seen:
            seen.add(identity)
            single.append(one_or_list(identifiers, span))
            kinds.setdefault(str(kind), (kind, [], span))[1].extend(identifiers)
    if len(seen) == 1 and "*" in kinds and isinstance(single[0], Text) and single[0].literal == "*":
        return single[0]
    return replace(_by_key(kinds, blocks[0].span), rest=_repeated(blocks))


def _principal(block: Filled, has_variables: bool) -> tuple[Text, list[Text | Hole], Span]:
    kind = _required(block, "type")
    setting = block.required("identifiers", _SET)
    values = [with_variables(value, has_variables) for value in strings_in(setting)]
    return kind, in_falling_order(values), setting.span


def _conditions(blocks: tuple[Filled, ...], has_variables: bool) -> Mapping:
    tests: dict[str, tuple[Text, dict[str, tuple[Text, list[Text | Hole], Span]]]] = {}
    seen: set[tuple[Shape, ...]] = set()
    for block in blocks:
        test, variable = _required(block, "test"), _required(block, "variable")
        setting = block.required("values", _LIST)
        values = [with_variables(value, has_variables) for value in strings_in(setting)]
        identity = shapes((test, variable, *values))
        if identity not in seen:
            seen.add(identity)
            variables = tests.setdefault(str(test), (test, {}))[1]
            variables.setdefault(str(variable), (variable, [], setting.span))[1].extend(values)
    entries = tuple((test, _by_key(keys, test.span)) for _, (test, keys) in sorted(tests.items()))
    return Mapping(entries, blocks[0].span, _repeated(blocks))


def _by_key(keys: dict[str, tuple[Text, list[Text | Hole], Span]], span: Span) -> Mapping:
    return Mapping(tuple((key, one_or_list(values, at)) for _, (key, values, at) in sorted(keys.items())), span)


def _required(block: Filled, name: str) -> Text:
    """A required string argument. Raises `EvalError`."""
    text = string_text(block.required(name, STRING).value)
    assert text is not None
    return text


def _repeated(blocks: Iterable[Filled]) -> tuple[Hole, ...]:
    return tuple(block.repeats for block in blocks if block.repeats is not None)
