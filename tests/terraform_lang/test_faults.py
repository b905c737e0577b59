"""What Terraform refuses, in its words and at its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Refused = Callable[[str], tuple[str, int]]


@pytest.mark.parametrize(
    ("expression", "message", "column"),
    [
        ("[1, 2][5]", "Invalid index: The given key does not identify an element", 8),
        ("{ a = 1 }.b", 'Unsupported attribute: This object does not have an attribute named "b"', 11),
        ("tomap({ a = 1 }).b", 'Missing map element: This map does not have an element with the key "b"', 18),
        ('"x".y', "Unsupported attribute: Can't access attributes on a primitive-typed value (string)", 5),
        ('tolist([{ a = 1 }]).a', "Unsupported attribute: Can't access attributes on a list of objects", 21),
        ("null.a", "Attempt to get attribute from null value", 6),
        ('"a${null}"', "Invalid template interpolation value: The expression result is null", 3),
        ('"a${[1]}"', "Invalid template interpolation value: Cannot include the given value", 3),
        ("true ? [] : 1", "Inconsistent conditional result types: The true and false result expressions", 8),
        ('"x" ? 1 : 2', "Incorrect condition type: The condition expression must be of type bool", 1),
        ("null ? 1 : 2", "Null condition: The condition value is null", 1),
        ("[for x in 5 : x]", "Iteration over non-iterable value: A value of type number", 11),
        ('{ for x in ["a", "a"] : x => 1 if true }', "Duplicate object key", 25),
        ('{ for x in ["a", "b"] : "k" => 1 }', 'Duplicate object key: Two different items produced the key "k"', 25),
        ("{ (null) = 1 }", "Null value as key", 3),
        ("{ ([]) = 1 }", "Incorrect key type: Can't use this value as a key: string required", 3),
        ('1 + "x"', "Invalid operand: Unsuitable value for right operand: a number is required", 5),
        ("1 + null", "Operation failed: Error during operation: argument must not be null", 1),
        ("nosuch(1)", 'Call to unknown function: There is no function named "nosuch"', 1),
        ('uper("a")', 'Did you mean "upper"?', 1),
        ("upper()", 'Function "upper" expects 1 argument(s). Missing value for "str"', 7),
        ('upper("a", "b")', 'Too many function arguments: Function "upper" expects only 1 argument(s)', 12),
        ("upper([])", 'Invalid function argument: Invalid value for "str" parameter: string required', 7),
        ("upper(null)", 'Invalid value for "str" parameter: argument must not be null', 7),
        ('regex("[", "a")', "missing closing ]", 7),
        ('regex("(?=a)", "a")', "invalid or unsupported Perl syntax", 7),
        ("max(1...)", "Invalid expanding argument value", 5),
        ('file("nope.json")', "no file exists at nope.json", 6),
        ('templatefile("t", {})', 'vars map does not contain key "x"', 19),
        ("var", "Invalid reference", 1),
        ('tobool("yes")', 'cannot convert "yes" to bool; only the strings "true" or "false" are allowed', 8),
        ('try(upper([]), {}.a)', "no expression succeeded", 1),
    ],
)  # fmt: skip
def test_faults(world: Any, refused: Refused, expression: str, message: str, column: int) -> None:
    world.texts = {"t": "${x}"}
    if expression == "var":
        world.resolve = lambda reference: None
    found, place = refused(expression)
    assert message in found
    assert place == column


def test_a_file_that_may_not_be_read_is_a_hole(shown: Callable[[str], str]) -> None:
    assert shown('file("../../etc/passwd")') == '"${file("../../etc/passwd")}"'
    assert shown('file("~/x")').startswith('"${')
    assert shown('abspath("x")') == '"${path.cwd}/x"'


def test_files_below_the_working_directory_are_found(world: Any, shown: Callable[[str], str]) -> None:
    world.texts = {"./p.json": "{}", "p.json": "[]", "d/a.json": "", "d/e/b.json": "", "d/c.txt": ""}
    assert shown('file("${abspath(".")}/p.json")') == '"{}"'
    assert shown('fileset("d", "*.json")') == '["a.json"]'
    assert shown('fileset("d", "**/*.json")') == '["a.json","e/b.json"]'
    assert shown('fileset("d", "{a,c}.*")') == '["a.json","c.txt"]'
    assert shown('fileexists("p.json")') == "true"
    assert shown('filemd5("p.json")') == '"d751713988987e9331980363e24189ce"'


def test_templates_see_only_their_variables(world: Any, shown: Callable[[str], str], refused: Refused) -> None:
    world.texts = {
        "list.tpl": "%{ for r in repos ~}\nrepo:${r}\n%{ endfor ~}\n",
        "loop.tpl": '${templatefile("loop.tpl", {})}',
    }
    assert shown('templatefile("list.tpl", { repos = ["a", "b"] })') == '"repo:a\\nrepo:b\\n"'
    assert "cannot recursively call templatefile" in refused('templatefile("loop.tpl", {})')[0]
    assert shown("templatestring(var.template, {})") == "${templatestring(var.template, …)}"
