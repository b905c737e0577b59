"""Identifiers of `Fn::ForEach` in the strings of a loop's body."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assumelint.text import Part, Piece, Text

_PLACEHOLDER = re.compile(r"([$&])\{([A-Za-z0-9]+)\}")


def replaced(text: Text, loops: Mapping[str, Text]) -> Text:
    """A string in a loop's body: `${Identifier}` is the value, `&{Identifier}` its letters and digits only."""
    if not loops or "{" not in text.flat:
        return text
    parts: list[Part] = []
    done = 0
    for found in _PLACEHOLDER.finditer(text.flat):
        if found[2] not in loops:
            continue
        value = loops[found[2]].literal or ""
        shown = value if found[1] == "$" else re.sub(r"[^A-Za-z0-9]", "", value)
        parts += text.cut(done, found.start()).parts if found.start() > done else ()
        parts.append(Piece(shown, text.span_of(found.start(), found.end()), exact=False))
        done = found.end()
    if not done:
        return text
    parts += text.cut(done).parts if done < len(text.flat) else ()
    return Text(tuple(parts), text.span)
