"""What STS asks of a token before it looks at any policy.

A token that fails here never reaches the trust policy: the error is another one than AccessDenied.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from assumelint.aws import account_of
from assumelint.language.outcome import Outcome
from assumelint.sts.decision import ErrorCode
from assumelint.sts.request import Request
from assumelint.sts.session import ROLES_CLAIM, authorized_by_idp
from assumelint.sts.value import claim_value

# STS takes a token for five more minutes after it has expired:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html
GRACE_SECONDS = 300
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")


class TokenFault(Enum):
    """What a check of the token is about. The set is closed."""

    ISSUER = "issuer"
    ACCOUNT = "account"
    ALGORITHM = "algorithm"
    CLAIM_MISSING = "required-claim"
    NO_TIMESTAMP = "timestamp"
    EXPIRED = "expiry"
    AUDIENCE = "audience"
    ROLE = "role"


class TokenCheck(Struct, frozen=True):
    """One check of the token. `expected` and `actual` are as in a check of the policy."""

    fault: TokenFault
    name: str
    passed: bool
    expected: tuple[str, ...]
    actual: tuple[str, ...] | None

    @property
    def error(self) -> ErrorCode | None:
        """What the caller reads where the check fails."""
        if self.passed:
            return None
        return ErrorCode.EXPIRED_TOKEN if self.fault is TokenFault.EXPIRED else ErrorCode.INVALID_TOKEN


def check_claims(
    request: Request,
    *,
    account: str | None = None,
    client_ids: Sequence[str] | None = None,
    now: float | Decimal | None = None,
) -> Iterator[TokenCheck]:
    """Check what the claims show: issuer, expiry, audience, roles. A claim that is not there is not checked.

    `account` is the role's; None: not known, as `client_ids`, the list of the provider. `now` is in seconds since
    1970; None: the time does not count.
    """
    claims = request.claims
    owner = account_of(request.provider)
    if account is not None and owner:
        yield TokenCheck(TokenFault.ACCOUNT, "provider", owner == account, (account,), (owner,))
    issuer = _texts(claims, "iss")
    if issuer is not None:
        fitting = issuer[0].removeprefix("https://") == request.issuer
        yield TokenCheck(TokenFault.ISSUER, "iss", fitting, (f"https://{request.issuer}",), issuer)
    expiry = claims.get("exp")
    if now is not None and isinstance(expiry, int | float):
        yield TokenCheck(TokenFault.EXPIRED, "exp", now <= expiry + GRACE_SECONDS, (), _texts(claims, "exp"))
    name = "azp" if _texts(claims, "azp") else "aud"
    if client_ids is not None and (audience := _texts(claims, name)) is not None:
        fitting = any(each in client_ids for each in audience)
        yield TokenCheck(TokenFault.AUDIENCE, name, fitting, tuple(client_ids), audience)
    if request.role_arn is not None and (listed := _texts(claims, ROLES_CLAIM)) is not None:
        fitting = authorized_by_idp(claims, request.role_arn) is Outcome.YES
        yield TokenCheck(TokenFault.ROLE, ROLES_CLAIM, fitting, (request.role_arn,), listed)


def check_whole(claims: Mapping[str, object], header: Mapping[str, object]) -> Iterator[TokenCheck]:
    """Check what only a whole token shows: its algorithm, and the claims that no token may lack."""
    algorithm = _texts(header, "alg")
    yield TokenCheck(TokenFault.ALGORITHM, "alg", bool(algorithm and algorithm[0] in ALGORITHMS), ALGORITHMS, algorithm)
    for name in ("iss", "sub", "aud"):
        found = _texts(claims, name)
        yield TokenCheck(TokenFault.CLAIM_MISSING, name, found is not None, (), found)
    for name in ("iat", "exp"):
        whole = isinstance(claims.get(name), int) and not isinstance(claims.get(name), bool)
        yield TokenCheck(TokenFault.NO_TIMESTAMP, name, whole, (), _texts(claims, name))


def _texts(claims: Mapping[str, object], name: str) -> tuple[str, ...] | None:
    value = claim_value(claims.get(name))
    return None if value is None or value.empty else value.items
