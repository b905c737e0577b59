from __future__ import annotations

import pytest

from assumelint.sources.terraform.syntax import (
    HclError,
    Outline,
    SourceText,
    members,
    parse_attribute,
    parse_block,
    top_level,
)
from assumelint.sources.terraform.syntax.ast import Name, Template
from assumelint.text import Span


def outline(text: str) -> Outline:
    return top_level(SourceText("main.tf", text))


def names(found: Outline) -> list[str]:
    return [".".join((entry.name, *entry.labels)) for entry in found.entries]


MESSY = """\
# resource "commented" "out" {
/* resource "also" "out" {
*/
locals { a = "}" }
resource "a" b /* and */ "c" { // {
  text = "} ${f("}", {x = "}"})} }"   # }
  html = <<EOF
}
  ${f(<<INNER
}
INNER
)}
EOF.
   EOF\t
  nested {
  }
}
data "x" "y" {}
größe "é" {
}
"""


def test_blocks_are_found_among_strings_comments_and_heredocs() -> None:
    found = outline(MESSY)
    assert not found.errors
    assert names(found) == ["locals", "resource.a.b.c", "data.x.y", "größe.é"]


def test_an_entry_knows_its_place() -> None:
    source = SourceText("main.tf", MESSY)
    role = top_level(source).entries[1]
    assert role.header(source) == Span("main.tf", 5, 1, 5, 29)
    assert role.text(source).startswith('resource "a" b')
    assert role.text(source).endswith("  }\n}")


def test_members_of_locals_parse_one_by_one() -> None:
    source = SourceText(
        "main.tf",
        'locals {\n  a = {\n    x = 1\n  }\n  b = [ # c\n    "]",\n  ] # d\n\n'
        "  bad = = 1\n  c = <<E\nb = 2\nE\n  d = a\n}\n",
    )
    found = members(source, top_level(source).entries[0])
    assert names(found) == ["a", "b", "bad", "c", "d"]
    assert not found.errors
    last = parse_attribute(source, found.entries[4])
    assert last.value == Name("a", Span("main.tf", 13, 7, 13, 8))
    with pytest.raises(HclError, match="9:9: Invalid expression"):
        parse_attribute(source, found.entries[2])


def test_a_member_that_is_set_twice_is_an_error() -> None:
    source = SourceText("main.tf", "locals {\n  a = 1\n  b = 2\n  a = 3\n}\n")
    found = members(source, top_level(source).entries[0])
    assert [str(error) for error in found.errors] == ["main.tf:4:3: Attribute redefined"]
    assert "line 2" in found.errors[0].help


BROKEN = [
    'resource "a" "broken" {\n  name = "x\n}\n',
    'resource "a" "broken" {\n  name = <<EOF\n}\n',
    'resource "a" "broken" {\n  name = {\n',
    'resource "a" "broken" {\n  name = "${x"\n',
    "%%%\n",
    "}\n",
    'resource "a" "broken" {\n}}\n',
    'resource a {} resource "b" "c" {}\n',
    "a b\n",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_costs_only_itself(broken: str) -> None:
    first, last = 'resource "a" "first" {\n  b = 1\n}\n', 'resource "a" "last" {\n  b = "2"\n}\n'
    source = SourceText("main.tf", first + broken + last)
    found = top_level(source)
    assert names(found)[0] == "resource.a.first"
    assert names(found)[-1] == "resource.a.last"
    assert isinstance(parse_block(source, found.entries[-1]).body.attributes[0].value, Template)


@pytest.mark.parametrize("broken", [*BROKEN[1:5], *BROKEN[5:]])
def test_what_is_broken_is_said(broken: str) -> None:
    found = outline('resource "a" "first" {\n  b = 1\n}\n' + broken)
    assert len(found.errors) == 1
    assert found.errors[0].span.line >= 4


def test_crlf_byte_order_mark_and_code_points() -> None:
    source = SourceText.decode("main.tf", b'\xef\xbb\xbfa "b" {\r\n  c = "\xf0\x9f\x98\x80" + d\r\n}\r\n')
    block = parse_block(source, top_level(source).entries[0])
    assert block.type_span == Span("main.tf", 1, 1, 1, 2)
    value = block.body.attributes[0].value
    assert value.span == Span("main.tf", 2, 7, 2, 14)


def test_text_that_is_not_utf_8_is_an_error_at_its_place() -> None:
    with pytest.raises(HclError) as caught:
        SourceText.decode("main.tf", b"a = 1\nb = \xff\n")
    assert caught.value.span == Span("main.tf", 2, 5, 2, 5)


@pytest.mark.parametrize("text", ["locals { a = 1 }", "locals {\n  a = 1 # }\n}", "locals {\na = 1\n}\n"])
def test_a_member_ends_where_its_line_or_its_block_does(text: str) -> None:
    source = SourceText("main.tf", text)
    (entry,) = members(source, top_level(source).entries[0]).entries
    assert parse_attribute(source, entry).name == "a"
