"""From what the user knows of a call to the request that is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from assumelint import aws
from assumelint.aws import account_of, issuer_of
from assumelint.errors import UsageError
from assumelint.issuers.model import Issuer
from assumelint.model import Principal, TrustPolicy
from assumelint.sts.inputs.cloudtrail import Event
from assumelint.sts.request import ClaimKey, Request, claim_keys
from assumelint.text import Hole, HoleKind, Piece, Span, Text

_NOWHERE = Span("", 1, 1, 1, 1)
UNKNOWN_ACCOUNT = "${the role's account}"


def mapping_of(provider: str, own: Sequence[Issuer] = ()) -> tuple[ClaimKey, ...]:
    """The condition keys that STS has for the issuer of a provider; `own` are the issuers of the configuration."""
    from assumelint.issuers import identify

    return claim_keys(identify(Text.of(issuer_of(provider), _NOWHERE), own).issuer.claims.values())


def resolve_provider(
    given: str | None, claims: Mapping[str, object], policy: TrustPolicy, account: str | None = None
) -> str:
    """The ARN of the provider (a built-in one's host) that a token comes from.

    It is what the user says, else what `iss` leads to: a provider that the policy names, or one of the same URL in
    the role's account. Without both, the only provider that the policy names. Raises `UsageError`.
    """
    named = tuple(_providers(policy))
    if given is not None and (given.startswith("arn:") or given in aws.BUILT_IN_HOSTS):
        return given
    issuer = given if given is not None else claims.get("iss")
    if not isinstance(issuer, str):
        if len(set(named)) == 1:
            return named[0]
        raise UsageError("the claims have no iss: say with --provider which identity provider the token comes from")
    return _provider_of(issuer.removeprefix("https://"), named, account)


def _provider_of(host: str, named: tuple[str, ...], account: str | None) -> str:
    if aws.is_built_in(host):
        return host
    possible = [arn for arn in named if _names_account(account_of(arn))]
    same = [arn for arn in possible if issuer_of(arn) == host]
    if same and account in (None, *map(account_of, same)):
        return next(arn for arn in same if account in (None, account_of(arn)))
    models = [*same, *possible]
    partitions = [found for arn in models if (found := aws.partition_of(arn)) in aws.PARTITIONS]
    owner = account or next(map(account_of, models), UNKNOWN_ACCOUNT)
    return aws.provider_arn(host, next(iter(partitions), aws.STANDARD_PARTITION), owner)


def _names_account(text: str) -> bool:
    return aws.is_account(text) or text == UNKNOWN_ACCOUNT


def _providers(policy: TrustPolicy) -> Iterator[str]:
    """The OIDC providers that the statements of a policy name."""
    for statement in policy.statements:
        for principal in statement.principals or ():
            value = principal.value.literal
            if value and principal.kind is not None and principal.kind.literal == "Federated":
                yield value


def request_of_event(event: Event) -> Request:
    """The request behind a CloudTrail record: audience and subject, and no other claim."""
    claims = {"sub": event.subject} | ({} if event.audience is None else {"aud": event.audience})
    return Request(
        provider=event.provider,
        claims=claims,
        # The record shows the audience that STS settled on; which claim that came from, it does not tell.
        mapping=(ClaimKey("aud", ("aud",)), ClaimKey("sub", ("sub",))),
        session_name=event.session_name,
        role_arn=event.role_arn,
        partial=True,
    )


def settle(policy: TrustPolicy, account: str | None, partition: str = aws.STANDARD_PARTITION) -> TrustPolicy:
    """The policy with the account and partition of the role filled in where its principals leave them open.

    A provider serves roles of its own account only, so there the account is the role's. Where that is not known
    either, the reference stands in its place, on both sides of the comparison.
    """
    fill = {HoleKind.ACCOUNT: account or UNKNOWN_ACCOUNT, HoleKind.PARTITION: partition}
    return replace(
        policy,
        statements=tuple(
            replace(
                statement,
                principals=_settled(statement.principals, fill),
                not_principals=_settled(statement.not_principals, fill),
            )
            for statement in policy.statements
        ),
    )


def _settled(principals: tuple[Principal, ...] | None, fill: Mapping[HoleKind, str]) -> tuple[Principal, ...] | None:
    if principals is None:
        return None
    return tuple(replace(principal, value=_filled(principal.value, fill)) for principal in principals)


def _filled(text: Text, fill: Mapping[HoleKind, str]) -> Text:
    return Text(
        tuple(
            Piece(fill[part.kind], part.span, exact=False) if isinstance(part, Hole) and part.kind in fill else part
            for part in text.parts
        ),
        text.span,
    )
