"""The call that `assumelint explain` is asked about, from its options."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from assumelint.config import find_config
from assumelint.errors import UsageError
from assumelint.explain.inputs import parse_json_value, read_json_object, read_text, shown
from assumelint.explain.request import mapping_of, request_of_event, resolve_provider, settle
from assumelint.explain.role import client_ids_of
from assumelint.model import IdentityProvider, TrustPolicy
from assumelint.sts.inputs.cloudtrail import EventError, read_event
from assumelint.sts.inputs.jwt import JwtError, decode
from assumelint.sts.request import Request, account_of
from assumelint.sts.scalars import moment
from assumelint.sts.token import TokenCheck, check_claims, check_whole

_YEAR_3000 = 32_503_680_000


class Call(Struct, frozen=True):
    """A policy with the role's account filled in, the request, and what the token shows by itself.

    `refused`: a record says that AWS denied the call.
    """

    policy: TrustPolicy
    request: Request
    token: tuple[TokenCheck, ...]
    refused: bool = False


def read_call(arguments: argparse.Namespace, policy: TrustPolicy, providers: tuple[IdentityProvider, ...]) -> Call:
    """What to decide. Raises `UsageError`."""
    if arguments.event is not None:
        return _from_event(arguments, policy)
    if arguments.token is not None:
        header, claims = _decoded(arguments.token)
        return _from_claims(arguments, policy, providers, claims, header)
    if arguments.claims is not None:
        return _from_claims(arguments, policy, providers, read_json_object(arguments.claims), None)
    raise UsageError("which token? Give --claims FILE, --token FILE or --event FILE")


def _decoded(file: str) -> tuple[Mapping[str, object], Mapping[str, object]]:
    try:
        jwt = decode(read_text(file))
    except JwtError as error:
        raise UsageError(f"{shown(file)}: {error}") from None
    return jwt.header, jwt.claims


def _from_event(arguments: argparse.Namespace, policy: TrustPolicy) -> Call:
    try:
        event = read_event(parse_json_value(read_text(arguments.event), shown(arguments.event)))
    except EventError as error:
        raise UsageError(f"{shown(arguments.event)}: {error}") from None
    request = _with_options(request_of_event(event), arguments, _moment(arguments.at))
    settled = settle(policy, account_of(request.provider) or None, _partition(request.provider))
    return Call(settled, request, (), refused=event.error is not None)


def _from_claims(
    arguments: argparse.Namespace,
    policy: TrustPolicy,
    providers: tuple[IdentityProvider, ...],
    claims: Mapping[str, object],
    header: Mapping[str, object] | None,
) -> Call:
    """A token is judged as it is now; claims alone, as at the time when they were fresh (unless `--at` says when)."""
    now = _moment(arguments.at)
    if now is None and header is not None:
        now = Decimal(time.time())
    given, account = arguments.provider or "", _account(arguments)
    policy = settle(policy, account or account_of(given) or None, _partition(given or arguments.role_arn or ""))
    provider = resolve_provider(arguments.provider, claims, policy, account)
    mapping = mapping_of(provider, find_config(Path.cwd(), arguments.config).issuers)
    request = _with_options(Request(provider, claims, mapping), arguments, now)
    return Call(policy, request, tuple(_token_checks(arguments, request, providers, header, now)))


def _token_checks(
    arguments: argparse.Namespace,
    request: Request,
    providers: tuple[IdentityProvider, ...],
    header: Mapping[str, object] | None,
    now: Decimal | None,
) -> Iterator[TokenCheck]:
    if header is not None:
        yield from check_whole(request.claims, header)
    listed = client_ids_of(request.issuer, providers) if arguments.client_id is None else tuple(arguments.client_id)
    yield from check_claims(request, account=_account(arguments), client_ids=listed, now=now)


def _with_options(request: Request, arguments: argparse.Namespace, now: Decimal | None) -> Request:
    context: dict[str, str | list[str]] = {}
    if now is not None:
        context = {"aws:currenttime": _iso(now), "aws:epochtime": str(int(now))}
    given: dict[str, list[str]] = {}
    for assignment in arguments.context:
        key, equals, value = assignment.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"--context {assignment}: expected KEY=VALUE")
        given.setdefault(key.strip().lower(), []).append(value)
    context |= {key: values[0] if len(values) == 1 else values for key, values in given.items()}
    return replace(
        request,
        session_name=arguments.session_name or request.session_name,
        role_arn=arguments.role_arn or request.role_arn,
        context=context,
    )


def _moment(at: str | None) -> Decimal | None:
    if at is None:
        return None
    seconds = moment(at)
    if seconds is None or not 0 <= seconds < _YEAR_3000:
        raise UsageError(f"--at {at}: expected an ISO 8601 time, or seconds since 1970")
    return seconds


def _iso(now: Decimal) -> str:
    return datetime.fromtimestamp(int(now), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _account(arguments: argparse.Namespace) -> str | None:
    """The role's account, as said or as in its ARN."""
    return arguments.role_account or account_of(arguments.role_arn or "") or None


def _partition(provider: str) -> str:
    return provider.split(":")[1] if provider.startswith("arn:") else "aws"
