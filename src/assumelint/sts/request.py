"""What STS is asked: one token, for one role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from assumelint.aws import issuer_of

if TYPE_CHECKING:
    from assumelint.issuers.model import Claim


class ClaimKey(Struct, frozen=True):
    """A condition key and where STS takes it from: the first of these claims that the token has."""

    name: str
    sources: tuple[str, ...]
    many: bool = False


_AUDIENCE = ClaimKey("aud", ("azp", "aud"))
_REQUESTED_AUDIENCE = ClaimKey("oaud", ("aud",))

# The keys of an issuer that has none of its own:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
STANDARD_KEYS = (
    _AUDIENCE,
    _REQUESTED_AUDIENCE,
    ClaimKey("sub", ("sub",)),
    ClaimKey("amr", ("amr",), many=True),
    ClaimKey("email", ("email",)),
)


def claim_keys(claims: Iterable[Claim]) -> tuple[ClaimKey, ...]:
    """The condition keys of an issuer, from its claims in the catalogue. `azp` comes before `aud` for every issuer."""
    fixed = {"aud": _AUDIENCE, "oaud": _REQUESTED_AUDIENCE}
    return tuple(fixed.get(claim.name) or ClaimKey(claim.name, (claim.source,), claim.many) for claim in claims)


class Request(Struct, frozen=True):
    """A call of AssumeRoleWithWebIdentity, as far as it is known.

    `provider` is the ARN of the identity provider, or the host of a built-in one. `claims` is the payload of the
    token; with `partial`, no more than a part of it. `mapping` are the condition keys that this issuer has.
    `session_name` None: not known. `role_arn` matters where the token lists its roles. `context` are keys from
    outside the token (`aws:SourceIp`); unless it is `complete`, a policy that asks for another one stays undecided.
    """

    provider: str
    claims: Mapping[str, object] = field(default_factory=dict)
    mapping: tuple[ClaimKey, ...] = STANDARD_KEYS
    session_name: str | None = None
    role_arn: str | None = None
    context: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    complete: bool = False
    partial: bool = False

    @property
    def issuer(self) -> str:
        """Host and path of the issuer: what its condition keys begin with."""
        return issuer_of(self.provider)
