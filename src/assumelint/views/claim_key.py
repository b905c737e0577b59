"""A condition on a token's claim, as rules look at it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from assumelint.language.key import Blemish, Key, read_key
from assumelint.model import Condition
from assumelint.text import Text

if TYPE_CHECKING:
    from assumelint.language.operators import Operator

# The claims that STS makes keys of for every issuer, and the ones people take for such.
CLAIM_NAMES = ("sub", "aud", "oaud", "amr", "email", "iss", "azp")


class ClaimKey(Struct, frozen=True, dict=True):
    """A condition, with its key taken apart."""

    condition: Condition
    key: Key

    @property
    def prefix(self) -> Text:
        """All that stands before the claim."""
        return self.key.prefix

    @property
    def host(self) -> Text:
        """The issuer's host and path."""
        return self.key.host

    @property
    def lower_host(self) -> Text:
        """The host as keys are compared: without regard to case."""
        return self.key.lower_host

    @property
    def claim(self) -> Text:
        """What stands behind the colon."""
        return self.key.claim

    @property
    def name(self) -> str:
        """The claim in lower case (key names know no case), "" where it is not known."""
        return self.key.name

    @property
    def blemish(self) -> Blemish | None:
        """The slip that keeps the key from being any token's."""
        return self.key.blemish

    @cached_property
    def operator(self) -> Operator | None:
        """The operator, or None where IAM has none of that name (or it is not known)."""
        from assumelint.language.operators import parse_operator

        written = self.condition.operator.literal
        return None if written is None else parse_operator(written)

    @cached_property
    def requires(self) -> bool:
        """Whether the condition asks for a value: a token without the claim, or with another value, fails."""
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
        """Whether a token that has the claim must have one of the values, whatever becomes of a token without it."""
        from assumelint.language.operators import Domain, Qualifier

        operator = self.operator
        return (
            operator is not None
            and operator.domain is Domain.TEXT
            and not operator.negated
            and operator.qualifier is not Qualifier.ALL
        )

    @property
    def always_there(self) -> bool:
        """Whether every token has the claim: AWS STS takes none without subject and audience."""
        return self.name in ("sub", "aud")

    @cached_property
    def fails_without_key(self) -> bool:
        """Whether the condition turns away a token that does not have the key."""
        from assumelint.sts.absence import holds_without_key

        return holds_without_key(self.condition) is False

    @property
    def surely_of_a_claim(self) -> bool:
        """Whether the key is surely meant for a token's claim: SAML and the services have keys with a colon too."""
        match self.blemish:
            case Blemish.SCHEME | Blemish.ARN | Blemish.RESOURCE:
                return True
            case Blemish.NO_HOST | Blemish.NO_COLON:
                return self.name in CLAIM_NAMES
            case _:
                return self.name in ("sub", "aud", "oaud") and self.key.of_a_claim


def claim_key(condition: Condition) -> ClaimKey | None:
    """The condition with its key taken apart; None for the keys of the call (`aws:…`, `sts:…`) and what is unknown."""
    key = read_key(condition.key)
    return None if key is None or key.of_the_call else ClaimKey(condition, key)


def names_its_claim(condition: Condition) -> bool:
    """Whether it is known which claim a condition is on (or that it is on none)."""
    key = read_key(condition.key)
    return key is not None and (not key.of_a_claim or key.claim.literal is not None)
