from collections.abc import Callable

import pytest

from assumelint.text import Hole, Part, Piece, Span, Text

HERE = Span("trust.json", 3, 14, 3, 60)


@pytest.fixture
def text() -> Callable[..., Text]:
    """Make a text of strings and, in tuples of one, the references of holes."""

    def make(*parts: str | tuple[str]) -> Text:
        made: list[Part] = [
            Piece(part, HERE, exact=False) if isinstance(part, str) else Hole(part[0], HERE) for part in parts
        ]
        return Text(tuple(made), HERE)

    return make
