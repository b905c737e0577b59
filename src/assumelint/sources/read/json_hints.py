"""What to say about text that JSON does not allow: the mistakes that people make, by their first characters."""

from __future__ import annotations

import re
from typing import NamedTuple

from assumelint.sources.read.error import Wanted


class Hint(NamedTuple):
    """The offsets to point at, a better message ("" for none), and how to mend it."""

    start: int
    end: int
    message: str = ""
    help: str = ""


_WORD = re.compile(r"[A-Za-z_$][\w$.:/*-]*")
_NUMBERISH = re.compile(r"[-+.]?[0-9][\w.+-]*")
_LOOKALIKES = {
    "True": "true",
    "False": "false",
    "None": "null",
    "TRUE": "true",
    "FALSE": "false",
    "NULL": "null",
    "nil": "null",
    "undefined": "null",
    "NaN": "null",
    "Infinity": "null",
}
_TYPOGRAPHIC = "\u201c\u201d\u201e\u201f\u2018\u2019\u00ab\u00bb"
_PLACEHOLDERS = (("{{", "}}"), ("${", "}"), ("<%", "%>"), ("%{", "}"))
_COMMENTS = ("//", "/*", "#")


def hint(text: str, at: int, wanted: Wanted = Wanted.VALUE) -> Hint:
    """What is wrong with the character at `at`, given what was wanted there."""
    found = _placeholder(text, at) or _comment(text, at) or _quote(text, at)
    if found:
        return found
    match wanted:
        case Wanted.COLON:
            return _equals(text, at) or Hint(at, at + 1)
        case Wanted.COMMA:
            return _comma(text, at)
        case Wanted.KEY:
            return _word(text, at, "key") or Hint(at, at + 1)
        case Wanted.VALUE:
            return _lookalike(text, at) or _word(text, at, "string") or _number(text, at) or Hint(at, at + 1)


def _placeholder(text: str, at: int) -> Hint | None:
    # The first brace of "{{" was taken for an object.
    start = at - 1 if at and text.startswith("{{", at - 1) else at
    for opening, closing in _PLACEHOLDERS:
        if text.startswith(opening, start):
            end = text.find(closing, start, start + 200)
            stop = end + len(closing) if end > 0 else start + len(opening)
            return Hint(
                start,
                stop,
                f'"{text[start:stop]}" is a placeholder that was not filled in',
                "Render the template first, or put the placeholder in double quotes.",
            )
    return None


def _comment(text: str, at: int) -> Hint | None:
    for opening in _COMMENTS:
        if text.startswith(opening, at):
            return Hint(at, at + len(opening), "JSON has no comments", "Remove the comment.")
    return None


def _quote(text: str, at: int) -> Hint | None:
    char = text[at]
    if char == "'":
        return Hint(at, at + 1, "a string in single quotes", "JSON takes double quotes only.")
    if char in _TYPOGRAPHIC:
        return Hint(at, at + 1, "a string in typographic quotes", 'JSON takes the plain double quote (") only.')
    if char == "\ufeff":
        return Hint(at, at + 1, "a byte order mark", "Remove it: JSON must not start with one.")
    return None


def _equals(text: str, at: int) -> Hint | None:
    if text[at] == "=":
        return Hint(at, at + 1, '"=" in place of ":"', 'JSON writes "key": value.')
    return None


def _comma(text: str, at: int) -> Hint:
    if text[at] in '"{[' or text[at].isalnum():
        return Hint(at, at + 1, "a comma is missing before this", "Put a comma between the two elements.")
    if text[at] in "]}":
        return Hint(at, at + 1, f'"{text[at]}" closes nothing that is open here')
    return Hint(at, at + 1)


def _word(text: str, at: int, kind: str) -> Hint | None:
    found = _WORD.match(text, at)
    if found is None:
        return None
    word = found[0].partition(":")[0] if kind == "key" else found[0]
    return Hint(at, at + len(word), f"a {kind} without quotes", f'Write "{word}".')


def _lookalike(text: str, at: int) -> Hint | None:
    found = _WORD.match(text, at)
    if found is None or found[0] not in _LOOKALIKES:
        return None
    return Hint(at, found.end(), f'"{found[0]}" is no value of JSON', f"Write {_LOOKALIKES[found[0]]}.")


def _number(text: str, at: int) -> Hint | None:
    found = _NUMBERISH.match(text, at)
    if found is None:
        return None
    return Hint(
        at,
        found.end(),
        f'"{found[0]}" is no number of JSON',
        "JSON numbers have no leading zero, plus sign or bare point; put an account id in double quotes.",
    )
