"""Yes, no, or not known: what a check comes to, and why."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Outcome(Enum):
    """The result of a check. `UNKNOWN` only where the policy has a hole or the request leaves a key open."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __invert__(self) -> Outcome:
        return _OPPOSITE[self]

    @property
    def known(self) -> bool | None:
        """As a truth value, None for unknown."""
        return {Outcome.YES: True, Outcome.NO: False}.get(self)


_OPPOSITE = {Outcome.YES: Outcome.NO, Outcome.NO: Outcome.YES, Outcome.UNKNOWN: Outcome.UNKNOWN}


def outcome(fact: bool) -> Outcome:
    """A known outcome."""
    return Outcome.YES if fact else Outcome.NO


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """YES where one is; NO where all are, as for none at all."""
    result = Outcome.NO
    for each in outcomes:
        if each is Outcome.YES:
            return each
        if each is Outcome.UNKNOWN:
            result = each
    return result


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """NO where one is; YES where all are, as for none at all."""
    return ~any_of(~each for each in outcomes)


class Reason(Enum):
    """Why a check came out as it did. The set is closed: a report has a sentence for each."""

    MATCHES = "matches"
    DIFFERS = "differs"
    EXCLUDED = "excluded"  # a negated operator, and the value is one of those it lists
    NOT_EXCLUDED = "not-excluded"
    KEY_ABSENT = "key-absent"
    KEY_PRESENT = "key-present"
    ABSENT_PASSES = "absent-passes"  # the key is absent, and this operator is true then
    CLAIM_NOT_MAPPED = "claim-not-mapped"  # the token has the claim, but STS makes no condition key of it
    OTHER_ISSUER = "other-issuer"  # the key belongs to another issuer than the token
    VARIABLE_WITHOUT_VALUE = "variable-without-value"
    VARIABLES_OFF = "variables-off"  # ${…} under a version that has no policy variables
    WILDCARD_IS_LITERAL = "wildcard-is-literal"  # * or ? under an operator that takes it as written
    CASE_DIFFERS = "case-differs"
    NO_VALUES = "no-values"
    UNKNOWN_OPERATOR = "unknown-operator"
    WRONG_ACCOUNT = "wrong-account"
    WRONG_PARTITION = "wrong-partition"
    NOT_FEDERATED = "not-federated"
    ELEMENT_MISSING = "element-missing"
    NOT_ACTION = "not-action"
    CONTROL = "control"  # STS denies by itself where the policy leaves this key out
    HOLE = "hole"  # the code does not tell the value
    NOT_GIVEN = "not-given"  # the request does not tell the value
