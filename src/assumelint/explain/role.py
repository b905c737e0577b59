"""The trust policy of a role in the code, for `assumelint explain --role`."""

from __future__ import annotations

import argparse
from pathlib import Path

from assumelint.commands import options
from assumelint.config import find_config
from assumelint.errors import UsageError
from assumelint.model import Extraction, IdentityProvider, TrustPolicy
from assumelint.suggest import did_you_mean


def find_role(arguments: argparse.Namespace) -> tuple[TrustPolicy, tuple[IdentityProvider, ...]]:
    """The trust policy of the role at an address, and the identity providers of the same code. Raises `UsageError`."""
    loaded = options.read(arguments, find_config(Path.cwd(), arguments.config))
    extraction = loaded.extraction or Extraction()
    candidates = (*extraction.roles, *extraction.documents)
    roles = [role for role in candidates if role.address == arguments.role]
    if not roles:
        near = did_you_mean(arguments.role, [role.address for role in candidates])
        raise UsageError(f'no role "{arguments.role}" in {", ".join(arguments.paths)}{near}')
    policy = next((role.policy for role in roles if role.policy is not None), None)
    if policy is None:
        raise UsageError(f"{roles[0].address}: the code does not tell its trust policy")
    return policy, extraction.providers


def client_ids_of(issuer: str, providers: tuple[IdentityProvider, ...]) -> tuple[str, ...] | None:
    """The audiences that the provider of an issuer lists; None where the code does not tell them all."""
    for provider in providers:
        listed = provider.client_ids
        if provider.url is None or (provider.url.literal or "").removeprefix("https://") != issuer or listed is None:
            continue
        known = tuple(text.literal for text in listed.items if text.literal is not None)
        if listed.complete and len(known) == len(listed.items):
            return known
    return None
