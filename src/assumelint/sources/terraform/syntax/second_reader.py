"""Whether another reader of HCL, python-hcl2, takes a text that this package refuses.

It is no judge: it takes much that Terraform refuses, and drops some blocks without a word (docs/decisions/hcl-parser.md
has the figures). But what it refuses as well is hardly a fault of this package's parser. Importing it costs more than
a whole run does, so it is imported where there is a text to ask about, and only there.
"""

from __future__ import annotations

import re
from functools import cache

# It reads about half a megabyte a second.
_MAX_CHARACTERS = 1_000_000
# No code that people write comes near it, and a reader made of recursive functions has a limit somewhere.
_MAX_NESTING = 100


@cache
def second_reader_takes(text: str) -> bool:
    """Whether python-hcl2 reads a text to its end. False as well for one that is too much for it."""
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
    """How many brackets are open at once, those in strings and comments counted with the others."""
    deepest = depth = 0
    for bracket in re.findall(r"[\[({\])}]", text):
        depth = depth + 1 if bracket in "[({" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest
