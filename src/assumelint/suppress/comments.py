"""Finding the ignore comments of a file. What looks like one inside a string or a heredoc is text, not a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assumelint.suppress.layout import Layout, hcl_layout, yaml_layout
from assumelint.text import Span

_DIRECTIVE = re.compile(r"assumelint:[ \t]*ignore\b(?:\[([^\]\n]*)\])?")
_ID = re.compile(r"[^\s,]+")


def comment_ignores(file: str, text: str) -> Iterator[tuple[str, Span, int, int]]:
    """Each rule id in an ignore comment ("" where none is named), its span, the first and last line it holds for."""
    if "assumelint:" not in text:
        return
    layout = _layout(file, text)
    if layout is None:
        return
    lines = text.split("\n")
    directives = [
        (line, column, found)
        for line, column, comment in layout.comments
        if (found := _DIRECTIVE.search(comment)) is not None
    ]
    alone = {line for line, column, _ in directives if not lines[line - 1][:column].strip()}
    for line, column, found in directives:
        target = line
        while target in alone:
            target += 1
        last = max([target, *(end for start, end in layout.stretches if start == target)])
        for rule_id, start, end in _ids(found):
            yield rule_id, Span(file, line, column + start + 1, line, column + end + 1), target, last


def _ids(found: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """The ids with their offsets in the comment, or one empty id for the whole directive."""
    ids = list(_ID.finditer(found.string, *found.span(1))) if found[1] else []
    for rule_id in ids:
        yield rule_id.group(), *rule_id.span()
    if not ids:
        yield "", *found.span()


def _layout(file: str, text: str) -> Layout | None:
    """The layout of a file that knows comments, or None."""
    if file.endswith((".tf", ".tofu", ".hcl", ".tfvars")):
        return hcl_layout(text)
    if file.endswith(".json") or text.lstrip()[:1] == "{":
        return None
    return yaml_layout(text)
