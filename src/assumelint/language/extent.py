"""How far an unknown literal reaches in a grammar: names and what joins them, but no words of a form."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache

from assumelint.language.automaton import Arc, Automaton, sample


class Extent(IntEnum):
    """How far an unknown literal goes in a form."""

    WITHIN = 0  # no more than one field
    JOINS = 1  # several fields and the punctuation between them: OWNER/REPO


@lru_cache(maxsize=4096)
def beyond(grammar: Automaton, state: int) -> dict[int, Extent]:
    """Every state where an unknown literal that begins here may end, and how far it goes at least.

    It holds names and what joins them, but no words of the form: `${var.repo}` is `acme/app`, not `acme/app:ref`.
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
