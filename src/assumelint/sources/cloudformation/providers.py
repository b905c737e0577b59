"""The OIDC identity providers that a stack creates."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.cause import Cause
from assumelint.model import IdentityProvider, Problem, Values
from assumelint.policy import as_values
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.provider_arn import PROVIDERS
from assumelint.sources.cloudformation.scope import Budget, ExpansionError, Resource, Scope
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.cloudformation.worlds import Run
from assumelint.sources.read.yaml_tree import RawMap
from assumelint.text import Text


def providers(stack: Stack, problems: list[Problem]) -> Iterator[IdentityProvider]:
    """Yield the providers of a stack, using the defaults of its parameters."""
    for resource in stack.resources.values():
        if resource.type in PROVIDERS:
            scope = resource.scope(stack.scope(Run(), problems, Budget(), resource.name))
            try:
                yield _provider(stack, resource, scope)
            except ExpansionError as error:
                scope.report(Cause.RUNAWAY_EXPANSION, resource.key.span, str(error))


def _provider(stack: Stack, resource: Resource, scope: Scope) -> IdentityProvider:
    properties = resource.properties
    # CDK's custom resource spells this property differently.
    clients = _values(scope, properties, "ClientIdList") or _values(scope, properties, "ClientIDList")
    url, thumbprints = _url(scope, properties), _values(scope, properties, "ThumbprintList")
    return IdentityProvider(
        address=resource.name,
        kind=resource.type,
        span=resource.key.span,
        url=url,
        client_ids=clients,
        thumbprints=thumbprints,
        uses=tuple(dict.fromkeys(scope.uses)),
        configuration=stack.home,
        switched=resource.body.get("Condition") is not None,
    )


def _url(scope: Scope, properties: RawMap | None) -> Text | None:
    raw = properties.get("Url") if properties is not None else None
    return plain_text(scope.value(raw)) if raw is not None else None


def _values(scope: Scope, properties: RawMap | None, name: str) -> Values | None:
    raw = properties.get(name) if properties is not None else None
    value = scope.value(raw) if raw is not None else None
    return as_values(value) if value is not None else None
