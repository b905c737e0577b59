from __future__ import annotations

import pytest

from assumelint.sources.terraform.syntax import HclError, SourceText, parse_block, parse_file, top_level
from assumelint.sources.terraform.syntax.ast import Block, Body, GetAttr, Index, Label, Tuple
from assumelint.text import Span


def span(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span("main.tf", line, column, end_line, end_column)


def body(text: str) -> Body:
    return parse_file(SourceText("main.tf", text))


def block(text: str) -> Block:
    source = SourceText("main.tf", text)
    return parse_block(source, top_level(source).entries[0])


def test_a_block_with_the_places_of_its_parts() -> None:
    found = block('\nresource "aws_iam_role" ci {\n  name = "x"\n\n  tags { a = 1 }\n}\n')
    assert (found.type, [label.text for label in found.labels]) == ("resource", ["aws_iam_role", "ci"])
    assert found.type_span == span(2, 1, 2, 9)
    assert found.labels[0].span == span(2, 10, 2, 24)
    assert found.span == span(2, 1, 2, 27)
    assert found.whole == span(2, 1, 6, 2)
    assert found.body.end == span(2, 28, 2, 29)
    name = found.body.attribute("name")
    assert name is not None
    assert (name.name_span, name.value.span, name.span) == (span(3, 3, 3, 7), span(3, 10, 3, 13), span(3, 3, 3, 13))
    (tags,) = found.body.named("tags")
    assert tags.whole == span(5, 3, 5, 17)


def test_labels_are_unescaped_literals() -> None:
    assert block('a "b\\"c$${d}" {}').labels == (Label('b"c${d}', span(1, 3, 1, 14)),)


def test_every_step_of_a_traversal_has_its_place() -> None:
    value = body("a = [\n  b.c[0],\n]\n").attributes[0].value
    assert isinstance(value, Tuple)
    index = value.items[0]
    assert isinstance(index, Index)
    assert index.span == span(2, 3, 2, 9)
    assert isinstance(index.object, GetAttr)
    assert (index.object.span, index.object.name_span) == (span(2, 3, 2, 6), span(2, 5, 2, 6))


def test_keywords_are_names_where_names_stand() -> None:
    found = body("in = 1\nfor = 2\ntrue = 3\nnull {\n}\nif x {}\n")
    assert [attribute.name for attribute in found.attributes] == ["in", "for", "true"]
    assert [part.type for part in found.blocks] == ["null", "if"]


def test_comments_may_stand_almost_anywhere() -> None:
    found = body(
        "# a\na /* b */ = /* c */ 1 // d\n"
        'b /* e */ "c" /* f */ { # g\n /* h */ d /* i */ = 2 /* j */\n}\n/* k */ c = 3 # end'
    )
    assert [attribute.name for attribute in found.attributes] == ["a", "c"]
    assert [attribute.name for attribute in found.blocks[0].body.attributes] == ["d"]


def test_a_variables_file() -> None:
    found = body('a = "b"\nc = {\n  d = [1]\n}\n')
    assert [attribute.name for attribute in found.attributes] == ["a", "c"]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment", "a {}", "a { b = 1 }", "a { b = [\n1\n] }", "a {\n}"])
def test_small_files(text: str) -> None:
    assert isinstance(body(text), Body)


def test_an_error_comes_with_its_place_and_help() -> None:
    with pytest.raises(HclError) as caught:
        body("a = 1\n\na = 2\n")
    error = caught.value
    assert str(error) == "main.tf:3:1: Attribute redefined"
    assert "line 1" in error.help
