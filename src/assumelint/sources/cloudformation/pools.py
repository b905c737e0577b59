"""The roles that Cognito identity pools hand out.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-identitypoolroleattachment.html
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.model import PoolRole
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.scope import ExpansionError, Resource
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.cloudformation.worlds import Run
from assumelint.text import Hole
from assumelint.text.document import Mapping, Node

POOL = "AWS::Cognito::IdentityPool"
ATTACHMENT = "AWS::Cognito::IdentityPoolRoleAttachment"


def pool_roles(stack: Stack) -> Iterator[PoolRole]:
    """The roles that the identity pools of a stack hand out, as far as roles and pools are in its template."""
    pools = frozenset(name for name, resource in stack.resources.items() if resource.type == POOL)
    for resource in stack.resources.values():
        if resource.type == ATTACHMENT and resource.properties is not None:
            yield from _attached(stack, resource, pools)


def _attached(stack: Stack, resource: Resource, pools: frozenset[str]) -> Iterator[PoolRole]:
    properties = resource.properties
    pool_raw = properties.get("IdentityPoolId") if properties is not None else None
    roles_raw = properties.get("Roles") if properties is not None else None
    if pool_raw is None or roles_raw is None:
        return
    scope = resource.scope(stack.scope(Run(), [], role=resource.name))
    try:
        pool, roles = _referred(scope.value(pool_raw)), scope.value(roles_raw)
    except ExpansionError:  # the policies themselves say so
        return
    for kind, value in roles.entries if isinstance(roles, Mapping) else ():
        role = _referred(value).removesuffix(".Arn")
        if pool in pools and role in stack.resources and kind.literal in ("authenticated", "unauthenticated"):
            authenticated = kind.literal == "authenticated"
            yield PoolRole(kind.span, role, stack.template.file, authenticated, pool, pools)


def _referred(value: Node | None) -> str:
    """What a value that is one reference refers to."""
    text = plain_text(value)
    if text is None or len(text.parts) != 1 or not isinstance(text.parts[0], Hole):
        return ""
    return text.parts[0].reference
