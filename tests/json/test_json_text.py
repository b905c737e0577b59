from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.sources.read.json import JsonError, parse_json
from assumelint.text import Hole, HoleKind, Piece, Span, Text
from assumelint.text.document import MAX_DEPTH, Mapping, Scalar, Sequence, duplicate_keys, to_plain

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def whole(content: str) -> Text:
    lines = content.count("\n") + 1
    return Text.of(content, Span("p.json", 1, 1, lines, len(content) - content.rfind("\n")), exact=True)


def with_hole(before: str, after: str, *, kind: HoleKind = HoleKind.ANYTHING) -> Text:
    hole = Hole("var.x", Span("p.json", 1, 50, 1, 58), kind=kind)
    first = Piece(before, Span("p.json", 1, 1, 1, 1 + len(before)))
    last = Piece(after, Span("p.json", 1, 58, 1, 58 + len(after)))
    return Text((first, hole, last), Span("p.json", 1, 1, 1, 100))


@settings(deadline=None, max_examples=150)
@given(JSON, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_reads_whatever_json_writes(value: object, indent: int | str | None, ascii_only: bool) -> None:
    content = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert json.dumps(to_plain(parse_json(whole(content)))) == json.dumps(json.loads(content))


@settings(deadline=None, max_examples=150)
@given(JSON, st.data())
def test_accepts_and_refuses_as_the_standard_library_does(value: object, data: Any) -> None:
    content = json.dumps(value, ensure_ascii=False)
    at = data.draw(st.integers(0, len(content)))
    broken = content[:at] + data.draw(st.text('{}[]",:\\ntrue0-.e \n', max_size=3)) + content[at + 1 :]
    try:
        expected = json.dumps(json.loads(broken, parse_constant=_refuse))
    except ValueError:
        with pytest.raises(JsonError):
            parse_json(whole(broken))
    else:
        assert json.dumps(to_plain(parse_json(whole(broken)))) == expected


def _refuse(constant: str) -> object:
    raise ValueError(constant)


@settings(deadline=None, max_examples=100)
@given(st.text())
def test_any_text_is_json_or_an_error_with_a_place(content: str) -> None:
    span = error_span(content)
    if span is not None:
        assert span.file == "p.json"
        assert 1 <= span.line <= content.count("\n") + 1


def error_span(content: str) -> Span | None:
    try:
        parse_json(whole(content))
    except JsonError as error:
        return error.span
    return None


def test_strings_stand_where_they_are_written() -> None:
    node = parse_json(whole('{\n  "Sid": "x",\n  "Action": ["a", "sts:b"]\n}'))
    assert isinstance(node, Mapping)
    key, value = node.entries[0]
    assert key.span == Span("p.json", 2, 3, 2, 8)
    assert isinstance(value, Text)
    assert value.span == Span("p.json", 2, 10, 2, 13)
    actions = node.get("Action")
    assert isinstance(actions, Sequence)
    action = actions.items[1]
    assert isinstance(action, Text)
    assert action.span_of(4) == Span("p.json", 3, 24, 3, 25)
    assert node.span == Span("p.json", 1, 1, 4, 2)


def test_escapes_keep_the_places_of_what_is_around_them() -> None:
    node = parse_json(whole(r'"a\u003ab\/c\ud83d\ude00d"'))
    assert isinstance(node, Text)
    assert node.literal == "a:b/c\U0001f600d"
    assert node.span_of(2, 3) == Span("p.json", 1, 9, 1, 10)
    assert node.span_of(6, 7) == Span("p.json", 1, 25, 1, 26)


@pytest.mark.parametrize(
    ("content", "column", "says", "advice"),
    [
        ('{"a": 1,}', 8, "a comma before the closing", "Remove the comma"),
        ('["a",]', 5, "a comma before the closing", "Remove the comma"),
        ("{'a': 1}", 2, "single quotes", "double quotes"),
        ("{“a”: 1}", 2, "typographic quotes", "plain double quote"),
        ("{a: 1}", 2, "a key without quotes", 'Write "a"'),
        ('{"a": sts:AssumeRole}', 7, "a string without quotes", '"sts:AssumeRole"'),
        ('{"a": 1 // why\n}', 9, "no comments", "Remove the comment"),
        ('{"a": 1, # why\n}', 10, "no comments", "Remove the comment"),
        ('{"a" = 1}', 6, '"=" in place of ":"', '"key": value'),
        ('{"a": True}', 7, '"True" is no value', "Write true"),
        ('{"a": 012345678901}', 7, "no number", "account id"),
        ('{"a": 1 "b": 2}', 9, "a comma is missing", "Put a comma"),
        ('{"a": {{ x }}}', 7, '"{{ x }}" is a placeholder', "Render the template"),
        ('{"a": ${x}}', 7, '"${x}" is a placeholder', "Render the template"),
        ('{"a": "b}', 7, "without its closing quote", ""),
        (r'{"a": "b\q"}', 9, r'"\q" is no escape', "written twice"),
        ('{"a": "b\tc"}', 9, "U+0009", r"\u0009"),
        ('{"a": 1}}', 9, "after the end", ""),
        ('{"a": 1', 7, 'before the "{" is closed', "Add the missing"),
        ("\ufeff{}", 1, "byte order mark", "Remove it"),
        ("", 1, "empty", ""),
    ],
)
def test_says_what_is_wrong_and_where(content: str, column: int, says: str, advice: str) -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(whole(content))
    assert (caught.value.span.line, caught.value.span.column) == (1, column)
    assert says in caught.value.message
    assert advice in caught.value.help


def test_a_forgotten_quote_is_told_from_a_line_break_in_a_string() -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(whole('{"a": "x,\n "b": 1}'))
    assert (caught.value.span.column, "closing quote" in caught.value.message) == (7, True)
    with pytest.raises(JsonError, match="a line break inside a string"):
        parse_json(whole('{"a": "x\ny"}'))


def test_an_unclosed_object_shows_where_it_was_opened() -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(whole('{"a": {\n  "b": 1\n}\n'))
    assert caught.value.span.line == 3
    assert caught.value.related[0].span == Span("p.json", 1, 1, 1, 2)


def test_nesting_is_capped() -> None:
    parse_json(whole("[" * MAX_DEPTH + "]" * MAX_DEPTH))
    with pytest.raises(JsonError, match="nested more than"):
        parse_json(whole("[" * 100_000))


def test_a_hole_inside_a_string_is_part_of_it() -> None:
    node = parse_json(with_hole('{"a": "repo:', '/x"}'))
    assert to_plain(node) == {"a": "repo:${var.x}/x"}


def test_a_hole_in_place_of_a_value_keeps_its_kind() -> None:
    node = parse_json(with_hole('{"a": ', "}", kind=HoleKind.ACCOUNT))
    assert isinstance(node, Mapping)
    value = node.get("a")
    assert isinstance(value, Hole)
    assert (value.reference, value.kind, value.many) == ("var.x", HoleKind.ACCOUNT, False)


@pytest.mark.parametrize(("before", "after"), [('["a", ', ', "b"]'), ('["a" ', ', "b"]'), ('["a", ', ' "b"]')])
def test_a_hole_in_a_list_may_be_any_number_of_items(before: str, after: str) -> None:
    node = parse_json(with_hole(before, after))
    assert isinstance(node, Sequence)
    assert [isinstance(item, Hole) and item.many for item in node.items] == [False, True, False]


@pytest.mark.parametrize(("before", "after"), [("{", ', "a": 1}'), ('{"a": 1, ', "}"), ('{"a": 1 ', "}"), ("{", "}")])
def test_a_hole_in_an_object_may_be_any_number_of_entries(before: str, after: str) -> None:
    node = parse_json(with_hole(before, after))
    assert isinstance(node, Mapping)
    assert [hole.reference for hole in node.rest] == ["var.x"]


def test_a_text_that_is_one_hole_is_an_unknown_document() -> None:
    assert isinstance(parse_json(with_hole("", "")), Hole)


def test_an_error_after_an_unknown_value_is_not_certain() -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(with_hole('{"a": ', " oops}"))
    assert not caught.value.certain
    with pytest.raises(JsonError) as caught:
        parse_json(with_hole('{"a": "', '", oops}'))
    assert caught.value.certain


def test_duplicate_keys_are_kept_and_named() -> None:
    node = parse_json(whole('{"a": 1, "b": [{"c": 1, "c": 2, "c": 3}], "a": 2}'))
    assert [(str(lost), lost.span.column, kept.span.column) for lost, kept in duplicate_keys(node)] == [
        ("a", 2, 43),
        ("c", 17, 33),
        ("c", 25, 33),
    ]
    assert to_plain(node) == {"a": 2, "b": [{"c": 3}]}


def test_numbers_keep_how_they_are_written() -> None:
    node = parse_json(whole("[1.50, 123456789012, 1e3, -0]"))
    assert isinstance(node, Sequence)
    assert [item.raw for item in node.items if isinstance(item, Scalar)] == ["1.50", "123456789012", "1e3", "-0"]
