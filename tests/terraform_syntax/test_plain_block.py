"""Blocks that are recognised as well-formed without being parsed: never one that the parser refuses."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.sources.terraform.syntax import HclError, SourceText, parse_block, top_level
from assumelint.sources.terraform.syntax.outline import outline
from assumelint.sources.terraform.syntax.plain_block import is_plain

TEXT = Path(__file__).with_name("plain.tf").read_text(encoding="utf-8")


def verdicts(text: str) -> list[tuple[bool, bool]]:
    """For each block: whether it is recognised, and whether the parser takes it."""
    source = SourceText.decode("a.tf", text.encode())
    found = []
    for entry in outline(source).entries:
        if entry.is_block:
            try:
                parse_block(source, entry)
                parses = True
            except HclError:
                parses = False
            found.append((is_plain(source, entry), parses))
    return found


def test_common_code_is_recognised() -> None:
    assert verdicts(TEXT) == [(True, True)] * 7


@pytest.mark.parametrize(
    "line",
    [
        "a = [1 2]",
        "a = [1, 2",
        'a = "x" "y"',
        "a = b c",
        "a = {b = 1 c = 2}",
        "a = { b = }",
        "a = { = 1 }",
        "a = f(1 2)",
        "a = f(1, 2",
        "a = (1, 2)",
        "a = ()",
        "a = b ? c",
        "a = b ? c : ",
        "a = b : c",
        "a = [b ? c]",
        "a = 1.2.3",
        "a = 12ab",
        "a = x.",
        "a = x[]",
        "a = x.0.1",
        r'a = "\d"',
        'a = "${"',
        'a = "${a b}"',
        "a = [for x in y]",
        "a = [for x in y : x => x]",
        "a = {for x in y : x}",
        "a = {for x in y : x => x ... x}",
        "a = [for x in y : x if]",
        "a = [for]",
        "a =",
        "a == 1",
        "a => 1",
        "a",
        "a = 1\na = 2",
        "b {\na = 1\na = 2\n}",
        "b {} c {}",
        "b { a = 1, c = 2 }",
        "b { c {} }",
        '"a" = 1',
        "a = <<X\n${\nX",
        "a = <<X\n%{ if }\nX",
        "a = 1 +",
        "a = * 1",
        "a = [1,,2]",
        "a = f(,)",
        "a = f(b..., c)",
        "a = 'x'",
        "a = { for = 1 }",
        "a = [for, x]",
    ],
)
def test_what_the_parser_refuses_is_never_recognised(line: str) -> None:
    ((recognised, parses),) = verdicts(f"x {{\n{line}\n}}\n") or [(False, False)]
    assert (recognised, parses) == (False, False)


@settings(max_examples=400)
@given(st.data())
def test_recognition_is_sound_under_any_slip(data: st.DataObject) -> None:
    text = TEXT
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(0, len(text) - 1))
        width = data.draw(st.integers(0, 2))
        new = data.draw(st.sampled_from(["", *'{}[]()",=:?.\n#*<', " ", "for ", "...", "${", "=>", "0", "a", "if "]))
        text = text[:at] + new + text[at + width :]
    for recognised, parses in verdicts(text):
        assert parses or not recognised


def test_the_outline_of_the_sample_is_without_errors() -> None:
    assert not top_level(SourceText.decode("plain.tf", TEXT.encode())).errors
