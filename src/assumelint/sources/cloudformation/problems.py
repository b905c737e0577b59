"""What is wrong with a template as a whole: tags that it may not have, and what is written twice."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.cause import Cause
from assumelint.model import Label, Problem
from assumelint.sources.cloudformation.names import PROVIDERS
from assumelint.sources.cloudformation.roles import ROLE
from assumelint.sources.cloudformation.sam import SERVERLESS
from assumelint.sources.cloudformation.scope import Resource
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.read.yaml_tree import RawScalar

# What a trust policy or a provider may depend on: the rest is for others to tell.
_SECTIONS = frozenset(("Conditions", "Mappings", "Parameters", "Resources", "Transform"))
_KEYS = frozenset(("AssumeRolePolicyDocument", "ClientIdList", "Condition", "Properties", "Role", "Type", "Url"))


def own_problems(stack: Stack) -> Iterator[Problem]:
    """The problems of a stack that belong to none of its roles."""
    template = stack.template
    for tag, span in template.strange_tags:
        yield Problem(Cause.FOREIGN_TAG, span, f"{tag} is no tag of CloudFormation", "Remove it.")
    yield from _duplicates(stack)
    yield from stack.problems


def _duplicates(stack: Stack) -> Iterator[Problem]:
    """The keys that are lost. What stands inside a policy is told with the policy."""
    for part in stack.template.parts:
        for lost, kept in part.lost():
            if kept.value in _SECTIONS:
                yield _problem("section", lost, kept, "")
    for lost, kept in stack.lost_keys:
        resource = stack.resources.get(kept.value)
        if resource is not None and _matters(resource):
            yield _problem("logical id", lost, kept, lost.value)
    for resource in stack.resources.values():
        for inside in (resource.body, resource.properties) if _matters(resource) else ():
            for lost, kept in inside.lost() if inside is not None else ():
                if kept.value in _KEYS:
                    yield _problem("key", lost, kept, resource.name)


def _matters(resource: Resource) -> bool:
    return resource.type in (ROLE, *PROVIDERS, *SERVERLESS)


def _problem(what: str, lost: RawScalar, kept: RawScalar, role: str) -> Problem:
    message = f"the {what} {lost.value!r} is written twice: the last one wins"
    advice = "Rename one of them." if what == "logical id" else "Keep one of them."
    return Problem(Cause.DUPLICATE_KEY, lost.span, message, advice, (Label(kept.span, "this one counts"),), role)
