"""Finds the end of a string, a heredoc or a pair of braces in one pass over the text.

Strings contain code (`${ … }`) that contains strings, to any depth. The search keeps a stack and does not recurse.
"""

from __future__ import annotations

import re

# A letter or `_`, then also digits and `-`; and any non-ASCII character, which `tokens.py` checks more closely.
IDENTIFIER = r"[^\x00-@\[-^`{-\x7f][^\x00-,./:-@\[-^`{-\x7f]*+"
BLOCK_COMMENT = r"/\*[^*]*+(?:\*++(?!/)[^*]*+)*+\*++/"
LINE_COMMENT = r"(?:#|//)[^\n]*+"
PLAIN_STRING = r'"(?:[^"\\$%\n]++|\\[^\n]|\$\$\{|%%\{|[$%](?!\{))*+"'
HEREDOC_START = re.compile(rf"<<(-?)({IDENTIFIER})\r?\n")
# The white space of Go's `unicode.IsSpace`: a heredoc's closing marker may have it on both sides.
BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

# Deeper nesting than the parser accepts, so the search for the end can stop.
_MAX_FRAMES = 1000

_CODE = re.compile(rf'(?:[^"{{}}#/<]++|{PLAIN_STRING}|{LINE_COMMENT}|{BLOCK_COMMENT}|/(?![*/])|<(?!<))*+')
_QUOTED = re.compile(r'(?:[^"\\$%\n]++|\\[^\n]|\$\$\{|%%\{|[$%](?!\{))*+')
_HEREDOC = re.compile(r"(?:[^$%\n]++|\$\$\{|%%\{|[$%](?!\{))*+")


class Unclosed(Exception):  # noqa: N818  (a signal between functions of this package, not an error people see)
    """A construct is not terminated. `kind` is `{`, `"`, `<<` or `/*`; `at` is the offset where the search stopped."""

    def __init__(self, kind: str, at: int) -> None:
        super().__init__(kind, at)
        self.kind = kind
        self.at = at


def braces_end(text: str, at: int, *, patient: bool = False) -> int:
    """The offset after the `}` that closes the `{` before `at`.

    With `patient`, an unterminated string ends with its line, so that the braces after it are still matched. Raises
    `Unclosed`.
    """
    return _end(text, at, "{", patient)


def quoted_end(text: str, at: int) -> int:
    """The offset after the closing quote of a string whose content starts at `at`. Raises `Unclosed`."""
    return _end(text, at, '"', patient=False)


def heredoc_end(text: str, at: int, marker: str) -> int:
    """The offset after the closing marker of a heredoc whose content starts at `at`. Raises `Unclosed`."""
    return _end(text, at, "<" + marker, patient=False)


def marker_end(text: str, at: int, marker: str) -> int | None:
    """The offset after a heredoc's closing marker if the line at `at` is one, else None. A line break must follow."""
    line_end = text.find("\n", at)
    if line_end == -1:
        return None
    line = text[at:line_end]
    return at + len(line.rstrip("\r")) if line.strip(BLANKS) == marker else None


def _end(text: str, at: int, opened: str, patient: bool) -> int:
    frames = [opened]
    while frames:
        if len(frames) > _MAX_FRAMES:
            raise Unclosed("{", at)
        match frames[-1]:
            case "{":
                at = _step_code(text, at, frames)
            case '"':
                at = _step_quoted(text, at, frames, patient)
            case heredoc:
                at = _step_heredoc(text, at, frames, heredoc[1:])
    return at


def _step_code(text: str, at: int, frames: list[str]) -> int:
    found = _CODE.match(text, at)
    at = found.end() if found else at
    match text[at : at + 1]:
        case "{":
            frames.append("{")
        case "}":
            frames.pop()
        case '"':
            frames.append('"')
        case "<":
            start = HEREDOC_START.match(text, at)
            if start:
                frames.append("<" + start[2])
                return start.end()
            return at + 2
        case "/":
            raise Unclosed("/*", at)
        case _:
            raise Unclosed("{", at)
    return at + 1


def _step_quoted(text: str, at: int, frames: list[str], patient: bool) -> int:
    found = _QUOTED.match(text, at)
    at = found.end() if found else at
    match text[at : at + 1]:
        case '"':
            frames.pop()
            return at + 1
        case "$" | "%":
            frames.append("{")
            return at + 2
        case "\n" if patient:
            frames.pop()
            return at
        case _:
            raise Unclosed('"', at)


def _step_heredoc(text: str, at: int, frames: list[str], marker: str) -> int:
    if text[at - 1] == "\n":
        end = marker_end(text, at, marker)
        if end is not None:
            frames.pop()
            return end
    found = _HEREDOC.match(text, at)
    at = found.end() if found else at
    match text[at : at + 1]:
        case "\n":
            return at + 1
        case "$" | "%":
            frames.append("{")
            return at + 2
        case _:
            raise Unclosed("<<", len(text))
