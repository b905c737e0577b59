"""Expected values come from `terraform console` 1.11."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.sources.terraform.syntax import HclError, SourceText, parse_expression, parse_template
from assumelint.sources.terraform.syntax.ast import Interpolation, Template
from assumelint.text import Piece, Span, Text

Tree = Callable[[str], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('""', "''"),
        ('"a${b}c"', "'a${b}c'"),
        ('"${b}"', "'${b}'"),
        (r'"\n\t\r\"\\"', "'\n\t\r\"\\'"),
        (r'"\u00e9\U0001F600"', "'é\U0001f600'"),
        ('"$$ % $ %%"', "'$$ % $ %%'"),
        ('"a$${b} %%{c}"', "'a${b} %{c}'"),
        ('"$$${1}"', "'$${1}'"),
        ('"$$$$${1}"', "'$$$${1}'"),
        ('"${"a"}$"', "'${'a'}$'"),
        ('"${f("}")}"', "'${f('}')}'"),
        ('"${{ a = "}" }.a}"', "'${{'a'='}'}.a}'"),
        ('"x ${\n y # }\n} z"', "'x ${y} z'"),
        ('"a ${~ "x" ~} b"', "'a${'x'}b'"),
        (r'"a \n ${~ x ~} \t b"', "'a${x}b'"),
        ('"a %{ if c ~} x %{ else ~} y %{ endif ~}  b"', "'a %if c(x |y )b'"),
        ('"%{for k, v in m}${k}=${v};%{endfor}"', "'%for k,v in m(${k}=${v};)'"),
        ('"%{ if a }%{ if b }1%{ else }2%{ endif }%{ else }3%{ endif }"', "'%if a(%if b(1|2)|3)'"),
        ('"%{\nfor\nx\nin\ny\n}a%{\nendfor\n}"', "'%for None,x in y(a)'"),
        ('"%{\nif\nx\n}a%{ else\n}b%{ endif }"', "'%if x(a|b)'"),
        ('"[${"${"${x}"}"}]"', "'[${'${'${x}'}'}]'"),
    ],
)
def test_quoted(tree: Tree, text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<E\nE\n", "''"),
        ("<<E\na\n  b\nE\n", "'a\n  b\n'"),
        ("<<_E-1\na\n   _E-1  \t\n", "'a\n'"),
        ("<<É\na\nÉ\n", "'a\n'"),
        ("<<E\nE.\n E E\nE\n", "'E.\n E E\n'"),
        ("<<E\r\na\r\nE\r\n", "'a\r\n'"),
        ('<<E\n\\n "q" $${a} $$${1} %%{b}\nE\n', "'\\n \"q\" ${a} $${1} %{b}\n'"),
        ("<<-E\n    a\n      b\n\n   c\n   E\n", "' a\n   b\n\nc\n'"),
        ("<<-E\n\n    a\n\t b\n   E\n", "'\n  a\nb\n'"),
        ("<<-E\n  a\n     \n  E\n", "'a\n     \n'"),
        ('<<-E\n    a ${"x"}\n  ${"y"} b\n   E\n', "'  a ${'x'}\n${'y'} b\n'"),
        ('<<-E\n    ${"x"}\n${"y"}\n   E\n', "'    ${'x'}\n${'y'}\n'"),
        ('<<-E\n    ${~ "x" ~}\n    b\n   E\n', "'${'x'}    b\n'"),
        ("<<E\n  %{ for x in y ~}\n  - ${x}\n  %{ endfor ~}\nE\n", "'  %for None,x in y(  - ${x}\n  )'"),
        ("<<E\n${f(<<F\nx\nF\n)}\nE\n", "'${f('x\n')}\n'"),
        ("<<E\n${f({\n  a = 1\n})}\nE\n", "'${f({'a'=1})}\n'"),
    ],
)
def test_heredocs(tree: Tree, text: str, expected: str) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  \n  ${~ x ~}  \n  b", ["a  \n", "", None, "", "  b"]),
        ("%{ if a ~}\nx\n%{ endif ~}\ny", [None, "", "y"]),
        ("<<E\n${x}\nE\n", ["<<E\n", None, "\n", "E\n"]),
        ('\\n "q" $${x}', ['\\n "q" ', "${", "x}"]),
        ("${x}", [None]),
        ("  ${~ x ~}  ", ["", None, ""]),
        ("", []),
    ],
)
def test_template_files(text: str, expected: list[str | None]) -> None:
    parts = parse_template(SourceText("t.tftpl", text)).parts
    assert [part.text if isinstance(part, Piece) else None for part in parts] == expected


def test_a_template_of_a_computed_text_points_at_its_origin() -> None:
    first = Piece("sub:", Span("a.tf", 3, 10, 3, 14))
    second = Piece(" ${x}", Span("b.tf", 7, 1, 7, 6))
    template = parse_template(Text((first, second), Span("a.tf", 3, 9, 3, 30)))
    assert isinstance(template.parts[2], Interpolation)
    assert template.parts[0] == first
    assert template.parts[1] == Piece(" ", Span("b.tf", 7, 1, 7, 2))
    assert template.parts[2].value.span == Span("b.tf", 7, 4, 7, 5)


def test_escapes_are_pieces_of_their_own_and_not_exact() -> None:
    template = parse_expression(SourceText("m.tf", r'"ab\ncd$${"'))
    assert isinstance(template, Template)
    assert template.parts == (
        Piece("ab", Span("m.tf", 1, 2, 1, 4)),
        Piece("\n", Span("m.tf", 1, 4, 1, 6), exact=False),
        Piece("cd", Span("m.tf", 1, 6, 1, 8)),
        Piece("${", Span("m.tf", 1, 8, 1, 11), exact=False),
    )


def test_the_margin_of_a_heredoc_moves_its_spans() -> None:
    template = parse_expression(SourceText("m.tf", "<<-E\n    a: ${x}\n      b\n  E\n"))
    assert isinstance(template, Template)
    assert template.heredoc
    assert template.span == Span("m.tf", 1, 1, 4, 4)
    first, hole, newline, last = template.parts
    assert first == Piece("a: ", Span("m.tf", 2, 5, 2, 8))
    assert isinstance(hole, Interpolation)
    assert hole.span == Span("m.tf", 2, 8, 2, 12)
    assert newline == Piece("\n", Span("m.tf", 2, 12, 3, 1))
    assert last == Piece("  b\n", Span("m.tf", 3, 5, 4, 1))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a ${b", "1:3: Unclosed template interpolation sequence"),
        ("a %{ if b }", "1:12: Unexpected end of template"),
        ('${"', "1:4: Invalid multi-line string"),
        ("${<<E\nx", "2:2: Unterminated template string"),
        ("%{ if a }%{ endfor }", "1:10: Unexpected endfor directive"),
        ("%{ if a }" * 101 + "%{ endif }" * 101, "1:901: Template nested too deeply"),
        ("${" + '"${' * 45 + "x" + '}"' * 45 + "}", "Template nested too deeply"),
    ],
)
def test_broken_template_files(text: str, error: str) -> None:
    with pytest.raises(HclError) as caught:
        parse_template(SourceText("t", text))
    assert error in str(caught.value)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a b", "1:3: Extra characters after expression"),
        ("a\n\n", None),
        ("a ~", "1:3: Unsupported operator"),
        ("1" + " + 1" * 600, "Expression nested too deeply"),
        ("!" * 200 + "a", "Expression nested too deeply"),
        ("[" * 201, "Expression nested too deeply"),
        ("a" + "[*]" * 60, "Expression nested too deeply"),
    ],
)
def test_expressions_on_their_own(text: str, error: str | None) -> None:
    if error is None:
        assert parse_expression(SourceText("t", text)).span == Span("t", 1, 1, 1, 2)
        return
    with pytest.raises(HclError) as caught:
        parse_expression(SourceText("t", text))
    assert error in str(caught.value)
