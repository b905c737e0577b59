"""Problems of a template as a whole: unknown tags and duplicate keys."""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.cause import Cause
from assumelint.model import Label, Problem
from assumelint.sources.cloudformation.declared_roles import ROLE
from assumelint.sources.cloudformation.provider_arn import PROVIDERS
from assumelint.sources.cloudformation.sam import SERVERLESS
from assumelint.sources.cloudformation.scope import Resource
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.read.yaml_tree import RawScalar

# The types that a trust policy or a provider may depend on. Faults elsewhere are left to other tools.
_SECTIONS = frozenset(("Conditions", "Mappings", "Parameters", "Resources", "Transform"))
_KEYS = frozenset(("AssumeRolePolicyDocument", "ClientIdList", "Condition", "Properties", "Role", "Type", "Url"))


def own_problems(stack: Stack) -> Iterator[Problem]:
    """Yield the problems of a stack that do not belong to one of its roles."""
    template = stack.template
    for tag, span in template.strange_tags:
        yield Problem(Cause.FOREIGN_TAG, span, f"{tag} is no tag of CloudFormation", "Remove it.")
    yield from _duplicates(stack)
    yield from stack.problems


def _duplicates(stack: Stack) -> Iterator[Problem]:
    """Yield duplicate keys. Those inside a policy are reported with that policy."""
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
