"""Text from files never reaches a terminal or a log raw, in any format."""

import importlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.coverage import Coverage
from assumelint.model import Finding, Label, Severity
from assumelint.report import FORMATS, Report, summary
from assumelint.report.style import inert, safe
from assumelint.text import Span
from assumelint.text.code import Code

LOOKED = Coverage(roles=2, web_identity=1)

HOSTILE = (
    "\x1b[2J\x1b]8;;https://evil.example\x07\u202egnp\u2066\r\n"
    "::error::pwned\n  ::stop-commands::x\n##[add-mask]a\x9b1m"
)


def hostile() -> Finding:
    return Finding(
        rule="any-ref",
        severity=Severity.ERROR,
        message=HOSTILE,
        span=Span("::error::a.tf", 1, 1, 1, 2),
        role=HOSTILE,
        label=HOSTILE,
        related=(Label(Span("::error::a.tf", 1, 1, 1, 2), HOSTILE),),
        witness={"sub": HOSTILE, "x": HOSTILE},
        help=HOSTILE,
    )


@pytest.mark.parametrize("output_format", FORMATS)
def test_no_format_passes_hostile_text_on(output_format: str, file: Callable[[str, str], Code]) -> None:
    code = file("::error::a.tf", HOSTILE)
    render = importlib.import_module(f"assumelint.report.{output_format}").render
    text = render(Report([hostile()], code, LOOKED), colour=False)
    assert not set(text) & set("\x1b\x07\x9b\r\u202e\u2066")
    assert "##[" not in text
    commands = [
        line for line in text.splitlines() if line.lstrip().startswith("::") and not line.lstrip().startswith("::: ")
    ]
    # The only commands are our own annotations, one for the finding.
    assert len(commands) == (output_format == "github")
    assert all(
        line.startswith("::error title=assumelint (any-ref),file=\\x3a%3Aerror%3A%3Aa.tf,line=1") for line in commands
    )


def test_the_summary_takes_no_markup() -> None:
    text = summary.render([hostile()], LOOKED)
    row = text.splitlines()[-1]
    assert "\x1b" not in text
    assert row.count(" | ") == 4
    assert "[2J" not in row.replace("\\[2J", "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  ::error::x", "  \\x3a:error::x"),
        ("::: a.tf:1:1", "::: a.tf:1:1"),
        ("a ##[group]b", "a ##\\x5bgroup]b"),
        ("repo:a/b::c", "repo:a/b::c"),
    ],
)
def test_workflow_commands_are_defused(line: str, expected: str) -> None:
    assert inert(line) == expected


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_safe_text_is_printable_and_one_line(text: str) -> None:
    assert len(safe(text).splitlines()) <= 1
    assert safe(safe(text)) == safe(text)


def test_readable_text_stays_as_it_is() -> None:
    assert safe('repo:acme/"ünï" 東京 🙂 e\u0301') == 'repo:acme/"ünï" 東京 🙂 e\u0301'
