"""A condition on a claim of the token, as rules see it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from assumelint.language.key import Blemish, Key, read_key
from assumelint.model import Condition
from assumelint.text import Text

if TYPE_CHECKING:
    from assumelint.language.operators import Operator
    from assumelint.language.patterns import Reading

# The claims that STS makes keys of for every issuer, and the ones people take for such.
CLAIM_NAMES = ("sub", "aud", "oaud", "amr", "email", "iss", "azp")


class ClaimKey(Struct, frozen=True, dict=True):
    """A condition with its parsed key."""

    condition: Condition
    key: Key

    @property
    def prefix(self) -> Text:
        """Everything before the claim."""
        return self.key.prefix

    @property
    def host(self) -> Text:
        """The issuer's host and path."""
        return self.key.host

    @property
    def lower_host(self) -> Text:
        """The host in lower case, as keys are case-insensitive."""
        return self.key.lower_host

    @property
    def claim(self) -> Text:
        """The part after the colon."""
        return self.key.claim

    @property
    def name(self) -> str:
        """The claim in lower case, "" if it is not known."""
        return self.key.name

    @property
    def blemish(self) -> Blemish | None:
        """The mistake because of which no token has the key, or None."""
        return self.key.blemish

    @cached_property
    def operator(self) -> Operator | None:
        """The operator, or None if it is unknown or IAM has no such operator."""
        from assumelint.language.operators import parse_operator

        written = self.condition.operator.literal
        return None if written is None else parse_operator(written)

    @cached_property
    def requires(self) -> bool:
        """Whether the condition requires a value: a token without the claim, or with another value, fails."""
        from assumelint.language.operators import Domain
        from assumelint.sts.absence import passes_without_key

        operator = self.operator
        return (
            operator is not None
            and not operator.negated
            and operator.domain is not Domain.PRESENCE
            and not passes_without_key(operator)
        )

    @cached_property
    def asks(self) -> bool:
        """Whether a token with the claim must have one of the values, regardless of tokens without the claim."""
        from assumelint.language.operators import Domain, Qualifier

        operator = self.operator
        return (
            operator is not None
            and operator.domain is Domain.TEXT
            and not operator.negated
            and operator.qualifier is not Qualifier.ALL
        )

    @property
    def binds(self) -> bool:
        """Whether every token must have one of the values: the condition requires one, or the claim is always there.

        `IfExists` and `ForAllValues` leave no way around a condition on a claim that every token has once.
        """
        from assumelint.language.operators import Domain

        operator = self.operator
        fixed = operator is not None and operator.domain is Domain.TEXT and not operator.negated
        return self.requires or (fixed and self.always_there)

    @property
    def reading(self) -> Reading:
        """How the operator reads the characters of the values, apart from policy variables."""
        from assumelint.language.patterns import Reading

        operator = self.operator
        return Reading(False, variables=False) if operator is None else Reading.of(operator, variables=False)

    @property
    def always_there(self) -> bool:
        """Whether every token has the claim: AWS STS accepts no token without subject and audience."""
        return self.name in ("sub", "aud")

    @cached_property
    def fails_without_key(self) -> bool:
        """Whether the condition fails for a token without the key."""
        from assumelint.sts.absence import holds_without_key

        return holds_without_key(self.condition) is False

    @property
    def surely_of_a_claim(self) -> bool:
        """Whether the key is certainly meant for a token's claim: keys of SAML and of services contain a colon too."""
        match self.blemish:
            case Blemish.SCHEME | Blemish.ARN | Blemish.RESOURCE:
                return True
            case Blemish.NO_HOST | Blemish.NO_COLON:
                return self.name in CLAIM_NAMES
            case _:
                return self.name in ("sub", "aud", "oaud") and self.key.of_a_claim


def claim_key(condition: Condition) -> ClaimKey | None:
    """Return the condition with its parsed key, or None for a key of the call (`aws:…`, `sts:…`) or an unknown one."""
    key = read_key(condition.key)
    return None if key is None or key.of_the_call else ClaimKey(condition, key)


def names_its_claim(condition: Condition) -> bool:
    """Return whether it is known which claim a condition is on, if any."""
    key = read_key(condition.key)
    return key is not None and (not key.of_a_claim or key.claim.literal is not None)
