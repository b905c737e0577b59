"""How far a string, a heredoc or a pair of braces reaches: regular expressions that never look at a character twice.

Strings hold code (`${ … }`) that holds strings, to any depth, so a stack goes along; there is no recursion.
"""

from __future__ import annotations

import re

# Letters and `_`, then digits and `-` too, and all that is not ASCII (`tokens.py` looks at that more closely).
IDENTIFIER = r"[^\x00-@\[-^`{-\x7f][^\x00-,./:-@\[-^`{-\x7f]*+"
BLOCK_COMMENT = r"/\*[^*]*+(?:\*++(?!/)[^*]*+)*+\*++/"
LINE_COMMENT = r"(?:#|//)[^\n]*+"
PLAIN_STRING = r'"(?:[^"\\$%\n]++|\\[^\n]|\$\$\{|%%\{|[$%](?!\{))*+"'
HEREDOC_START = re.compile(rf"<<(-?)({IDENTIFIER})\r?\n")
# What Go's unicode.IsSpace takes for a blank: a closing marker may have them on both sides.
BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

# More than the parser takes: there is no use in looking for the end.
_MAX_FRAMES = 1000

_CODE = re.compile(rf'(?:[^"{{}}#/<]++|{PLAIN_STRING}|{LINE_COMMENT}|{BLOCK_COMMENT}|/(?![*/])|<(?!<))*+')
_QUOTED = re.compile(r'(?:[^"\\$%\n]++|\\[^\n]|\$\$\{|%%\{|[$%](?!\{))*+')
_HEREDOC = re.compile(r"(?:[^$%\n]++|\$\$\{|%%\{|[$%](?!\{))*+")


class Unclosed(Exception):  # noqa: N818  (a signal between functions of this package, not an error people see)
    """What was opened never ends. `kind` is `{`, `"`, `<<` or `/*`; the search stopped at `at`."""

    def __init__(self, kind: str, at: int) -> None:
        super().__init__(kind, at)
        self.kind = kind
        self.at = at


def braces_end(text: str, at: int, *, patient: bool = False) -> int:
    """The offset just past the `}` of a `{` that ends at `at`.

    A `patient` search takes the end of the line for the missing end of a string, so that one bad string
    does not hide the braces after it. Raises `Unclosed`.
    """
    return _end(text, at, "{", patient)


def quoted_end(text: str, at: int) -> int:
    """The offset just past the closing quote of a string whose opening quote ends at `at`. Raises `Unclosed`."""
    return _end(text, at, '"', patient=False)


def heredoc_end(text: str, at: int, marker: str) -> int:
    """The offset just past the closing marker of a heredoc whose first line begins at `at`. Raises `Unclosed`."""
    return _end(text, at, "<" + marker, patient=False)


def marker_end(text: str, at: int, marker: str) -> int | None:
    """The offset past the closing marker, where the line at `at` is one (a line break has to follow it)."""
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
