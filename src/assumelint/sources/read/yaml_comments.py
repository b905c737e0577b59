"""The comments of YAML, as far as it can be scanned."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import yaml

from assumelint.sources.read.yaml import LOADER
from assumelint.text import Text
from assumelint.text.comments import Comment, Comments, stands_alone
from assumelint.text.index import TextIndex

# `#` begins a comment at the start of a line or after a blank (https://yaml.org/spec/1.2.2/#66-comments).
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n]*", re.MULTILINE)


def comments(text: Text) -> Comments:
    """The comments and block scalars of a text. What follows a fault in it is taken at face value."""
    index = TextIndex(text)
    scalars = sorted(_scalars(index.flat))
    starts = [start for start, _, _ in scalars]
    found, position = [], 0
    while match := _COMMENT.search(index.flat, position):
        start, end = match.span()
        before = bisect_right(starts, start) - 1
        if before >= 0 and start < scalars[before][1]:
            position = start + 1
            continue
        found.append(Comment(match[0], index.span(start, end), stands_alone(index.flat, start)))
        position = end
    lines = ((index.span(key, key + 1).line, index.span(max(start, end - 1), end).line) for start, end, key in scalars)
    return Comments(text.span.file, tuple(found), tuple((first, last) for first, last in lines if last > first))


def _scalars(flat: str) -> Iterator[tuple[int, int, int]]:
    """The text of each scalar as offsets, the header of a block scalar left out, and where the scalar begins."""
    try:
        for token in yaml.scan(flat, Loader=LOADER):
            if isinstance(token, yaml.ScalarToken):
                key = token.start_mark.index
                start = flat.find("\n", key) if token.style in ("|", ">") else key
                yield start, token.end_mark.index, key
    except yaml.YAMLError:  # a finding of its own
        return
