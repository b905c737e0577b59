from __future__ import annotations

from collections.abc import Callable

import pytest

Tree = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("1 + 2 * 3 % 4", "(1 + ((2 * 3) % 4))"),
        ("a || b && c == d < e + f * -g", "(a || (b && (c == (d < (e + (f * (-g)))))))"),
        ("!a == b", "((!a) == b)"),
        ("-a.b[0]", "(-a.b[0])"),
        ("!!a", "(!(!a))"),
        ("--1", "(-(-1))"),
        ("1 - -1", "(1 - (-1))"),
        ("1 -1", "(1 - 1)"),
        ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
        ("a ? b ? 1 : 2 : 3", "(a ? (b ? 1 : 2) : 3)"),
        ("a || b ? c + 1 : d", "((a || b) ? (c + 1) : d)"),
        ("(a + b) * c", "(<(a + b)> * c)"),
        ("1e3 + 1.50 + 01", "((1E+3 + 1.50) + 1)"),
    ],
)
def test_operators_bind_as_in_terraform(tree: Tree, text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b.c", "a.b.c"),
        ("a.true.null.for.if", "a.true.null.for.if"),
        ("a . b", "a.b"),
        ('a["b"][0]', "a['b'][0]"),
        ("a[b.c]", "a[b.c]"),
        ("a.0.b", "a.0.b"),
        ("f(1).x[0]", "f(1).x[0]"),
        ('{a = 1}["a"]', "{'a'=1}['a']"),
        ("[1, 2][0]", "[1, 2][0]"),
        ("(a\n.b)", "<a.b>"),
        ("a-b.c_d", "a-b.c_d"),
        ("größe.é", "größe.é"),
    ],
)
def test_traversals(tree: Tree, text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a[*].b", "(a[*]: @.b)"),
        ("a[ * ].b[0].c", "(a[*]: @.b[0].c)"),
        ("a.*.b.c", "(a.*: @.b.c)"),
        ("a.*.b[0].c", "(a.*: @.b)[0].c"),
        ("a.*.0.b", "(a.*: @.0.b)"),
        ("a[*].b[*].c", "(a[*]: (@.b[*]: @.c))"),
        ("a[*].b.*.c", "(a[*]: (@.b.*: @.c))"),
        ("a.*.b[*].c", "((a.*: @.b)[*]: @.c)"),
        ("a.*.b[0].*.c", "((a.*: @.b)[0].*: @.c)"),
        ("(a[*].b)[0]", "<(a[*]: @.b)>[0]"),
        ("a.b[*]", "(a.b[*]: @)"),
        ("2 * a[*].b", "(2 * (a[*]: @.b))"),
    ],
)
def test_splats_reach_as_far_as_in_terraform(tree: Tree, text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "[]"),
        ("[1, 2,]", "[1, 2]"),
        ("[\n  1,\n\n  # one\n  2, // two\n]", "[1, 2]"),
        ("[a\n[0]]", "[a[0]]"),
        ("{}", "{}"),
        ("{ a = 1, b : 2, }", "{'a'=1, 'b'=2}"),
        ("{\n a = 1\n\n # c\n b = 2,\n c = 3\n}", "{'a'=1, 'b'=2, 'c'=3}"),
        ("{a = {\n b = 1 }\n c = 2}", "{'a'={'b'=1}, 'c'=2}"),
        ("{ true = 1, null = 2, if = 3, in = 4, for2 = 5 }", "{'true'=1, 'null'=2, 'if'=3, 'in'=4, 'for2'=5}"),
        (
            '{ "a" = 1, "a${b}" = 2, (a) = 3, 1.5 = 4, a-b = 5, -1 = 6 }',
            "{'a'=1, 'a${b}'=2, <a>=3, 1.5=4, 'a-b'=5, (-1)=6}",
        ),
        ("{ a.b = 1, f(x) = 2 }", "{a.b=1, f(x)=2}"),
        ("{ a = [\n1,\n2\n]\n b = f(\n1\n) }", "{'a'=[1, 2], 'b'=f(1)}"),
        ("{ a = x\n  -1 = 2 }", "{'a'=x, (-1)=2}"),
        ("{ a = 1 /* c */\n /* d */ b = 2 }", "{'a'=1, 'b'=2}"),
    ],
)
def test_collections(tree: Tree, text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f()", "f()"),
        ("f(\n)", "f()"),
        ("f (1, 2,)", "f(1, 2)"),
        ("f(a, b...)", "f(a, b...)"),
        ("f(\n  a,\n  b\n)", "f(a, b)"),
        ("core::merge({})", "core::merge({})"),
        ("provider :: aws :: arn_parse(x)", "provider::aws::arn_parse(x)"),
        ("f(<<E\nx\nE\n, 1)", "f('x\n', 1)"),
    ],
)
def test_calls(tree: Tree, text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[for x in y : x]", "[for None,x in y: x]"),
        ("[for i, x in y : x if x != i]", "[for i,x in y: x if (x != i)]"),
        ("[\nfor x\nin y\n:\nx\nif z\n]", "[for None,x in y: x if z]"),
        ("{for k, v in y : k => v}", "{for k,v in y: k => v}"),
        ("{for k, v in y\n: k\n=> v... if k}", "{for k,v in y: k => v... if k}"),
        ("[for in in in : in]", "[for None,in in in: in]"),
        ("[for x in [for y in z : y] : {\n a = x\n b = 1\n}]", "[for None,x in [for None,y in z: y]: {'a'=x, 'b'=1}]"),
        ("[for x in a ? b : c : x]", "[for None,x in (a ? b : c): x]"),
        ("a[for]", "a[for]"),
    ],
)
def test_for(tree: Tree, text: str, expected: str) -> None:
    assert tree(text) == expected
