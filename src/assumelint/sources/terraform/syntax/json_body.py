"""Parses `.tf.json` files: the JSON syntax of HCL, to the same tree as the native syntax.

The rules are those of https://github.com/hashicorp/hcl/blob/main/json/spec.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from assumelint.sources.read.json import JsonError, parse_json
from assumelint.sources.terraform.syntax import parse_expression, parse_template
from assumelint.sources.terraform.syntax.ast import (
    Attribute,
    Block,
    Body,
    Bool,
    Expression,
    Label,
    Null,
    Number,
    Object,
    Template,
    Tuple,
)
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.sources.terraform.syntax.json_schema import FILE, BlockShape, shape_with_labels
from assumelint.sources.terraform.syntax.source import SourceText
from assumelint.text import Piece, Span, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence

Labelled = tuple[tuple[Text, ...], Mapping]


def parse_json_file(source: SourceText) -> Body:
    """Parse a whole `.tf.json` file. `json_schema` distinguishes nested blocks from arguments.

    Raises `HclError`, also for invalid JSON.
    """
    text = source.as_text()
    try:
        node = parse_json(text)
    except JsonError as error:
        raise HclError(error.message, error.span, error.help) from None
    objects = tuple(_objects(node, "the root body of the file"))
    return _body(objects, FILE, text.span)


def json_expression(node: Node, *, literal: bool = False) -> Expression:
    """A JSON value as an expression. Each string in it is a template unless `literal` is set. Raises `HclError`."""
    read = _literal if literal else _template
    match node:
        case Text():
            return read(node)
        case Scalar(bool() as value, _, span):
            return Bool(value, span)
        case Scalar(None, _, span):
            return Null(span)
        case Scalar(_, raw, span):
            return Number(Decimal(raw), span)
        case Sequence(items, span):
            return Tuple(tuple(json_expression(item, literal=literal) for item in items), span)
        case Mapping(entries, span):
            _refuse_duplicates(entries, "Duplicate object attribute")
            return Object(tuple((read(key), json_expression(value, literal=literal)) for key, value in entries), span)
        case _:
            raise AssertionError("a file has no holes")


def _literal(text: Text) -> Template:
    return Template(tuple(part for part in text.parts if isinstance(part, Piece)), text.span)


def _template(text: Text) -> Template:
    return replace(parse_template(text), span=text.span)


def _body(objects: tuple[Mapping, ...], shape: BlockShape, whole: Span) -> Body:
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    arguments: list[tuple[Text, Node]] = []
    for key, value in (entry for item in objects for entry in item.entries):
        name = key.literal or ""
        if name == "//":
            continue
        if name == "dynamic" and shape.blocks:
            blocks += _dynamic(key, value, shape)
        elif name in shape.blocks:
            blocks += _blocks(key, value, shape.blocks[name])
        else:
            arguments.append((key, value))
            attributes.append(_attribute(key, value, shape))
    _refuse_duplicates(tuple(arguments), "Duplicate argument")
    return Body(tuple(attributes), tuple(blocks), _closing(objects[-1].span if objects else whole))


def _attribute(key: Text, value: Node, shape: BlockShape) -> Attribute:
    name = key.literal or ""
    if name in shape.references and isinstance(value, Text):
        expression = parse_expression(value)
    else:
        expression = json_expression(value, literal=name in shape.literals)
    return Attribute(name, expression, key.span.to(value.span), key.span)


def _blocks(key: Text, value: Node, shape: BlockShape) -> Iterator[Block]:
    for labels, item in _labelled(value, shape.labels, key.literal or ""):
        yield _block(key, labels, item, shape_with_labels(shape, tuple(label.literal or "" for label in labels)))


def _dynamic(key: Text, value: Node, shape: BlockShape) -> Iterator[Block]:
    for labels, item in _labelled(value, 1, "dynamic"):
        content = shape.blocks.get(labels[0].literal or "", BlockShape())
        yield _block(key, labels, item, BlockShape(1, {"content": content}, frozenset(("iterator",))))


def _block(key: Text, labels: tuple[Text, ...], item: Mapping, shape: BlockShape) -> Block:
    named = tuple(Label(label.literal or "", label.span) for label in labels)
    header = labels[-1].span if labels else key.span
    body = _body((item,), shape, item.span)
    return Block(key.literal or "", named, body, header, key.span, header.to(item.span))


def _labelled(node: Node, labels: int, name: str) -> Iterator[Labelled]:
    """The objects with the content of one block each, and the block's labels. Each level of keys is one label."""
    for item in _objects(node, f'the contents of one or more "{name}" blocks'):
        if not labels:
            yield (), item
            continue
        for key, value in item.entries:
            if key.literal != "//":
                yield from (((key, *rest), inner) for rest, inner in _labelled(value, labels - 1, name))


def _objects(node: Node, what: str) -> Iterator[Mapping]:
    """A single object, or the objects in a list."""
    match node:
        case Mapping():
            yield node
        case Sequence(items):
            for item in items:
                yield from _objects(item, what)
        case Scalar(value=None):
            return
        case _:
            help = f"Either a JSON object or a JSON array is required, representing {what}."
            raise HclError("Incorrect JSON value type", node.span, help)


def _refuse_duplicates(entries: tuple[tuple[Text, Node], ...], message: str) -> None:
    first: dict[str | None, Text] = {}
    for key, _ in entries:
        known = first.setdefault(key.literal, key)
        if known is not key:
            raise HclError(message, key.span, f'"{key}" was already set on line {known.span.line}.')


def _closing(span: Span) -> Span:
    """The span of the last character, the closing bracket, where a missing argument is reported."""
    column = max(span.end_column - 1, 1)
    return Span(span.file, span.end_line, column, span.end_line, span.end_column)
