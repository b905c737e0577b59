"""A document taken from a value is the one that reading the value's JSON text gives, places and holes included."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.sources.read.json import parse_json
from assumelint.sources.terraform.lang.values.documents import to_node
from assumelint.sources.terraform.lang.values.json_round_trip import as_read_again
from assumelint.sources.terraform.lang.values.json_text import encode_json
from assumelint.sources.terraform.lang.values.value import Value

TAKEN = [
    '{ Version = "2012-10-17", Statement = [] }',
    '{ a = { b = [1, true, null, "x"] }, c = "" }',
    '{ Statement = [{ Sid = "", Condition = { StringEquals = { "${var.host}:aud" = ["a", "b-${var.x}-c"] } } }] }',
    '{ a = var.x, b = [var.x, "y", var.z] }',
    '{ (var.key) = "v", (var.other) = [var.x] }',
    'merge({ a = "b" }, var.more)',
    'tomap({ b = "1", a = "2" })',
    "{ a = 1.5 }",
]
READ = ['{ a = "<b>" }', '{ a = "é" }', "{ a = 123456789012345678901 }", '{ a = "x\\ny" }']


@pytest.mark.parametrize("expression", TAKEN)
def test_what_is_taken_is_what_would_be_read(value: Callable[[str], Value], expression: str) -> None:
    found = value(expression)
    assert as_read_again(to_node(found)) == parse_json(encode_json(found))


@pytest.mark.parametrize("expression", READ)
def test_what_changes_on_the_way_is_left_to_the_reader(value: Callable[[str], Value], expression: str) -> None:
    assert as_read_again(to_node(value(expression))) is None


def test_nesting_is_bounded(value: Callable[[str], Value]) -> None:
    assert as_read_again(to_node(value('{ a = "b" }')), depth=1_000) is None
