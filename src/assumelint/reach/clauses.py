"""The conditions of a statement, grouped by the claim of one issuer that they are on."""

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
    """A parsed condition. `claim` is in lower case, "" if unknown; `known` is the claim's entry in the catalogue.

    `operator` is None if it is unknown or IAM has no such operator. `patterns` are the values under a string operator.
    `flipped`: the condition is from a Deny statement, and must not be true.
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
        """Return the clause that is true where this one is not."""
        return replace(self, flipped=not self.flipped)

    @property
    def text(self) -> bool:
        """Whether it compares strings. Other types of values are not evaluated here."""
        return self.operator is not None and self.operator.domain is Domain.TEXT

    @property
    def negated(self) -> bool:
        """Whether it requires that no value matches."""
        return self.operator is not None and self.operator.negated is not self.flipped

    @property
    def asks(self) -> bool:
        """Whether a claim that is present must have one of its values."""
        return self.text and not self.negated

    @property
    def narrows(self) -> bool:
        """Whether a claim that is present must have one of its values, all of which are known."""
        return self.asks and self.condition.values.complete

    @property
    def excludes(self) -> bool:
        """Whether a claim that is present must have none of its values."""
        return self.text and self.negated

    @property
    def when_absent(self) -> bool | None:
        """Whether the condition is true for a token without the claim; None if unknown."""
        return None if self.operator is None else self._turned(holds_without_key(self.condition))

    @property
    def when_present(self) -> bool | None:
        """Whether the condition is true for every token with the claim; None if it varies or is unknown."""
        if self.operator is None or self.operator.domain is not Domain.PRESENCE:
            return None
        absence = self._turned(asks_absence(self.condition))
        return None if absence is None else not absence

    def _turned(self, holds: bool | None) -> bool | None:
        return holds if holds is None else holds is not self.flipped


def clauses_of(statement: Statement, match: Match, *, variables: bool) -> tuple[Clause, ...]:
    """Return the conditions of a statement for one issuer. `variables`: the policy's version has policy variables."""
    return tuple(read_clause(condition, match, variables=variables) for condition in statement.conditions)


def read_clause(condition: Condition, match: Match, *, variables: bool) -> Clause:
    """Return one condition, parsed for one issuer."""
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
    """Return whether the values are longer than a policy can be, or too long to evaluate in time."""
    values = condition.values.items
    return sum(len(value) * (1 + value.flat.count("*")) for value in values) > _MOST_WORK


def _owner(key: Text, match: Match) -> tuple[Owner, str]:
    """Return the owner of a key and its claim; for a key of AWS, the whole key."""
    read = read_key(key)
    if read is None:
        return Owner.UNKNOWN, ""
    owner = read.owner(match.host)
    return owner, str(key).lower() if owner is Owner.AWS else read.name


def by_claim(clauses: Iterable[Clause]) -> dict[str, tuple[Clause, ...]]:
    """Return the clauses on the issuer's claims, by claim, in the order of the statement.

    A key that holes leave open is included: if it is another issuer's, its condition is never true anyway.
    """
    found: dict[str, tuple[Clause, ...]] = {}
    for clause in clauses:
        if clause.known is not None:
            found[clause.claim] = (*found.get(clause.claim, ()), clause)
    return found
