"""How a line of a file is cut to what a terminal shows."""

import pytest

from assumelint.report import cells


def test_a_long_line_is_not_laid_out_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def shown_as(character: str) -> str:
        looked_at.append(character)
        return character

    monkeypatch.setattr(cells, "safe", shown_as)
    shown = cells.row("x" * 1_000_000, 500_000, 500_003)
    assert shown.text.startswith(cells.ELLIPSIS)
    assert (len(shown.text), shown.indent, shown.length) == (cells.WIDTH, len(cells.ELLIPSIS) + cells.LEAD, 3)
    assert len(looked_at) < 4 * cells.WIDTH


def test_what_takes_no_column_does_not_end_a_line() -> None:
    line = "e" + "\u0301" * 2 * cells.WIDTH
    assert cells.row(line, 0, 1) == cells.Row(line, 0, 1)
