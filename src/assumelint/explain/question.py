"""What `assumelint explain` is asked."""

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
    """The claims of a token, without its header: judged as at the time when they were fresh."""

    values: Mapping[str, object]


# What somebody holds of a call.
Evidence: TypeAlias = Claims | Jwt | Event


class Question(Struct, frozen=True):
    """One call of AssumeRoleWithWebIdentity, as far as it is known.

    `providers` are the identity providers of the code that the policy comes from, `issuers` those of the user's
    configuration. `provider` is the ARN of the identity provider, or its host. `client_ids` None: the audiences of
    the provider are those that the code lists. `context` holds condition keys from outside the token, by name in
    lower case. `at` is the time of the call in seconds since 1970, None where it does not matter.
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
