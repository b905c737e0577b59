"""Texts keep their characters' places through cutting, joining and changing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.text import HOLE_MARK, Hole, Piece, Span, Text, join


def span(column: int, length: int, line: int = 1) -> Span:
    return Span("a.tf", line, column, line, column + length)


REPO = Text(
    (Piece("repo:", span(6, 5)), Hole("var.org", span(11, 10)), Piece("/app", span(21, 4))),
    span(5, 21),
)


def test_a_text_with_a_hole_has_no_literal() -> None:
    assert REPO.literal is None
    assert str(REPO) == "repo:${var.org}/app"
    assert REPO.flat == f"repo:{HOLE_MARK}/app"
    assert REPO.holes == (Hole("var.org", span(11, 10)),)


def test_a_known_text_has_a_literal() -> None:
    assert Text.of("sts", span(1, 5)).literal == "sts"
    assert Text.of("", span(1, 2)) == Text((), span(1, 2))


def test_a_cut_has_the_span_of_what_is_left() -> None:
    assert REPO.cut(1, 3) == Text((Piece("ep", span(7, 2)),), span(7, 2))
    assert REPO.span_of(5, 7) == span(11, 11)
    assert REPO.cut(7).literal == "app"


def test_an_empty_cut_stands_where_the_whole_stands() -> None:
    assert REPO.cut(3, 3) == Text((), REPO.span)


def test_a_cut_of_several_lines_counts_lines() -> None:
    lines = Text((Piece("ab\ncd\nef", Span("a.tf", 3, 9, 5, 3)),), Span("a.tf", 3, 9, 5, 3))
    assert lines.span_of(4, 5) == Span("a.tf", 4, 2, 4, 3)
    assert lines.span_of(1, 7) == Span("a.tf", 3, 10, 5, 2)


def test_a_computed_piece_points_at_all_it_came_from() -> None:
    lower = REPO.map(str.upper)
    assert lower.flat == f"REPO:{HOLE_MARK}/APP"
    assert lower.span_of(1, 3) == span(6, 5)


def test_a_span_never_stretches_into_another_file() -> None:
    assert span(1, 2).to(Span("b.tf", 1, 9, 1, 12)) == span(1, 2)
    assert span(9, 2).to(span(1, 2)) == span(9, 2)
    assert span(4, 2).start == span(4, 0)


@settings(deadline=None)
@given(st.text(alphabet="ab\n", max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_cutting_agrees_with_slicing(text: str, start: int, length: int) -> None:
    lines = text.split("\n")
    end = Span("a", 1, 1, len(lines), len(lines[-1]) + 1)
    whole = Text.of(text, end, exact=True)
    cut = whole.cut(start, start + length)
    assert cut.literal == text[start : start + length]
    if cut.parts:
        assert (cut.span.line, cut.span.column) == (
            text.count("\n", 0, start) + 1,
            start - text.rfind("\n", 0, start),
        )


def test_joining_keeps_the_parts() -> None:
    whole = join([REPO, Text.of(":*", span(30, 2))], span(5, 40))
    assert str(whole) == "repo:${var.org}/app:*"
    assert whole.span == span(5, 40)
    assert whole.at(span(1, 1)).parts == whole.parts
