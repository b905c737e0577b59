"""The report for people, to the character."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from assumelint.coverage import Coverage
from assumelint.model import Finding, Label, Severity
from assumelint.report import Report
from assumelint.report.full import render
from assumelint.text import Span
from assumelint.text.code import Code

LOOKED = Coverage(roles=2, web_identity=1)

WHOLE = """\
error[wrong-audience]: no GitHub token for AWS has the audience "sts.amazon.com"
 --> infra/ci.tf:3:15
  |
3 |     values = ["sts.amazon.com"]
  |               ^^^^^^^^^^^^^^^^ every call ends in AccessDenied
  |
 ::: infra/oidc.tf:1:19
1 | client_id_list = ["sts.amazonaws.com"]
  |                   ------------------- the provider accepts this one
  = role  aws_iam_role.deploy
  = fix   values = ["sts.amazonaws.com"]
  = docs  https://example.com/rules.md#wrong-audience

1 error. 2 roles, 1 of them trusts a web identity.
"""


def frame(finding: Finding, code: Code) -> list[str]:
    return render(Report([finding], code, LOOKED), colour=False).splitlines()


def at(line: int, column: int, end_line: int, end_column: int, file: str = "a.tf") -> Span:
    return Span(file, line, column, end_line, end_column)


def bare(span: Span, label: str = "here", related: tuple[Label, ...] = ()) -> Finding:
    return Finding("any-ref", Severity.NOTE, "message", span, label=label, related=related)


def test_a_finding_with_everything(finding: Finding, code: Code) -> None:
    assert render(Report([finding], code, LOOKED), colour=False) == WHOLE


def test_nothing_found(code: Code) -> None:
    assert render(Report([], code, LOOKED), colour=False) == "No findings. 2 roles, 1 of them trusts a web identity.\n"


def test_findings_are_apart_and_counted(finding: Finding, code: Code) -> None:
    worse = replace(finding, severity=Severity.WARNING)
    text = render(Report([finding, worse, worse], code, LOOKED), colour=False)
    assert text.endswith("\n\n1 error, 2 warnings. 2 roles, 1 of them trusts a web identity.\n")
    assert text.count("\n\n") == 3


def test_colour_paints_and_changes_nothing_else(finding: Finding, code: Code) -> None:
    import re

    painted = render(Report([finding], code, LOOKED), colour=True)
    assert "\x1b[1;31merror[wrong-audience]\x1b[0m" in painted
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == WHOLE


def test_line_numbers_share_one_width(file: Callable[[str, str], Code]) -> None:
    code = file("a.tf", "x\n" * 120)
    lines = frame(bare(at(120, 1, 120, 2), related=(Label(at(9, 1, 9, 2), "there"),)), code)
    assert lines[1:9] == [
        "   --> a.tf:120:1",
        "    |",
        "  9 | x",
        "    | - there",
        "...",
        "120 | x",
        "    | ^ here",
        "",
    ]


def test_two_marks_on_one_line_show_it_once(file: Callable[[str, str], Code]) -> None:
    code = file("a.tf", "key = value\n")
    lines = frame(bare(at(1, 7, 1, 12), related=(Label(at(1, 1, 1, 4), "the key"),)), code)
    assert lines[3:6] == ["1 | key = value", "  |       ^^^^^ here", "  | --- the key"]


def test_wide_characters_combining_ones_and_tabs_keep_the_marks_in_place(file: Callable[[str, str], Code]) -> None:
    code = file("a.tf", '\tx = "東京", "e\u0301", "bad"\n')
    column = len('\tx = "東京", "e\u0301", ') + 1
    lines = frame(bare(at(1, column, 1, column + 5)), code)
    assert lines[3] == '1 |     x = "東京", "e\u0301", "bad"'
    assert lines[4] == "  |" + " " * (1 + len('    x = "----", "e", ')) + "^^^^^ here"


def test_a_long_line_is_cut_around_the_mark(file: Callable[[str, str], Code]) -> None:
    code = file("a.tf", "a" * 500 + "BAD" + "b" * 500 + "\n")
    lines = frame(bare(at(1, 501, 1, 504)), code)
    assert lines[3] == "1 | ..." + "a" * 40 + "BAD" + "b" * 71 + "..."
    assert lines[4] == "  |    " + " " * 40 + "^^^ here"


def test_a_mark_longer_than_the_line_ends_with_it(file: Callable[[str, str], Code]) -> None:
    code = file("a.tf", "a" * 500 + "\n")
    lines = frame(bare(at(1, 1, 1, 501)), code)
    assert lines[3] == "1 | " + "a" * 114 + "..."
    assert lines[4] == "  | " + "^" * 117 + " here"


def test_a_place_over_several_lines_is_marked_on_its_first(file: Callable[[str, str], Code]) -> None:
    code = file("a.tf", "x = {\n  y\n}\n")
    assert frame(bare(at(1, 5, 3, 2)), code)[3:5] == ["1 | x = {", "  |     ^ here"]


@pytest.mark.parametrize("span", [at(1, 4, 1, 4), at(1, 9, 1, 12)])
def test_a_place_behind_the_end_of_a_line_has_a_mark_all_the_same(span: Span, file: Callable[[str, str], Code]) -> None:
    assert frame(bare(span), file("a.tf", "abc\n"))[4] == "  |    ^ here"


@pytest.mark.parametrize("span", [at(7, 1, 7, 2), at(1, 1, 1, 2, "gone.tf")])
def test_a_place_that_cannot_be_shown_is_still_named(span: Span, file: Callable[[str, str], Code]) -> None:
    lines = frame(bare(span), file("a.tf", "abc\n"))
    assert lines[1:3] == [f" --> {span.file}:{span.line}:1", "  |"]


def test_crlf_and_a_byte_order_mark_do_not_show(file: Callable[[str, str], Code]) -> None:
    assert frame(bare(at(1, 1, 1, 2)), file("a.tf", "\ufeffx\r\n"))[3:5] == ["1 | x", "  | ^ here"]


def test_a_help_of_several_lines_stays_in_its_column(file: Callable[[str, str], Code]) -> None:
    finding = replace(bare(at(1, 1, 1, 2)), help="one\n  two", role="r")
    assert frame(finding, file("a.tf", "x\n"))[5:8] == ["  = role  r", "  = fix   one", "            two"]


def test_a_witness_is_a_token_that_gets_in(file: Callable[[str, str], Code]) -> None:
    finding = replace(bare(at(1, 1, 1, 2)), witness={"aud": "sts", "sub": "repo:acme-evil/x"})
    assert frame(finding, file("a.tf", "x\n"))[5:7] == [
        "  = token  repo:acme-evil/x would be let in",
        "           with aud sts",
    ]
    finding = replace(bare(at(1, 1, 1, 2)), witness={"aud": "sts"})
    assert "  = token  aud sts would be let in" in frame(finding, file("a.tf", "x\n"))


def test_a_mark_outside_the_cut_of_a_long_line_has_a_line_of_its_own(file: Callable[[str, str], Code]) -> None:
    code = file("a.tf", "a" * 300 + "\n")
    lines = frame(bare(at(1, 1, 1, 2), related=(Label(at(1, 300, 1, 301), "the end"),)), code)
    assert [line[:4] for line in lines[3:7]] == ["1 | ", "  | ", "1 | ", "  | "]
    assert lines[5].endswith("aaa")
    assert lines[6].endswith("- the end")
