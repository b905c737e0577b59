"""Where the comments of a file are, and which lines a heredoc or a block scalar fills."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct


class Layout(Struct, frozen=True):
    """Comments as (line, column, text), stretches of text as (first line, last line): lines from 1, columns from 0."""

    comments: tuple[tuple[int, int, str], ...]
    stretches: tuple[tuple[int, int], ...]


_CODE = re.compile(
    r"(?P<comment>#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))|(?P<heredoc><<-?[ \t]*(?P<marker>[^\W\d][\w-]*)[^\n]*\n)"
    r'|(?P<quote>")|(?P<open>\{)|(?P<close>\})|[^#/<"{}]+|.',
    re.DOTALL,
)
_STRING = re.compile(r'(?P<end>["\n])|(?P<open>[$%]\{)|(?:\\.|\$\$\{|%%\{|[^"\\$%\n])+|.', re.DOTALL)
# `#` begins a comment at the start of a line or after a blank (https://yaml.org/spec/1.2.2/#66-comments).
_YAML_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#", re.MULTILINE)


def hcl_layout(text: str) -> Layout:
    """The layout of HCL (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#comments-and-whitespace)."""
    lines = _Lines(text)
    comments, stretches = [], []
    for kind, start, end in _hcl_tokens(text):
        line, column = lines.at(start)
        if kind == "comment":
            comments.append((line, column, text[start:end]))
        else:
            stretches.append((line, lines.at(end)[0]))
    return Layout(tuple(comments), tuple(stretches))


def yaml_layout(text: str) -> Layout:
    """The layout of YAML, as far as it can be scanned."""
    lines = _Lines(text)
    scalars = sorted(_yaml_scalars(text))
    starts = [start for start, _, _ in scalars]
    comments, position = [], 0
    while found := _YAML_COMMENT.search(text, position):
        start = found.start()
        before = bisect_right(starts, start) - 1
        if before >= 0 and start < scalars[before][1]:
            position = start + 1
            continue
        end = text.find("\n", start)
        position = len(text) if end < 0 else end
        comments.append((*lines.at(start), text[start:position]))
    stretches = [(lines.at(key)[0], lines.at(max(start, end - 1))[0]) for start, end, key in scalars]
    return Layout(tuple(comments), tuple((first, last) for first, last in stretches if last > first))


def _yaml_scalars(text: str) -> Iterator[tuple[int, int, int]]:
    """The text of each scalar as offsets, the header of a block scalar left out, and where the scalar begins."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for token in yaml.scan(text, Loader=loader):
            if isinstance(token, yaml.ScalarToken):
                key = token.start_mark.index
                start = text.find("\n", key) if token.style in ("|", ">") else key
                yield start, token.end_mark.index, key
    except yaml.YAMLError:  # a finding of its own; what comes after is taken at face value
        return


def _hcl_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Each comment and each heredoc (from its opening to its end marker)."""
    position, in_string, returns = 0, False, list[bool]()
    while position < len(text):
        found = (_STRING if in_string else _CODE).match(text, position)
        assert found is not None, "both patterns end in a dot"
        position = found.end()
        match found.lastgroup:
            case "comment":
                yield "comment", found.start(), found.end()
            case "marker" | "heredoc":
                position = _heredoc_end(text, position, found["marker"])
                yield "heredoc", found.start(), position
            case "quote":
                in_string = True
            case "end":
                in_string = False
            case "open":
                returns.append(in_string)
                in_string = False
            case "close" if returns:
                in_string = returns.pop()
            case _:
                pass


def _heredoc_end(text: str, start: int, marker: str) -> int:
    found = re.compile(rf"^[ \t]*{re.escape(marker)}[ \t]*\r?$", re.MULTILINE).search(text, start)
    return found.end() if found else len(text)


class _Lines:
    """Offsets to lines and columns."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, offset: int) -> tuple[int, int]:
        """The line (from 1) and column (from 0)."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1]
