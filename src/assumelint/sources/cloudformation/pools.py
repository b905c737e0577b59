"""The roles that Cognito identity pools hand out.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-identitypoolroleattachment.html
"""

from __future__ import annotations

from collections.abc import Iterator

from assumelint.model import PoolRole
from assumelint.sources.cloudformation.literals import plain_text
from assumelint.sources.cloudformation.scope import ExpansionError, Resource
from assumelint.sources.cloudformation.stack import Stack
from assumelint.sources.cloudformation.unknowns import hole
from assumelint.sources.cloudformation.worlds import Run
from assumelint.text import Hole, Span
from assumelint.text.document import Mapping, Node

POOL = "AWS::Cognito::IdentityPool"
ATTACHMENT = "AWS::Cognito::IdentityPoolRoleAttachment"


def pool_roles(stack: Stack) -> Iterator[PoolRole]:
    """The roles that the identity pools of a stack hand out, as far as roles and pools are in its template."""
    attachments = [each for each in stack.resources.values() if each.type == ATTACHMENT and each.properties is not None]
    if not attachments:
        return
    scope = stack.scope(Run(), [])
    pools = tuple(hole(scope, name, at) for name, at in _named(stack, POOL))
    roles = {hole(scope, f"{name}.Arn", at).identity: name for name, at in _named(stack)}
    for resource in attachments:
        yield from _attached(stack, resource, pools, roles)


def _named(stack: Stack, type: str = "") -> Iterator[tuple[str, Span]]:
    """The resources of a type (of any), and where they are declared."""
    return ((name, each.key.span) for name, each in stack.resources.items() if type in ("", each.type))


def _attached(stack: Stack, resource: Resource, pools: tuple[Hole, ...], arns: dict[str, str]) -> Iterator[PoolRole]:
    """What one attachment hands out: `arns` are the roles by what their ARNs are."""
    properties = resource.properties
    pool_raw = properties.get("IdentityPoolId") if properties is not None else None
    roles_raw = properties.get("Roles") if properties is not None else None
    if pool_raw is None or roles_raw is None:
        return
    scope = resource.scope(stack.scope(Run(), [], role=resource.name))
    try:
        pool, roles = _only_hole(scope.value(pool_raw)), scope.value(roles_raw)
    except ExpansionError:  # the policies themselves say so
        return
    for kind, value in roles.entries if isinstance(roles, Mapping) else ():
        given = _only_hole(value)
        role = arns.get(given.identity) if given is not None else None
        known = pool is not None and any(pool.identity == one.identity for one in pools)
        if pool is not None and known and role is not None and kind.literal in ("authenticated", "unauthenticated"):
            authenticated = kind.literal == "authenticated"
            yield PoolRole(kind.span, role, stack.template.file, authenticated, pool, pools)


def _only_hole(value: Node | None) -> Hole | None:
    """The unknown value that a value is, where it is one and nothing else."""
    text = plain_text(value)
    return text.holes[0] if text is not None and text.is_hole else None
