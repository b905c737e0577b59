"""Text that was written to break the reader: it must end soon, with a tree or with an `HclError`."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assumelint.sources.terraform.syntax import (
    HclError,
    SourceText,
    members,
    parse_attribute,
    parse_block,
    parse_file,
    parse_template,
    top_level,
)

MANY = 20_000
FLOODS = {
    "parentheses": "a = " + "(" * MANY,
    "closed parentheses": "a = " + "(" * MANY + "1" + ")" * MANY,
    "lists": "a = " + "[" * MANY + "]" * MANY,
    "objects": "a = " + "{ a = " * MANY,
    "indexes": "a = b" + "[0]" * MANY,
    "indexes within indexes": "a = " + "b[" * MANY,
    "calls within sums": "a = " + "f(1 + 2 * " * MANY,
    "comprehensions": "a = " + "[for b in " * MANY,
    "conditionals within conditionals": "a = " + "b ? (" * MANY,
    "attributes": "a = b" + ".c" * MANY,
    "full splats": "a = b" + "[*]" * MANY,
    "splats": "a = b" + ".*" * MANY,
    "sum": "a = " + "+".join("1" * MANY),
    "conditionals": "a = " + "b ? c : " * MANY + "d",
    "open conditionals": "a = " + "b ? " * MANY,
    "negations": "a = " + "!" * MANY + "true",
    "nested strings": 'a = "' + '${"' * MANY,
    "closed nested strings": 'a = "' + '${"' * MANY + '"}' * MANY + '"',
    "interpolations": 'a = "' + "${" * MANY,
    "quotes": 'a = "' * MANY,
    "if directives": 'a = "' + "%{ if x }" * MANY + '"',
    "for directives": "a = <<E\n" + "%{ for x in y }" * MANY + "\nE\n",
    "heredocs": "a = <<E\n" * MANY,
    "nested heredocs": "a = <<E\n${" * MANY,
    "comments": "/* " * MANY,
    "half comments": "a /" * MANY,
    "blocks": "a {\n" * MANY,
    "closing braces": "}\n" * MANY,
    "open blocks": "a {\n x = <<E\n" * (MANY // 10),
    "labels": "a " + '"b" ' * MANY + "{}",
    "dollars": 'a = "' + "$" * MANY + '"',
    "backslashes": 'a = "' + "\\" * MANY + '"',
    "digits": "a = " + "1" * MANY,
    "dots": "a = 1" + "." * MANY + "1",
    "exponent": "a = 1e" + "9" * 1000,
    "names": "a" * MANY,
    "colons": "a = b" + "::c" * MANY,
    "commas": "a = [" + "," * MANY,
    "stars": "/*" + "*" * MANY,
    "blanks": "a = <<E\n" + " " * MANY + "x\nE\n",
    "flat list": "a = [" + "1," * MANY + "]",
    "flat object": "a = {" + "b = 1\n" * MANY + "}",
}


def read_all(text: str) -> None:
    """Every way in, as the engine goes."""
    source = SourceText("main.tf", text)
    found = top_level(source)
    for entry in found.entries[:50]:
        with contextlib.suppress(HclError):
            if entry.is_block:
                members(source, entry)
                parse_block(source, entry)
            else:
                parse_attribute(source, entry)
    with contextlib.suppress(HclError):
        parse_file(source)
    with contextlib.suppress(HclError):
        parse_template(source)


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_ends(flood: str) -> None:
    start = time.process_time()
    read_all(FLOODS[flood])
    assert time.process_time() - start < 10


def test_a_long_flat_file_is_linear() -> None:
    block = 'resource "a" "b" {\n  c = "d ${e} f"\n  g = [1, 2, { h = i }]\n}\n'
    times = []
    for count in (500, 2000):
        start = time.process_time()
        parse_file(SourceText("main.tf", block * count))
        times.append(time.process_time() - start)
    assert times[1] < 12 * max(times[0], 0.01)


SNIPPETS = st.sampled_from(
    [
        *('"', "{", "}", "(", ")", "[", "]", "${", "%{", "~}", "${~", "\n", "\r\n", "=", ".", "*", ",", ":", "::", "?"),
        *("!", "-", "<<E\n", "<<-E\n", "E\n", "\nE\n", "#", "/*", "*/", "//", "\\", "$", "%", "$${", "%%{", " ", "=>"),
        *(
            "...",
            "for ",
            "if ",
            "in ",
            "else",
            "endif",
            "endfor",
            "0",
            "1.5",
            "1e",
            "a",
            "é",
            "\t",
            "'",
            "&",
            "&&",
            "|",
        ),
        *(".*", "[*]", "%{ if x }", "%{ endif }", "%{ for x in y }", "%{ endfor }", '"a"', "\\u00e9", "null", "true"),
        *('resource "a" "b" {', "locals {\n", "a = ", "f(", "core::f(", "\ufeff", "\x00", "\ufdd0", "\u2028"),
    ]
)


@given(st.lists(SNIPPETS, max_size=40).map("".join))
@example('a = "${"')
@example('a = "${~}"')
@example("a = <<E\n${\nE\n")
@settings(deadline=None, max_examples=400)
def test_any_text_is_read_or_refused(text: str) -> None:
    read_all(text)


@given(st.lists(SNIPPETS, max_size=20).map("".join))
@settings(deadline=None, max_examples=200)
def test_an_error_has_a_place_in_the_file(text: str) -> None:
    error = refusal(text)
    if error is not None:
        lines = text.split("\n")
        assert 1 <= error.span.line <= len(lines)
        assert 1 <= error.span.column <= len(lines[error.span.line - 1]) + 1
        assert error.message
        assert (error.span.line, error.span.column) <= (error.span.end_line, error.span.end_column)


def refusal(text: str) -> HclError | None:
    try:
        parse_file(SourceText("main.tf", text))
    except HclError as error:
        return error
    return None


@given(st.binary(max_size=60))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(HclError):
        parse_file(SourceText.decode("main.tf", data))
