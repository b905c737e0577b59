"""The conditions of a statement, sorted by the claim of one issuer that they look at."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from assumelint.issuers.model import Claim, Match
from assumelint.language.key import Owner, read_key
from assumelint.language.operators import Domain, Operator, parse_operator
from assumelint.language.patterns import Pattern, Reading, read_pattern
from assumelint.model import Condition, Statement
from assumelint.sts.absence import asks_absence, holds_without_key
from assumelint.text import Text

_MOST_WORK = 40_000


class Clause(Struct, frozen=True):
    """One condition, read. `claim` is in lower case, "" where it is not known; `known` is what the catalogue has of it.

    `operator` None: not known, or none that IAM has. `patterns` are its values under a string operator.
    `flipped`: it stands in a Deny statement, and must not hold.
    """

    condition: Condition
    owner: Owner
    claim: str
    known: Claim | None
    operator: Operator | None
    patterns: tuple[Pattern, ...]
    flipped: bool = False

    @property
    def opposite(self) -> Clause:
        """The clause that holds where this one does not."""
        return replace(self, flipped=not self.flipped)

    @property
    def text(self) -> bool:
        """Whether it compares strings: other domains are not followed here."""
        return self.operator is not None and self.operator.domain is Domain.TEXT

    @property
    def negated(self) -> bool:
        """Whether it asks that no value fits."""
        return self.operator is not None and self.operator.negated is not self.flipped

    @property
    def asks(self) -> bool:
        """Whether a claim that is there must have one of its values."""
        return self.text and not self.negated

    @property
    def narrows(self) -> bool:
        """Whether it asks, and all of its values are known."""
        return self.asks and self.condition.values.complete

    @property
    def excludes(self) -> bool:
        """Whether a claim that is there must have none of its values."""
        return self.text and self.negated

    @property
    def when_absent(self) -> bool | None:
        """Whether a token without the claim passes; None where that is not known."""
        return None if self.operator is None else self._turned(holds_without_key(self.condition))

    @property
    def when_present(self) -> bool | None:
        """Whether every token with the claim passes; None where that hangs on the value, or is not known."""
        if self.operator is None or self.operator.domain is not Domain.PRESENCE:
            return None
        absence = self._turned(asks_absence(self.condition))
        return None if absence is None else not absence

    def _turned(self, holds: bool | None) -> bool | None:
        return holds if holds is None else holds is not self.flipped


def clauses_of(statement: Statement, match: Match, *, variables: bool) -> tuple[Clause, ...]:
    """The conditions of a statement, seen by one issuer. `variables`: the policy's version has policy variables."""
    return tuple(read_clause(condition, match, variables=variables) for condition in statement.conditions)


def read_clause(condition: Condition, match: Match, *, variables: bool) -> Clause:
    """One condition, seen by one issuer."""
    written = condition.operator.literal
    operator = None if written is None or _too_large(condition) else parse_operator(written)
    owner, claim = _owner(condition.key, match)
    patterns: tuple[Pattern, ...] = ()
    if operator is not None and operator.domain is Domain.TEXT:
        reading = Reading.of(operator, variables=variables, host=match.host.literal or "")
        patterns = tuple(read_pattern(value, reading) for value in condition.values.items)
    known = match.issuer.claim(claim) if owner in (Owner.OWN, Owner.UNKNOWN) else None
    return Clause(condition, owner, claim, known, operator, patterns)


def _too_large(condition: Condition) -> bool:
    """Whether the values are more than a policy can hold, or than is worth the time."""
    values = condition.values.items
    return sum(len(value) * (1 + value.flat.count("*")) for value in values) > _MOST_WORK


def _owner(key: Text, match: Match) -> tuple[Owner, str]:
    """Whose key it is, and the claim; of AWS's keys, the whole key."""
    read = read_key(key)
    if read is None:
        return Owner.UNKNOWN, ""
    owner = read.owner(match.host)
    return owner, str(key).lower() if owner is Owner.AWS else read.name


def by_claim(clauses: Iterable[Clause]) -> dict[str, tuple[Clause, ...]]:
    """The clauses on the claims that the issuer has, by claim, in the order of the statement.

    A key that holes leave open counts: if it is another issuer's, its condition never holds anyway.
    """
    found: dict[str, tuple[Clause, ...]] = {}
    for clause in clauses:
        if clause.known is not None:
            found[clause.claim] = (*found.get(clause.claim, ()), clause)
    return found
