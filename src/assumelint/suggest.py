"""Did-you-mean."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`, did you mean "x"?` for the nearest known word, or nothing where none is near."""
    import difflib  # only ever needed on the way to an error

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f', did you mean "{near[0]}"?' if near else ""
