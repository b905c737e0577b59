"""Evaluates block bodies and expands their `dynamic` blocks.

See https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from assumelint.sources.terraform.config.declared.plain_words import plain_word
from assumelint.sources.terraform.config.expanded.argument_types import as_argument
from assumelint.sources.terraform.config.expanded.dynamic_rounds import Round, rounds
from assumelint.sources.terraform.lang import EvalError, Scope, evaluate
from assumelint.sources.terraform.lang.values import NullValue, Type, Value, obj
from assumelint.sources.terraform.syntax.ast import Attribute, Block, Body, Null, Tuple
from assumelint.text import Hole, Span


class Setting(Struct, frozen=True):
    """An evaluated argument: the span of its name, its value, and the span of its expression.

    `null` is the place of a `null` that is written as an item of a list.
    """

    name: Span
    value: Value
    span: Span
    null: Span | None = None


class Filled(Struct, frozen=True):
    """An evaluated block. With `repeats`, it is an example for any number of such blocks, including none."""

    type: str
    span: Span
    settings: Mapping[str, Setting]
    blocks: tuple[Filled, ...]
    end: Span
    repeats: Hole | None = None

    def setting(self, name: str, type: Type) -> Setting | None:
        """An argument converted to its schema type, None if it is absent or null. Raises `EvalError`."""
        found = self.settings.get(name)
        if found is None or isinstance(found.value, NullValue):
            return None
        return replace(found, value=as_argument(found.value, type, name, found.span))

    def required(self, name: str, type: Type) -> Setting:
        """A required argument converted to its schema type. Raises `EvalError`, also if it is absent or null."""
        found = self.setting(name, type)
        if found is None:
            message = f'Missing required argument: The argument "{name}" is required, but no definition was found.'
            raise EvalError(message, self.end)
        return found

    def named(self, type: str) -> tuple[Filled, ...]:
        """The nested blocks of a type, in order."""
        return tuple(block for block in self.blocks if block.type == type)


def fill(type: str, body: Body, span: Span, scope: Scope, repeats: Hole | None = None) -> Filled:
    """A block evaluated in a scope. Raises `EvalError`."""
    return Filled(
        type,
        span,
        {attribute.name: _setting(attribute, scope) for attribute in body.attributes},
        tuple(fill_blocks(body.blocks, scope)),
        body.end,
        repeats,
    )


def fill_blocks(blocks: tuple[Block, ...], scope: Scope) -> Iterator[Filled]:
    """Nested blocks evaluated; a `dynamic` block is replaced by the blocks it generates. Raises `EvalError`."""
    for block in blocks:
        if block.type == "dynamic" and len(block.labels) == 1:
            yield from _generated(block, scope)
        else:
            yield fill(block.type, block.body, block.span, scope)


def _setting(attribute: Attribute, scope: Scope) -> Setting:
    written = attribute.value.items if isinstance(attribute.value, Tuple) else ()
    null = next((item.span for item in written if isinstance(item, Null)), None)
    return Setting(attribute.name_span, evaluate(attribute.value, scope), attribute.value.span, null)


def _generated(block: Block, scope: Scope) -> Iterator[Filled]:
    collection, contents = block.body.attribute("for_each"), block.body.named("content")
    if collection is None:
        message = 'Missing required argument: The argument "for_each" is required, but no definition was found.'
        raise EvalError(message, block.body.end)
    if len(contents) != 1:
        raise EvalError('Missing content block: A dynamic block needs exactly one "content" block.', block.span)
    iterator = _iterator(block)
    value = evaluate(collection.value, scope)
    for turn in rounds(value, iterator, collection.value.span):
        content = contents[0]
        names = {iterator: _element(turn, collection.value.span)}
        yield fill(block.labels[0].text, content.body, content.span, scope.child(names), turn.repeats)


def _element(turn: Round, span: Span) -> Value:
    return obj({"key": turn.key, "value": turn.value}, span)


def _iterator(block: Block) -> str:
    attribute = block.body.attribute("iterator")
    return (attribute and plain_word(attribute.value)) or block.labels[0].text
