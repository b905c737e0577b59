"""From a question to the request that is decided, and to what the token shows by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from assumelint.aws import account_of, partition_of
from assumelint.explain.provider import mapping_of, request_of_event, resolve_provider, settle
from assumelint.explain.question import Claims, Question
from assumelint.model import IdentityProvider, TrustPolicy
from assumelint.sts.inputs.cloudtrail import Event
from assumelint.sts.inputs.jwt import Jwt
from assumelint.sts.request import Request
from assumelint.sts.token import TokenCheck, check_claims, check_whole


class Call(Struct, frozen=True):
    """A policy with the role's account filled in, the request, and what the token shows by itself.

    `refused`: a record says that AWS denied the call.
    """

    policy: TrustPolicy
    request: Request
    token: tuple[TokenCheck, ...]
    refused: bool = False


def read_call(question: Question) -> Call:
    """What to decide. Raises `UsageError` where nothing tells which provider the token comes from."""
    match question.evidence:
        case Event() as event:
            return _from_event(question, event)
        case Jwt(header, claims):
            return _from_claims(question, claims, header)
        case Claims(claims):
            return _from_claims(question, claims, None)


def _from_event(question: Question, event: Event) -> Call:
    request = _completed(request_of_event(event), question)
    settled = settle(question.policy, account_of(request.provider) or None, partition_of(request.provider))
    return Call(settled, request, (), refused=event.error is not None)


def _from_claims(question: Question, claims: Mapping[str, object], header: Mapping[str, object] | None) -> Call:
    given, account = question.provider or "", _account(question)
    partition = partition_of(given or question.role_arn or "")
    policy = settle(question.policy, account or account_of(given) or None, partition)
    provider = resolve_provider(question.provider, claims, policy, account)
    request = _completed(Request(provider, claims, mapping_of(provider, question.issuers)), question)
    return Call(policy, request, tuple(_token_checks(question, request, header)))


def _token_checks(question: Question, request: Request, header: Mapping[str, object] | None) -> Iterator[TokenCheck]:
    if header is not None:
        yield from check_whole(request.claims, header)
    listed = question.client_ids
    if listed is None:
        listed = _client_ids(request.issuer, question.providers)
    yield from check_claims(request, account=_account(question), client_ids=listed, now=question.at)


def _client_ids(issuer: str, providers: tuple[IdentityProvider, ...]) -> tuple[str, ...] | None:
    """The audiences that the provider of an issuer lists; None where the code does not tell them all."""
    for provider in providers:
        listed = provider.client_ids
        if provider.url is None or (provider.url.literal or "").removeprefix("https://") != issuer or listed is None:
            continue
        known = tuple(text.literal for text in listed.items if text.literal is not None)
        if listed.complete and len(known) == len(listed.items):
            return known
    return None


def _completed(request: Request, question: Question) -> Request:
    """The request with what the question says of the call besides the token."""
    context: dict[str, str | list[str]] = {}
    if question.at is not None:
        context = {"aws:currenttime": _iso(question.at), "aws:epochtime": str(int(question.at))}
    return replace(
        request,
        session_name=question.session_name or request.session_name,
        role_arn=question.role_arn or request.role_arn,
        context=context | dict(question.context),
    )


def _iso(now: Decimal) -> str:
    return datetime.fromtimestamp(int(now), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _account(question: Question) -> str | None:
    """The role's account, as said or as in its ARN."""
    return question.role_account or account_of(question.role_arn or "") or None
