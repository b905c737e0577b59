"""The roles that a stack creates, with their trust policies in each world that the template allows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from assumelint.cause import Cause
from assumelint.model import Form, Note, Problem, Role, Use
from assumelint.policy import FormOf, read_policy
from assumelint.sources.cloudformation import cdk
from assumelint.sources.cloudformation.conditions import condition
from assumelint.sources.cloudformation.declared_roles import Declared, declared_role
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.policy_value import PolicyValue, policy_value
from assumelint.sources.cloudformation.scope import Budget, ExpansionError, Resource, Scope
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.cloudformation.worlds import Run, World, outcomes
from assumelint.sources.read.json import duplicate_problems
from assumelint.sources.read.yaml_tree import as_map, scalar_value
from assumelint.text import Text
from assumelint.text.document import to_plain

# The most worlds of a role that are evaluated. Of more, the likeliest ones are used.
MAX_WORLDS = 24
# Limits on the cost of all roles in a template: beyond the first, only the likeliest world of a role is evaluated;
# beyond the second, none.
MANY_STEPS, MAX_STEPS = 200_000, 600_000


class _Outcome(Struct, frozen=True):
    """A role in one world."""

    exists: bool
    policy: PolicyValue = PolicyValue()
    name: Text | None = None
    uses: tuple[Use, ...] = ()


def roles(stack: Stack, problems: list[Problem], *, variant: str = "") -> Iterator[Role]:
    """Yield the roles of a stack: each one with the defaults first, then its other variants.

    With `variant`, all of them are variants of a role that is already listed.
    """
    for resource in stack.resources.values():
        declared = declared_role(stack, resource, problems)
        if declared is not None:
            yield from _outcomes(declared, problems, variant)


def _outcomes(declared: Declared, problems: list[Problem], variant: str) -> Iterator[Role]:
    resource = declared.resource
    # A resource whose condition is never true is still code: it is read as if it existed.
    found = [(world, outcome) for world, outcome in _worlds(declared, problems) if outcome.exists]
    if not found:
        outcome = _evaluate(declared, Run(), problems, whatever=True)
        found = [(World(), outcome)]
    seen = []
    for number, (world, outcome) in enumerate(found):
        node = outcome.policy.node
        shown = None if node is None else to_plain(node)
        if shown in seen:
            continue
        seen.append(shown)
        is_json = outcome.policy.is_json or resource.key.source.is_json
        assumed = ", ".join(part for part in (variant, world.beside(found[0][0]) if number else "") if part)
        yield Role(
            address=resource.name,
            kind=resource.type,
            span=resource.key.span,
            name=outcome.name,
            node=node,
            policy=read_policy(node, _form(declared.stack, is_json)) if node is not None else None,
            variant=assumed or ("" if not number else "another condition"),
            alias=_alias(resource),
            supposed=world.supposed and not found[0][0].supposed,
            unknown=outcome.policy.unknown,
            uses=outcome.uses,
        )


def _form(stack: Stack, is_json: bool) -> FormOf:
    """Return the form of a policy's clauses: in YAML, those that come from a `CfnJson` are written as JSON."""
    if is_json:
        return Form.JSON
    resources = tuple(resource for resource in stack.resources.values() if resource.type == cdk.JSON)
    return lambda span: Form.JSON if cdk.is_in_json(resources, span) else Form.YAML


def _worlds(declared: Declared, problems: list[Problem]) -> Iterator[tuple[World, _Outcome]]:
    limit = MAX_WORLDS if declared.stack.steps < MANY_STEPS else 1
    return outcomes(lambda run: _evaluate(declared, run, problems), limit)


def _evaluate(declared: Declared, run: Run, problems: list[Problem], *, whatever: bool = False) -> _Outcome:
    stack, resource = declared.stack, declared.resource
    scope = resource.scope(stack.scope(run, problems, Budget(), resource.name))
    if stack.steps > MAX_STEPS:
        stack.files.notes.append(Note(resource.key.span, f"{resource.name} is not judged: the template is too large"))
        return _Outcome(True, PolicyValue(unknown="the template is too large"))
    try:
        return _judged(declared, scope, whatever)
    finally:
        stack.steps += scope.budget.spent


def _judged(declared: Declared, scope: Scope, whatever: bool) -> _Outcome:
    resource = declared.resource
    name = scope.name(resource.body.get("Condition"))
    try:
        if name is not None and not whatever and not condition(scope, name, resource.key.span):
            return _Outcome(exists=False)
        before = len(scope.uses)
        value = scope.value(declared.policy) if declared.policy is not None else None
        uses = tuple(dict.fromkeys(scope.uses[before:]))
        role_name = declared.properties.get("RoleName") if declared.properties is not None else None
        shown = plain_text(scope.value(role_name)) if role_name is not None else None
    except ExpansionError as error:
        scope.report(Cause.RUNAWAY_EXPANSION, (declared.policy or resource.key).span, str(error))
        return _Outcome(True, PolicyValue(unknown="its policy expands to more than the allowed size"))
    if declared.unknown:
        return _Outcome(True, PolicyValue(unknown=declared.unknown), shown)
    policy = policy_value(scope, value)
    for problem in duplicate_problems(policy.node, resource.name) if policy.node is not None else ():
        scope.keep(problem)
    return _Outcome(True, policy, shown, uses)


def _alias(resource: Resource) -> str:
    metadata = as_map(resource.body.get("Metadata"))
    return scalar_value(metadata.get("aws:cdk:path")) or "" if metadata is not None else ""
