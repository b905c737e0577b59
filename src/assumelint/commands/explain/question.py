"""Converting the options of `assumelint explain` to a question."""

from __future__ import annotations

import argparse
import time
from decimal import Decimal

from assumelint.commands import options
from assumelint.commands.explain.inputs import parse_json_value, read_json_object, read_policy_file, read_text, shown
from assumelint.config import Config
from assumelint.errors import UsageError
from assumelint.explain.question import Claims, Evidence, Question
from assumelint.model import Extraction, IdentityProvider, TrustPolicy
from assumelint.sts.inputs.cloudtrail import EventError, read_event
from assumelint.sts.inputs.jwt import Jwt, JwtError, decode
from assumelint.sts.scalars import moment
from assumelint.suggest import did_you_mean

_YEAR_3000 = 32_503_680_000


def read_question(arguments: argparse.Namespace, config: Config) -> Question:
    """Return the question, after reading the files that the options name. Raises `UsageError`."""
    policy, providers = _policy(arguments, config)
    evidence = _evidence(arguments)
    return Question(
        policy,
        evidence,
        providers,
        issuers=config.issuers,
        provider=arguments.provider,
        role_account=arguments.role_account,
        role_arn=arguments.role_arn,
        session_name=arguments.session_name,
        client_ids=None if arguments.client_id is None else tuple(arguments.client_id),
        context=_context(arguments.context),
        at=_moment(arguments.at, evidence),
    )


def _policy(arguments: argparse.Namespace, config: Config) -> tuple[TrustPolicy, tuple[IdentityProvider, ...]]:
    if arguments.policy is not None:
        return read_policy_file(arguments.policy), ()
    if arguments.role is not None:
        return _role(arguments, config)
    raise UsageError("which trust policy? Give --policy FILE, or --role ADDRESS and the PATH of its code")


def _role(arguments: argparse.Namespace, config: Config) -> tuple[TrustPolicy, tuple[IdentityProvider, ...]]:
    """Return the trust policy of the role at an address, and the identity providers in the same code."""
    extraction = options.read(arguments, config).extraction or Extraction()
    candidates = (*extraction.roles, *extraction.documents)
    roles = [role for role in candidates if role.address == arguments.role]
    if not roles:
        near = did_you_mean(arguments.role, [role.address for role in candidates])
        raise UsageError(f'no role "{arguments.role}" in {", ".join(arguments.paths)}{near}')
    policy = next((role.policy for role in roles if role.policy is not None), None)
    if policy is None:
        raise UsageError(f"{roles[0].address}: the code does not tell its trust policy")
    return policy, tuple(provider for provider in extraction.providers if not provider.condition)


def _evidence(arguments: argparse.Namespace) -> Evidence:
    if arguments.event is not None:
        try:
            return read_event(parse_json_value(read_text(arguments.event), shown(arguments.event)))
        except EventError as error:
            raise UsageError(f"{shown(arguments.event)}: {error}") from None
    if arguments.token is not None:
        try:
            return decode(read_text(arguments.token))
        except JwtError as error:
            raise UsageError(f"{shown(arguments.token)}: {error}") from None
    if arguments.claims is not None:
        return Claims(read_json_object(arguments.claims))
    raise UsageError("which token? Give --claims FILE, --token FILE or --event FILE")


def _context(assignments: list[str]) -> dict[str, str | list[str]]:
    """Return the condition keys of `--context` by lower-case name. A key that is given twice has both values."""
    given: dict[str, list[str]] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"--context {assignment}: expected KEY=VALUE")
        given.setdefault(key.strip().lower(), []).append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in given.items()}


def _moment(at: str | None, evidence: Evidence) -> Decimal | None:
    """Return the time of the call: as given, otherwise the current time for a whole token (it may have expired)."""
    if at is None:
        return Decimal(time.time()) if isinstance(evidence, Jwt) else None
    seconds = moment(at)
    if seconds is None or not 0 <= seconds < _YEAR_3000:
        raise UsageError(f"--at {at}: expected an ISO 8601 time, or seconds since 1970")
    return seconds
