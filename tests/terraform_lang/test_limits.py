"""Hostile expressions cost neither much time nor much memory: what is too large is a hole."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from assumelint.sources.terraform.lang.expressions.evaluate import evaluate
from assumelint.sources.terraform.lang.expressions.scope import EvalError, Scope
from assumelint.sources.terraform.lang.values.value import TupleValue, Unknown, Value
from assumelint.sources.terraform.syntax import SourceText, parse_expression
from assumelint.sources.terraform.syntax.ast import Expression, Name, Parentheses, Unary
from assumelint.text import Span

SPAN = Span("main.tf", 1, 1, 1, 2)


@pytest.mark.parametrize(
    "expression",
    [
        "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]",
        "setproduct(range(1000), range(1000), range(1000), range(1000))",
        'join("", [for a in range(1000) : join("", [for b in range(1000) : "xxxxxxxxxx"])])',
        'replace(join("", [for a in range(1000) : "aaaaaaaa"]), "a", join("", [for a in range(1000) : "bbbbbbbb"]))',
        'format("%999999s%999999s%999999s", "a", "b", "c")',
        'format("%99999999s", "a")',
        "indent(1000000000, \"a\\n\\n\")",
        "1e4000 * 1e4000 * 1e4000 * 1e4000 * 1e4000 * 1e4000",
        "pow(10, 400)",
        'tonumber("1e999999999")',
    ],
)  # fmt: skip
def test_large_results_are_holes(value: Callable[[str], Value], expression: str) -> None:
    start = time.process_time()
    assert isinstance(value(expression), Unknown)
    assert time.process_time() - start < 10


def test_aliases_do_not_explode(value: Callable[[str], Value]) -> None:
    levels = "\\n".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in pairwise("abcdefgh"))
    assert isinstance(value(f'yamldecode("a: &a [x,x,x,x,x,x,x,x,x]\\n{levels}")'), Unknown)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(.*)*x(.*)*y(.*)*z", "(a?){30}a{30}b", "^(([a-z])+.)+[A-Z]$"]
)
def test_patterns_do_not_hang(value: Callable[[str], Value], pattern: str) -> None:
    start = time.process_time()
    with contextlib.suppress(EvalError):
        assert isinstance(value(f'regex("{pattern}", "{"a" * 3000}b")'), Unknown)
    assert time.process_time() - start < 5


def test_doubling_stops(world: object) -> None:
    scope = Scope(world)  # type: ignore[arg-type]
    double = parse_expression(SourceText("main.tf", "[v, v]"))
    found: Value = TupleValue((), SPAN)
    for _ in range(60):
        found = evaluate(double, scope.child({"v": found}))
    assert isinstance(found, TupleValue | Unknown)


def test_depth_is_no_crash(world: object) -> None:
    deep: Expression = Name("v", SPAN)
    for _ in range(20_000):
        deep = Parentheses(deep, SPAN)
    assert isinstance(evaluate(deep, Scope(world)), Unknown)  # type: ignore[arg-type]
    nested: Expression = Name("v", SPAN)
    for _ in range(20_000):
        nested = Unary("!", nested, SPAN)
    assert isinstance(evaluate(nested, Scope(world)), Unknown)  # type: ignore[arg-type]


def test_long_sums_are_fine(shown: Callable[[str], str]) -> None:
    assert shown(" + ".join(["1"] * 400)) == "400"


def test_many_matches_are_quick(value: Callable[[str], Value]) -> None:
    start = time.process_time()
    value('replace(join("", [for a in range(1000) : "abcdefghijklmnopqrstuvwxyz"]), "/[a-z]/", "-")')
    value('split("a", join("", [for a in range(1000) : "ab"]))')
    assert time.process_time() - start < 5
