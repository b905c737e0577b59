from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from assumelint.sources.terraform.syntax import HclError, SourceText
from assumelint.sources.terraform.syntax.ast import (
    Block,
    Body,
    Bool,
    Call,
    GetAttr,
    Interpolation,
    Name,
    Null,
    Number,
    Object,
    Template,
    Tuple,
)
from assumelint.sources.terraform.syntax.json_body import parse_json_file
from assumelint.text import Piece, Span


def body(document: Any) -> Body:
    text = document if isinstance(document, str) else json.dumps(document)
    return parse_json_file(SourceText("main.tf.json", text))


def only(document: Any) -> Block:
    (found,) = body(document).blocks
    return found


ROLE = """\
{
  "resource": {
    "aws_iam_role": {
      "ci": {
        "//": "a comment",
        "name": "ci-${var.x}",
        "max": 3600,
        "tags": {"a\\n${b}": null, "c": [true]}
      }
    }
  }
}
"""


def test_a_resource_with_its_places() -> None:
    role = only(ROLE)
    assert (role.type, [label.text for label in role.labels]) == ("resource", ["aws_iam_role", "ci"])
    assert role.span == Span("main.tf.json", 4, 7, 4, 11)
    assert role.type_span == Span("main.tf.json", 2, 3, 2, 13)
    assert role.body.end == Span("main.tf.json", 9, 7, 9, 8)
    assert [attribute.name for attribute in role.body.attributes] == ["name", "max", "tags"]


def test_strings_are_templates_that_point_into_the_file() -> None:
    name = only(ROLE).body.attributes[0].value
    assert isinstance(name, Template)
    assert name.span == Span("main.tf.json", 6, 17, 6, 30)
    assert name.parts[0] == Piece("ci-", Span("main.tf.json", 6, 18, 6, 21))
    assert isinstance(name.parts[1], Interpolation)
    assert isinstance(name.parts[1].value, GetAttr)
    assert name.parts[1].value.span == Span("main.tf.json", 6, 23, 6, 28)


def test_values_of_every_kind() -> None:
    _, number, tags = (attribute.value for attribute in only(ROLE).body.attributes)
    assert isinstance(number, Number)
    assert number.value == 3600
    assert isinstance(tags, Object)
    (key, null), (_, items) = tags.entries
    assert isinstance(key, Template)
    assert isinstance(key.parts[-1], Interpolation)
    assert isinstance(null, Null)
    assert isinstance(items, Tuple)
    assert isinstance(items.items[0], Bool)


def test_nested_blocks_may_be_objects_or_lists() -> None:
    statement = {"actions": ["a"], "principals": [{"type": "AWS"}, {"type": "Federated"}], "condition": {"test": "x"}}
    data = only({"data": {"aws_iam_policy_document": {"d": {"statement": [statement, {"sid": "b"}]}}}})
    first, second = data.body.named("statement")
    assert len(first.body.named("principals")) == 2
    assert len(first.body.named("condition")) == 1
    assert [attribute.name for attribute in first.body.attributes] == ["actions"]
    assert [attribute.name for attribute in second.body.attributes] == ["sid"]


def test_dynamic_blocks() -> None:
    dynamic = {"statement": {"for_each": "${var.x}", "iterator": "it", "content": {"condition": {"test": "y"}}}}
    data = only({"data": {"aws_iam_policy_document": {"d": {"dynamic": dynamic}}}})
    (found,) = data.body.named("dynamic")
    assert [label.text for label in found.labels] == ["statement"]
    iterator = found.body.attribute("iterator")
    assert iterator is not None
    assert isinstance(iterator.value, Name)
    (content,) = found.body.named("content")
    assert len(content.body.named("condition")) == 1


def test_an_unknown_resource_keeps_its_objects_as_arguments() -> None:
    found = only({"resource": {"other_thing": {"x": {"statement": {"a": 1}}}}})
    assert [attribute.name for attribute in found.body.attributes] == ["statement"]


@pytest.mark.parametrize("count", [1, 2])
def test_labels_may_stand_in_lists(count: int) -> None:
    document = {"module": [{"a": {"source": "./a"}}, {"b": {"source": "./b"}}][:count]}
    assert [block.labels[0].text for block in body(document).blocks] == ["a", "b"][:count]


def test_the_same_block_type_twice() -> None:
    found = body('{"locals": {"a": 1}, "locals": {"b": 2}}')
    assert [block.body.attributes[0].name for block in found.blocks] == ["a", "b"]


def test_a_type_constraint_is_an_expression() -> None:
    variable = only({"variable": {"v": {"type": "list(string)", "default": None}}})
    assert isinstance(variable.body.attributes[0].value, Call)


def test_a_root_may_be_a_list() -> None:
    assert [block.type for block in body([{"locals": {"a": 1}}, {"output": {"o": {"value": 1}}}]).blocks] == [
        "locals",
        "output",
    ]


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ('{"resource": 1}', "Incorrect JSON value type", 1, 14),
        ('{"resource": {"a": "b"}}', "Incorrect JSON value type", 1, 20),
        ('{"locals":\n {"a": 1, "a": 2}}', "Duplicate argument", 2, 11),
        ('{"locals": {"a": {"b": 1,\n "b": 2}}}', "Duplicate object attribute", 2, 2),
        ('{"locals": {"a":\n "x${y z}"}}', "Extra characters after interpolation expression", 2, 8),
        ('{"variable": {"v": {"type": "list("}}}', "Invalid expression", 1, 35),
    ],
)
def test_errors(text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(HclError) as caught:
        body(text)
    assert (caught.value.message, caught.value.span.line, caught.value.span.column) == (message, line, column)


@pytest.mark.parametrize("text", ["", "{", "terraform {\n}\n", '{"a": 1,}', '"x'])
def test_what_is_no_json_is_an_error_with_a_place(text: str) -> None:
    with pytest.raises(HclError) as caught:
        body(text)
    assert caught.value.span.line == 1


def test_depth(tree: Callable[[str], str]) -> None:
    with pytest.raises(HclError):
        body('{"locals": {"a": ' + "[" * 100_000)
