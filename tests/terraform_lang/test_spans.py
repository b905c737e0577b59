"""Places survive: every character of a result points at the token that it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assumelint.sources.read.json import parse_json
from assumelint.sources.terraform.lang.values.value import ObjectValue, StringValue, Value
from assumelint.text import Span, Text
from assumelint.text.document import Mapping, Node, Sequence

Evaluate = Callable[[str], Value]


def cut(source: str, span: Span) -> str:
    """What stands in the source at a span."""
    lines = source.split("\n")[span.line - 1 : span.end_line]
    if len(lines) == 1:
        return lines[0][span.column - 1 : span.end_column - 1]
    return "\n".join([lines[0][span.column - 1 :], *lines[1:-1], lines[-1][: span.end_column - 1]])


def text(value: Value) -> Text:
    assert isinstance(value, StringValue)
    return value.text


def document(source: str, value: Evaluate) -> Node:
    return parse_json(text(value(source)))


POLICY = """jsonencode({
  Version = "2012-10-17"
  Statement = [{
    Effect = "Allow"
    "Action" = ["sts:AssumeRoleWithWebIdentity"]
    Condition = { StringEquals = { "${var.host}:sub" = "repo:a/${var.x}<b>\\"" } }
  }]
})"""


def test_json_points_at_the_tokens_of_the_object(value: Evaluate) -> None:
    root = document(POLICY, value)
    assert isinstance(root, Mapping)
    keys = {str(key): cut(POLICY, key.span) for key, _ in root.entries}
    assert keys == {"Version": "Version", "Statement": "Statement"}
    version = root.get("Version")
    assert isinstance(version, Text)
    assert cut(POLICY, version.span) == '"2012-10-17"'
    assert cut(POLICY, version.span_of(5, 7)) == "10"
    assert cut(POLICY, root.span) == POLICY.removeprefix("jsonencode(").removesuffix(")")


def test_json_points_inside_strings_with_holes_and_escapes(value: Evaluate) -> None:
    root = document(POLICY, value)
    assert isinstance(root, Mapping)
    statements = root.get("Statement")
    assert isinstance(statements, Sequence)
    statement = statements.items[0]
    assert isinstance(statement, Mapping)
    assert [cut(POLICY, key.span) for key, _ in statement.entries] == ['"Action"', "Condition", "Effect"]
    condition = statement.get("Condition")
    assert isinstance(condition, Mapping)
    block = condition.entries[0][1]
    assert isinstance(block, Mapping)
    key, subject = block.entries[0]
    assert isinstance(subject, Text)
    assert cut(POLICY, key.span) == '"${var.host}:sub"'
    assert cut(POLICY, key.span_of(1)) == ":sub"
    assert cut(POLICY, subject.span) == '"repo:a/${var.x}<b>\\""'
    flat = subject.flat
    assert cut(POLICY, subject.span_of(flat.index("b>"), flat.index("b>") + 1)) == "b"
    assert cut(POLICY, subject.span_of(flat.index('"'))) == '\\"'


@pytest.mark.parametrize(
    ("source", "part", "place"),
    [
        ('trimprefix("https://a.io/x", "https://")', "a.io", "a.io"),
        ('replace("https://a.io/x", "https://", "")', "io/x", "io/x"),
        ('join(":", ["repo", "acme/app", "*"])', "acme", "acme"),
        ('format("repo:%s:*", "acme/app")', "app", "app"),
        ('format("repo:%s:*", "acme/app")', "repo:", "repo:"),
        ('split(":", "a:bcd")[1]', "cd", "cd"),
        ('substr("repo:acme", 5, -1)', "acme", "acme"),
        ('"${"in"}ner"', "in", "in"),
        ('element(["a", "bc"], 1)', "c", "c"),
        ('regex("repo:(.*)", "repo:acme")[0]', "acme", "acme"),
        ('replace("repo:acme", "/repo:/", "x")', "acme", "acme"),
        ('try({}.a, "fall")', "all", "all"),
        ('{ for k in ["key"] : k => "v" }["key"]', "v", "v"),
        ('jsondecode("{\\"a\\": \\"bcd\\"}").a', "bc", "bc"),
        ('yamldecode("a: bcd").a', "bc", "bc"),
        ("yamldecode(\"a: 'bcd'\").a", "cd", "cd"),
        ('merge({ a = "x" }, { a = "yz" }).a', "z", "z"),
        ('lower("repo:ACME")', "acme", "repo:ACME"),
        ('lower("repo")', "ep", "ep"),
        ('upper("a")', "A", "a"),
        ('sort(["b", "ac"])[0]', "c", "c"),
        ('flatten([["ab"]])[0]', "b", "b"),
        ('one(["ab"])', "b", "b"),
        ('true ? "ab" : "c"', "b", "b"),
        ('trimspace("  ab  ")', "ab", "ab"),
        ('trim("/ab/", "/")', "ab", "ab"),
        ('chomp("ab\\n")', "ab", "ab"),
    ],
)
def test_a_part_of_a_string_points_at_its_characters(value: Evaluate, source: str, part: str, place: str) -> None:
    found = text(value(source))
    start = found.flat.index(part)
    assert cut(source, found.span_of(start, start + len(part))) == place


def test_a_literal_starts_at_its_quote(value: Evaluate) -> None:
    source = '["a", "bc"][1]'
    assert cut(source, text(value(source)).span) == '"bc"'


def test_files_point_into_the_file(world: Any, value: Evaluate) -> None:
    world.texts = {"policy.json": '{\n  "Version": "2012-10-17"\n}'}
    root = parse_json(text(value('file("policy.json")')))
    assert isinstance(root, Mapping)
    version = root.get("Version")
    assert isinstance(version, Text)
    assert (version.span.file, version.span.line, version.span.column) == ("policy.json", 2, 14)


def test_templates_point_into_the_file_and_at_the_variable(world: Any, value: Evaluate) -> None:
    world.texts = {"t.tpl": "first\nrepo:${org}/app"}
    source = 'templatefile("t.tpl", { org = "acme" })'
    found = text(value(source))
    assert found.literal == "first\nrepo:acme/app"
    assert found.span_of(6, 10) == Span("t.tpl", 2, 1, 2, 5)
    assert cut(source, found.span_of(11, 15)) == "acme"


def test_a_key_written_twice_is_told(world: Any, value: Evaluate) -> None:
    source = '{ a = 1, "b" = 2, a = 3 }'
    assert isinstance(value(source), ObjectValue)
    [(lost, winning)] = world.lost
    assert (lost.span.column, winning.span.column) == (3, 19)


def test_decoded_json_encodes_to_the_same_places(value: Evaluate) -> None:
    source = 'jsonencode(jsondecode("{\\"Statement\\": [\\"a\\"]}"))'
    root = document(source, value)
    assert isinstance(root, Mapping)
    assert cut(source, root.entries[0][0].span) == '\\"Statement\\"'
