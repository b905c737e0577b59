"""Asks a second HCL parser, python-hcl2, about a text that this package refuses.

Its answer is weak evidence that a text is valid: it accepts much that Terraform refuses, and silently drops some
blocks (docs/decisions/hcl-parser.md has the figures). But a text that both parsers refuse is unlikely to be a bug in
this one. Importing python-hcl2 takes longer than a typical run, so it is imported only if there is a text to check.
"""

from __future__ import annotations

import re
from functools import cache

# python-hcl2 parses about half a megabyte per second.
_MAX_CHARACTERS = 1_000_000
# Far more than in code written by hand; a parser with recursive functions has a limit.
_MAX_NESTING = 100


@cache
def second_reader_takes(text: str) -> bool:
    """Whether python-hcl2 parses a text. False also for a text that exceeds the limits above."""
    if len(text) > _MAX_CHARACTERS or _nesting(text) > _MAX_NESTING:
        return False
    from hcl2 import parses_to_tree
    from lark.exceptions import LarkError

    try:
        parses_to_tree(text)
    except (LarkError, RecursionError, ValueError):
        return False
    return True


def _nesting(text: str) -> int:
    """The depth of nested brackets, including brackets in strings and comments."""
    deepest = depth = 0
    for bracket in re.findall(r"[\[({\])}]", text):
        depth = depth + 1 if bracket in "[({" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest
