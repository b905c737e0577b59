"""The values of a claim that all conditions on it accept, with unknown parts read in either of two ways."""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.language.automaton import Automaton
from assumelint.language.intersection import intersect
from assumelint.language.patterns import automaton_of, symbols
from assumelint.language.product import Product
from assumelint.reach.clauses import Clause


def widest(grammar: Automaton, clauses: Sequence[Clause]) -> Product | None:
    """What is accepted when every hole holds whatever lets most in: empty only where nothing can ever fit.

    None where the question is too large.
    """
    required = [automaton_of(clause.patterns, {}) for clause in clauses if clause.narrows]
    known = [
        tuple(pattern for pattern in clause.patterns if not pattern.holes) for clause in clauses if clause.excludes
    ]
    return intersect(grammar, required, [automaton_of(patterns, {}) for patterns in known if patterns])


def narrowest(grammar: Automaton, clauses: Sequence[Clause], *, whole: bool = False) -> Product | None:
    """What is accepted when every hole is one unknown literal, and no value is there but those written down.

    None where the question is too large. For `whole`, see `intersect`.
    """
    asking = [clause.patterns for clause in clauses if clause.asks]
    excluding = [clause.patterns for clause in clauses if clause.excludes and clause.patterns]
    opaque = symbols([pattern for patterns in (*asking, *excluding) for pattern in patterns])
    required = [automaton_of(patterns, opaque) for patterns in asking]
    return intersect(grammar, required, [automaton_of(patterns, opaque) for patterns in excluding], whole=whole)
