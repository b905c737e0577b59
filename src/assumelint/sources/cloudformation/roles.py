"""The roles that a stack creates, with their trust policies in each world that the template allows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from assumelint.cause import Cause
from assumelint.model import Form, Note, Problem, Role
from assumelint.policy import FormOf, read_policy
from assumelint.sources.cloudformation import cdk
from assumelint.sources.cloudformation.conditions import condition
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.loops import entries
from assumelint.sources.cloudformation.sam import SERVERLESS, with_globals
from assumelint.sources.cloudformation.scope import Budget, ExpansionError, Resource, Scope
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.cloudformation.worlds import Run, World, outcomes
from assumelint.sources.read.json import JsonError, duplicate_problems, parse_json
from assumelint.sources.read.yaml_tree import Raw, RawMap, as_map, scalar_value
from assumelint.text import Hole, Text
from assumelint.text.document import Mapping, Node, Scalar, Sequence, to_plain

ROLE = "AWS::IAM::Role"
POLICY = "AssumeRolePolicyDocument"
# The most worlds of a role that are evaluated. Of more, the likeliest ones are used.
MAX_WORLDS = 24
# Limits on the cost of all roles in a template: beyond the first, only the likeliest world of a role is evaluated;
# beyond the second, none.
MANY_STEPS, MAX_STEPS = 200_000, 600_000


class _Outcome(Struct, frozen=True):
    """A role in one world."""

    exists: bool
    node: Node | None = None
    name: Text | None = None
    is_json: bool = False


class _Declared(Struct, frozen=True):
    """A resource that creates a role, and the expression of its trust policy."""

    stack: Stack
    resource: Resource
    properties: RawMap | None
    policy: Raw


def roles(stack: Stack, problems: list[Problem], *, variant: str = "") -> Iterator[Role]:
    """Yield the roles of a stack: each one with the defaults first, then its other variants.

    With `variant`, all of them are variants of a role that is already listed.
    """
    for resource in stack.resources.values():
        declared = _declared(stack, resource, problems)
        if declared is not None:
            yield from _outcomes(declared, problems, variant)


def _declared(stack: Stack, resource: Resource, problems: list[Problem]) -> _Declared | None:
    properties = resource.properties
    if resource.type in SERVERLESS:
        properties = with_globals(stack.template, resource.type, properties)
        policy = properties.get(POLICY) if properties is not None and properties.get("Role") is None else None
    elif resource.type == ROLE:
        policy = _policy(stack, resource, properties, problems)
        if _is_missing(policy):
            _report_missing(stack, resource, properties, problems)
    else:
        return None
    if policy is None or (_is_missing(policy) and stack.template.is_closed):
        return None
    return _Declared(stack, resource, properties, policy)


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


def _is_missing(policy: Raw | None) -> bool:
    return policy is None or (scalar_value(policy) in ("", "~", "null") and not getattr(policy, "style", ""))


def _report_missing(stack: Stack, resource: Resource, properties: RawMap | None, problems: list[Problem]) -> None:
    keys = [key.value for key, _ in properties.named()] if properties is not None else []
    if not stack.template.is_closed or any(key.startswith("Fn::") for key in keys):
        return
    if properties is None and resource.body.get("Properties") is not None:
        return
    key = properties.key(POLICY) if properties is not None else None
    place = (key or resource.key).span
    message = f"{POLICY} is null" if key is not None else f"the role has no {POLICY}"
    problems.append(Problem(Cause.INVALID_TEMPLATE, place, message, "AWS::IAM::Role requires it.", role=resource.name))


def _outcomes(declared: _Declared, problems: list[Problem], variant: str) -> Iterator[Role]:
    resource = declared.resource
    # A resource whose condition is never true is still code: it is read as if it existed.
    found = [(world, outcome) for world, outcome in _worlds(declared, problems) if outcome.exists]
    if not found:
        outcome = _evaluate(declared, Run(), problems, whatever=True)
        found = [(World(), outcome)]
    seen = []
    for number, (world, outcome) in enumerate(found):
        shown = None if outcome.node is None else to_plain(outcome.node)
        if shown in seen:
            continue
        seen.append(shown)
        is_json = outcome.is_json or resource.key.source.is_json
        assumed = ", ".join(part for part in (variant, world.beside(found[0][0]) if number else "") if part)
        yield Role(
            address=resource.name,
            kind=resource.type,
            span=resource.key.span,
            name=outcome.name,
            node=outcome.node,
            policy=read_policy(outcome.node, _form(declared.stack, is_json)) if outcome.node is not None else None,
            variant=assumed or ("" if not number else "another condition"),
            alias=_alias(resource),
            supposed=world.supposed and not found[0][0].supposed,
        )


def _form(stack: Stack, is_json: bool) -> FormOf:
    """Return the form of a policy's clauses: in YAML, those that come from a `CfnJson` are written as JSON."""
    if is_json:
        return Form.JSON
    resources = tuple(resource for resource in stack.resources.values() if resource.type == cdk.JSON)
    return lambda span: Form.JSON if cdk.is_in_json(resources, span) else Form.YAML


