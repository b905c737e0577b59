"""String operations that keep the span of each character."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from unicodedata import is_normalized, normalize

from assumelint.sources.terraform.lang.values.numbers import UndecidedError
from assumelint.sources.terraform.lang.values.unknowns import named_after
from assumelint.text import HOLE_MARK, Hole, Part, Piece, Span, Text
from assumelint.text.index import TextIndex

# Far more than in a trust policy (`aws.TRUST_POLICY_MOST`). The largest file that is read has 20 million bytes.
MAX_LENGTH = 2_000_000
MAX_PARTS = 50_000


def joined(parts: Iterable[Part], span: Span) -> Text:
    """The concatenation of the parts, in Unicode normal form C as all of Terraform's strings.

    Raises `UndecidedError` if it is too long or has too many parts.
    """
    text = Text(tuple(part for part in parts if isinstance(part, Hole) or part.text), span)
    if len(text.parts) > MAX_PARTS:
        raise UndecidedError("the string has too many parts")
    if sum(len(part.text) for part in text.parts if isinstance(part, Piece)) > MAX_LENGTH:
        raise UndecidedError("the string is too long")
    return normalized(text)


def normalized(text: Text) -> Text:
    """The string in Unicode normal form C. Adjacent pieces that normalization changes become a single piece."""
    if all(isinstance(part, Hole) or part.text.isascii() for part in text.parts):
        return text
    parts: list[Part] = []
    run: list[Piece] = []
    for part in (*text.parts, None):
        if isinstance(part, Piece):
            run.append(part)
            continue
        parts += _normal_run(run)
        run = []
        if part is not None:
            parts.append(part)
    return Text(tuple(parts), text.span)


def _normal_run(run: list[Piece]) -> list[Piece]:
    whole = "".join(piece.text for piece in run)
    if is_normalized("NFC", whole):
        return run
    return [Piece(normalize("NFC", whole), run[0].span.to(run[-1].span), exact=False)]


def piece_of(index: TextIndex, start: int, end: int) -> Text:
    """A slice of a text, with the span of that slice."""
    return Text(index.parts(start, end), index.span(start, end) if start < end else index.whole)


def known_start(text: Text) -> str:
    """The characters before the first hole."""
    return text.flat.partition(HOLE_MARK)[0]


def known_end(text: Text) -> str:
    """The characters after the last hole."""
    return text.flat.rpartition(HOLE_MARK)[2]


def runs(text: Text) -> Iterator[Text | Hole]:
    """The known parts of a string between its holes, each as one text, and the holes, in order."""
    run: list[Part] = []
    for part in text.parts:
        if isinstance(part, Piece):
            run.append(part)
            continue
        if run:
            yield Text(tuple(run), run[0].span.to(run[-1].span))
        run = []
        yield part
    if run:
        yield Text(tuple(run), run[0].span.to(run[-1].span))


def untouched(hole: Hole, change: Callable[[str], str]) -> bool:
    """Whether a function of single characters leaves any value of the hole unchanged."""
    alphabet = hole.kind.alphabet
    return alphabet is not None and all(change(char) == char for char in alphabet)


def derived(hole: Hole, function: str) -> Hole:
    """The hole for the result of a function that is applied to an unknown value."""
    return named_after(hole, f"{function}({hole.reference})", hole.span)


def may_straddle(text: Text, wanted: str) -> bool:
    """Whether `wanted` can occur across the boundary between known text and a hole's value."""
    items = list(runs(text))
    for before, after in pairwise(items):
        if isinstance(before, Text) and isinstance(after, Hole):
            tail = before.flat
            if any(
                tail.endswith(wanted[:size]) and after.kind.may_begin(wanted[size]) for size in range(1, len(wanted))
            ):
                return True
        if isinstance(before, Hole) and isinstance(after, Text):
            head = after.flat
            if any(
                head.startswith(wanted[-size:]) and before.kind.may_end(wanted[-size - 1])
                for size in range(1, len(wanted))
            ):
                return True
    return False
