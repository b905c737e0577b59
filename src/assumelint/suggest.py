"""Suggestions for a misspelled word."""

from __future__ import annotations

from collections.abc import Iterable

_RESEMBLES, _SLIP = 0.6, 0.85


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean "x"?` for the nearest known word, or an empty string if none is near."""
    near = _nearest(word, list(known), _RESEMBLES)
    return f', did you mean "{near}"?' if near else ""


def nearest_word(word: str, known: Iterable[str]) -> str:
    """Return the known word that differs from a misspelled one by a letter or two, "" if there is none."""
    spelled = {each.lower(): each for each in known}
    return spelled.get(_nearest(word.lower(), list(spelled), _SLIP), "")


def _nearest(word: str, known: list[str], similarity: float) -> str:
    import difflib  # needed only in error messages

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=similarity)), "")
