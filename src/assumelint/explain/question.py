"""The input of `assumelint explain`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct, field

from assumelint.issuers.model import Issuer
from assumelint.model import IdentityProvider, TrustPolicy
from assumelint.sts.inputs.cloudtrail import Event
from assumelint.sts.inputs.jwt import Jwt


class Claims(Struct, frozen=True):
    """The claims of a token, without its header. Expiry is not checked."""

    values: Mapping[str, object]


# The evidence that a user has of a call.
Evidence: TypeAlias = Claims | Jwt | Event


class Question(Struct, frozen=True):
    """One call of AssumeRoleWithWebIdentity, as far as it is known.

    `providers` are the identity providers in the policy's code, `issuers` those of the user's configuration. `provider`
    is the ARN or host of the identity provider. If `client_ids` is None, the provider's audiences are those in the
    code. `context` holds condition keys from outside the token, by lower-case name. `at` is the time of the call in
    seconds since 1970, None if it does not matter.
    """

    policy: TrustPolicy
    evidence: Evidence
    providers: tuple[IdentityProvider, ...] = ()
    issuers: tuple[Issuer, ...] = ()
    provider: str | None = None
    role_account: str | None = None
    role_arn: str | None = None
    session_name: str | None = None
    client_ids: tuple[str, ...] | None = None
    context: Mapping[str, str | list[str]] = field(default_factory=dict)
    at: Decimal | None = None
