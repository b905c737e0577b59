"""The resources that create a role, and where each one's trust policy is written."""

from __future__ import annotations

from msgspec import Struct

from assumelint.cause import Cause
from assumelint.model import Problem
from assumelint.sources.cloudformation.loops import entries
from assumelint.sources.cloudformation.sam import SERVERLESS, with_globals
from assumelint.sources.cloudformation.scope import Budget, ExpansionError, Resource
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.cloudformation.worlds import Run
from assumelint.sources.read.yaml_tree import Raw, RawMap, scalar_value

ROLE = "AWS::IAM::Role"
POLICY = "AssumeRolePolicyDocument"


class Declared(Struct, frozen=True):
    """A resource that creates a role, and the expression of its trust policy.

    `policy` is None where something outside this code adds it; `unknown` says what.
    """

    stack: Stack
    resource: Resource
    properties: RawMap | None
    policy: Raw | None
    unknown: str = ""


def declared_role(stack: Stack, resource: Resource, problems: list[Problem]) -> Declared | None:
    """Return the role that a resource creates; None if it creates none, or one that CloudFormation refuses."""
    properties = resource.properties
    if resource.type in SERVERLESS:
        properties = with_globals(stack.template, resource.type, properties)
        policy = properties.get(POLICY) if properties is not None and properties.get("Role") is None else None
        return None if policy is None else Declared(stack, resource, properties, policy)
    if resource.type != ROLE:
        return None
    policy = _policy(stack, resource, properties, problems)
    if policy is not None and not (_is_null(policy) and stack.template.is_closed):
        return Declared(stack, resource, properties, policy)
    added = _adding(stack, resource, properties)
    if not added:
        _report_missing(resource, properties, problems)
    return Declared(stack, resource, properties, None, f"{added} may add its policy") if added else None


def _policy(stack: Stack, resource: Resource, properties: RawMap | None, problems: list[Problem]) -> Raw | None:
    """Return the policy among the properties, or among those that `AWS::Include` adds to them."""
    if properties is None or properties.get(POLICY) is not None:
        return properties.get(POLICY) if properties is not None else None
    scope = resource.scope(stack.scope(Run(), problems, Budget(), resource.name))
    try:
        added = [entry.value for entry in entries(scope, properties) if scalar_value(entry.key) == POLICY]
    except ExpansionError as error:
        scope.report(Cause.RUNAWAY_EXPANSION, properties.span, str(error))
        return None
    return added[-1] if added else None


def _is_null(policy: Raw) -> bool:
    return scalar_value(policy) in ("", "~", "null") and not getattr(policy, "style", "")


def _adding(stack: Stack, resource: Resource, properties: RawMap | None) -> str:
    """Return what may add the policy that a role lacks here, "" if nothing does."""
    for body in (properties, resource.body):
        function = next((key.value for key, _ in body.named() if key.value.startswith("Fn::")), "") if body else ""
        if function:
            return f"`{function}` beside its properties"
    if properties is None and resource.body.get("Properties") is not None:
        return "the function in the place of its properties"
    if stack.template.is_serverless:
        return "the Serverless Framework"
    return "" if stack.template.is_closed else "a macro of the template"


def _report_missing(resource: Resource, properties: RawMap | None, problems: list[Problem]) -> None:
    key = properties.key(POLICY) if properties is not None else None
    place = (key or resource.key).span
    message = f"{POLICY} is null" if key is not None else f"the role has no {POLICY}"
    problems.append(Problem(Cause.INVALID_TEMPLATE, place, message, "AWS::IAM::Role requires it.", role=resource.name))
