"""How much of a form an unknown literal can cover: fields and the punctuation between them, but no fixed words."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache

from assumelint.language.automaton import Arc, Automaton, sample


class Extent(IntEnum):
    """How much of a form an unknown literal covers."""

    WITHIN = 0  # at most one field
    JOINS = 1  # several fields and the punctuation between them: OWNER/REPO


@lru_cache(maxsize=4096)
def beyond(grammar: Automaton, state: int) -> dict[int, Extent]:
    """Return each state where an unknown literal that begins here may end, with the smallest extent that reaches it.

    The literal covers fields and punctuation, but no fixed words of the form: `${var.repo}` may be `acme/app`, but not
    `acme/app:ref`.
    """
    field = grammar.inside[state]
    found = {state: Extent.WITHIN}
    _spread(grammar, found, Extent.WITHIN, lambda arc, inside: bool(arc.field) and inside in ("", arc.field), field)
    _spread(grammar, found, Extent.JOINS, lambda arc, _: bool(arc.field) or not _is_word(arc.mask), field)
    return found


def _spread(
    grammar: Automaton, found: dict[int, Extent], extent: Extent, takes: Callable[[Arc, str], bool], field: str
) -> None:
    waiting = list(found)
    first = waiting[0]
    while waiting:
        state = waiting.pop()
        inside = field if state == first else grammar.inside[state]
        for arc in grammar.arcs[state]:
            if arc.target not in found and takes(arc, inside):
                found[arc.target] = extent
                waiting.append(arc.target)


def _is_word(mask: int) -> bool:
    return sample(mask).isalnum()
