"""The lines of `--verbose`: what could not be followed, and which roles were not judged."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.coverage import Coverage, reason
from assumelint.model import Note
from assumelint.report.style import inert, safe
from assumelint.text import Span


def lines(notes: tuple[Note, ...], coverage: Coverage) -> Iterator[str]:
    """Yield one line for each note, for each role that was not judged and for each module that was not followed."""
    for note in notes:
        yield _line(note.span, note.message)
    for role in coverage.unjudged:
        yield _line(role.span, f"{role.address} was not judged: {reason(role)}")
    for each in coverage.unfollowed:
        name = f'the {each.kind.value} "{each.source}"' if each.source else f"this {each.kind.value}"
        yield _line(each.span, f"{name} was not followed: {each.reason}")


def _line(span: Span, message: str) -> str:
    return inert(f"{safe(span.file)}:{span.line}: {safe(message)}")
