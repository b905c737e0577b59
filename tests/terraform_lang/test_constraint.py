"""Type constraints: what they accept, what they fill in, what they drop."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.sources.terraform.lang.expressions.scope import EvalError
from assumelint.sources.terraform.lang.expressions.type_constraint import read_constraint
from assumelint.sources.terraform.lang.values.convert import ConversionError
from assumelint.sources.terraform.lang.values.json_text import encode_json
from assumelint.sources.terraform.lang.values.value import Value
from assumelint.sources.terraform.syntax import SourceText, parse_expression


def applied(type: str, given: Value) -> str:
    return str(encode_json(read_constraint(parse_expression(SourceText("main.tf", type))).apply(given)))


@pytest.mark.parametrize(
    ("type", "given", "result"),
    [
        ("string", "5", '"5"'),
        ("number", '"5"', "5"),
        ("any", "[1]", "[1]"),
        ("list", '["a", 1]', '["a","1"]'),
        ("list(string)", "[1, true]", '["1","true"]'),
        ("set(string)", '["b", "a", "b"]', '["a","b"]'),
        ("map(number)", '{ a = "1" }', '{"a":1}'),
        ("tuple([string, number])", '[1, "2"]', '["1",2]'),
        ("object({ a = string })", "{ a = 1, b = 2 }", '{"a":"1"}'),
        ("object({ a = string, b = optional(number) })", "{ a = 1 }", '{"a":"1","b":null}'),
        ('object({ a = optional(string, "x"), b = optional(list(string), []) })', "{}", '{"a":"x","b":[]}'),
        ('object({ a = optional(string, "x") })', "{ a = null }", '{"a":"x"}'),
        ('map(object({ a = optional(string, "x") }))', "{ k = {}, l = { a = 1 } }", '{"k":{"a":"x"},"l":{"a":"1"}}'),
        ('list(object({ a = string, b = optional(string, "y") }))', '[{ a = 1 }, { a = "2", b = "z" }]',
         '[{"a":"1","b":"y"},{"a":"2","b":"z"}]'),
        ('object({ o = optional(object({ a = optional(string, "x") }), {}) })', "{}", '{"o":{"a":"x"}}'),
        ("map(any)", '{ a = 1, b = "x" }', '{"a":"1","b":"x"}'),
        ("list(any)", '[{ a = 1 }, { a = 2 }]', '[{"a":1},{"a":2}]'),
        ("object({ a = string })", 'tomap({ a = "x", b = "y" })', '{"a":"x"}'),
        ("object({ a = string })", "null", "null"),
        ("object({ a = list(string), b = string })", "{ a = var.list, b = var.b }", '{"a":${var.list},"b":"${var.b}"}'),
        ('object({ a = optional(string, "x") })', "var.object", "${var.object}"),
    ],
)  # fmt: skip
def test_values_are_made_to_fit(value: Callable[[str], Value], type: str, given: str, result: str) -> None:
    assert applied(type, value(given)) == result


@pytest.mark.parametrize(
    ("type", "given", "reason"),
    [
        ("number", '"x"', "a number is required"),
        ("bool", "5", "bool required, but have number"),
        ("string", "[]", "string required, but have tuple"),
        ("object({ a = string })", "{}", 'attribute "a" is required'),
        ("object({ a = string, b = string })", "{}", 'attributes "a" and "b" are required'),
        ("object({ a = list(string) })", '{ a = "x" }', 'attribute "a": list of string required'),
        ("map(string)", "{ a = [] }", 'element "a": string required'),
        ("list(any)", '["a", {}]', "all list elements must have the same type"),
        ("object({ a = string })", "tomap({ b = 1 })", 'map has no element for required attribute "a"'),
    ],
)
def test_values_that_do_not_fit_are_refused(value: Callable[[str], Value], type: str, given: str, reason: str) -> None:
    with pytest.raises(ConversionError) as caught:
        applied(type, value(given))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "type",
    [
        *("strin", '"string"', "list()", "list(string, string)", "object", "object([])", "tuple({})", "set", "5"),
        *("optional(string)", "object({ a = optional() })", "object({ a = string, a = string })"),
        *('object({ a = optional(number, "x") })', "object({ a = optional(string, var.x) })"),
    ],
)  # fmt: skip
def test_constraints_that_are_none(type: str) -> None:
    with pytest.raises(EvalError) as caught:
        read_constraint(parse_expression(SourceText("main.tf", type)))
    assert caught.value.span.file == "main.tf"