def _worlds(declared: _Declared, problems: list[Problem]) -> Iterator[tuple[World, _Outcome]]:
    limit = MAX_WORLDS if declared.stack.steps < MANY_STEPS else 1
    return outcomes(lambda run: _evaluate(declared, run, problems), limit)


def _evaluate(declared: _Declared, run: Run, problems: list[Problem], *, whatever: bool = False) -> _Outcome:
    stack, resource = declared.stack, declared.resource
    scope = resource.scope(stack.scope(run, problems, Budget(), resource.name))
    if stack.steps > MAX_STEPS:
        stack.files.notes.append(Note(resource.key.span, f"{resource.name} is not judged: the template is too large"))
        return _Outcome(exists=True)
    try:
        return _judged(declared, scope, whatever)
    finally:
        stack.steps += scope.budget.spent


def _judged(declared: _Declared, scope: Scope, whatever: bool) -> _Outcome:
    resource = declared.resource
    name = scope.name(resource.body.get("Condition"))
    try:
        if name is not None and not whatever and not condition(scope, name, resource.key.span):
            return _Outcome(exists=False)
        value = scope.value(declared.policy)
        role_name = declared.properties.get("RoleName") if declared.properties is not None else None
        shown = plain_text(scope.value(role_name)) if role_name is not None else None
    except ExpansionError as error:
        scope.report(Cause.RUNAWAY_EXPANSION, declared.policy.span, str(error))
        return _Outcome(exists=True)
    node, is_json = document(scope, value)
    for problem in duplicate_problems(node, resource.name) if node is not None else ():
        scope.keep(problem)
    return _Outcome(True, node, shown, is_json)


def document(scope: Scope, value: Node | None) -> tuple[Node | None, bool]:
    """Return the policy document in a property's value (None if unknown), and whether it is written as JSON text."""
    match value:
        case Mapping():
            return value, False
        case Text():
            return _parsed(scope, value), True
        case Sequence(_, span):
            scope.report(Cause.INVALID_TEMPLATE, span, f"{POLICY} is a list, not an object")
        case Scalar(raw=raw, span=span) if raw != "null":
            scope.report(Cause.INVALID_TEMPLATE, span, f"{POLICY} is {raw}, not an object")
    return None, False


def _parsed(scope: Scope, text: Text) -> Node | None:
    if not "".join("" if isinstance(part, Hole) else part.text for part in text.parts).strip():
        return None
    try:
        node = parse_json(text)
    except JsonError as error:
        if error.certain:
            scope.keep(error.problem(Cause.INVALID_JSON, scope.role))
        return None
    return node if isinstance(node, Mapping) else None


def _alias(resource: Resource) -> str:
    metadata = as_map(resource.body.get("Metadata"))
    return scalar_value(metadata.get("aws:cdk:path")) or "" if metadata is not None else ""
