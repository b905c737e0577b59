"""The values of a claim that all conditions on it accept, with unknown parts read in either of two ways."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from assumelint.issuers.model import Claim, Match
from assumelint.language.automaton import Automaton
from assumelint.language.intersection import MOST_NODES, intersect, meeting
from assumelint.language.patterns import Pattern, automaton_of, symbols
from assumelint.language.product import Product
from assumelint.model import TrustPolicy
from assumelint.reach.clauses import Clause
from assumelint.reach.grammar import ClaimGrammar, claim_grammar

# How many nodes all products of a policy may have: its statements get equal parts.
MOST_WORK = 8 * MOST_NODES

_Question = tuple[Automaton, tuple[Automaton, ...], tuple[Automaton, ...], bool]


class Solver(Struct, eq=False):
    """The products that one statement asks for, each made once, until its budget (in nodes) is used up.

    A product that the budget has no room for is None, like one that is too large: nothing is known then.
    """

    left: int = MOST_WORK
    _grammars: dict[str, ClaimGrammar] = field(default_factory=dict)
    _possible: dict[_Question, bool] = field(default_factory=dict)
    _known: dict[_Question, Product | None] = field(default_factory=dict)

    @staticmethod
    def of(policy: TrustPolicy) -> Solver:
        """For one statement of a policy: the others that may allow something get the same."""
        denying = sum(each.effect is not None and each.effect.literal == "Deny" for each in policy.statements)
        return Solver(MOST_WORK // max(1, len(policy.statements) - denying))

    def pay(self, nodes: int) -> bool:
        """Take from the budget for other work, and say whether anything is left."""
        self.left -= nodes
        return self.left > 0

    def grammar(self, match: Match, claim: Claim) -> ClaimGrammar:
        """The grammar of one claim of the issuer that the statement is looked at for."""
        if claim.name not in self._grammars:
            self._grammars[claim.name] = claim_grammar(match, claim)
        return self._grammars[claim.name]

    def fitting(self, grammar: Automaton, patterns: Sequence[Pattern], *, named: bool = False) -> Product | None:
        """What fits one of these values, whatever their holes hold; `named`: when each hole is an unknown literal."""
        opaque = symbols(patterns) if named else {}
        return self._solve((grammar, (automaton_of(patterns, opaque),), (), False))

    def possible(self, grammar: Automaton, clauses: Sequence[Clause]) -> bool:
        """Whether some value may be accepted when every hole holds whatever lets most in, as far as can be told."""
        required = tuple(automaton_of(clause.patterns, {}) for clause in clauses if clause.narrows)
        known = [pattern for clause in clauses if clause.excludes for pattern in clause.patterns if not pattern.holes]
        question = (grammar, required, (automaton_of(known, {}),) if known else (), False)
        if question not in self._possible:
            self._possible[question] = self._may_be_met(question)
        return self._possible[question]

    def narrowest(self, grammar: Automaton, clauses: Sequence[Clause], *, whole: bool = False) -> Product | None:
        """What is accepted when every hole is one unknown literal, and no value is there but those written down.

        For `whole`, see `intersect`.
        """
        asking = [clause.patterns for clause in clauses if clause.asks]
        excluded = [pattern for clause in clauses if clause.excludes for pattern in clause.patterns]
        opaque = symbols([*(pattern for patterns in asking for pattern in patterns), *excluded])
        required = tuple(automaton_of(patterns, opaque) for patterns in asking)
        return self._solve((grammar, required, (automaton_of(excluded, opaque),) if excluded else (), whole))

    def _solve(self, question: _Question) -> Product | None:
        if question not in self._known:
            self._known[question] = self._bought(question)
        return self._known[question]

    def _bought(self, question: _Question) -> Product | None:
        most = self._affordable(question)
        if most <= 0:
            return None
        grammar, required, excluded, whole = question
        found = intersect(grammar, required, excluded, whole=whole, most=most)
        self.left -= (most if found is None else found.size) * _price(question)
        return found

    def _may_be_met(self, question: _Question) -> bool:
        known, most = self._known.get(question), self._affordable(question)
        if known is not None:
            return not known.empty
        if most <= 0:
            return True
        found = meeting(*question[:3], most)
        self.left -= found.size * _price(question)
        return found.exists is not False

    def _affordable(self, question: _Question) -> int:
        """How many nodes a product may have."""
        return min(MOST_NODES, self.left // _price(question))


def _price(question: _Question) -> int:
    """What a node costs: more where something is excluded, and where the whole graph is searched again."""
    _, _, excluded, whole = question
    return 1 + 2 * bool(excluded) + whole
