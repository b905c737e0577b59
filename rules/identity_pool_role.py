"""The rule `identity-pool-role`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.model import Condition, Label, PoolRole, Role, Severity, Statement
from assumelint.rule import Group, Hit, rule
from assumelint.views import Project

AUTHENTICATED, UNAUTHENTICATED = "authenticated", "unauthenticated"


@rule(Severity.ERROR, Group.AUDIENCE, on=Project)
def identity_pool_role(project: Project) -> Iterator[Hit]:
    """A Cognito identity pool assigns a role whose trust policy is for another pool or other users.

    The tokens of a pool have its id as their audience and, in `amr`, "authenticated" or "unauthenticated". A role that
    requires another pool's id, or that is attached under the wrong one of the two names, is refused to every user.

    Bad:
    ```yaml
    Condition:
      StringEquals: {"cognito-identity.amazonaws.com:aud": !Ref Pool} # which hands the role out to its guests
      ForAnyValue:StringLike: {"cognito-identity.amazonaws.com:amr": authenticated} # <- here
    ```

    Good:
    ```yaml
    Condition:
      StringEquals: {"cognito-identity.amazonaws.com:aud": !Ref Pool}
      ForAnyValue:StringLike: {"cognito-identity.amazonaws.com:amr": unauthenticated}
    ```
    """
    for attached in project.pool_roles:
        for role in project.roles:
            if (role.address, role.span.file) == (attached.role, attached.file) and not role.variant:
                yield from _judged(attached, role)


def _judged(attached: PoolRole, role: Role) -> Iterator[Hit]:
    statements = role.policy.statements if role.policy is not None and role.policy.complete else ()
    mine = [statement for statement in statements if _trusts_pools(statement)]
    # One of several statements may be for another pool: users are refused only for a reason that applies to all.
    if len(mine) != 1:
        return
    for condition in mine[0].conditions:
        claim = (condition.key.literal or "").lower().rpartition(":")[2]
        if condition.values.complete and condition.values.items and _is_positive(condition):
            if claim == "aud":
                yield from _other_pool(attached, condition)
            elif claim == "amr":
                yield from _other_users(attached, condition)


def _trusts_pools(statement: Statement) -> bool:
    principals = statement.principals or ()
    values = [principal.value.literal or "" for principal in principals]
    allows = statement.effect is not None and statement.effect.literal == "Allow"
    return allows and any(value.startswith("cognito-identity") for value in values)


def _is_positive(condition: Condition) -> bool:
    operator = (condition.operator.literal or "").lower()
    return operator.removeprefix("foranyvalue:") in ("stringequals", "stringlike", "stringequalsignorecase")


def _other_pool(attached: PoolRole, condition: Condition) -> Iterator[Hit]:
    named = [value.holes[0] for value in condition.values.items if value.is_hole]
    others = {pool.identity for pool in attached.pools} - {attached.pool.identity}
    if len(named) == len(condition.values.items) and all(one.identity in others for one in named):
        own = attached.pool.reference
        yield Hit(
            condition.values.items[0].span,
            f"the role is handed out by the identity pool {own}, but asks for {named[0].reference}",
            label="no token of that pool has this audience",
            help=f"the audience would be the id of {own}",
            related=(Label(attached.span, f"{own} hands it out here"),),
        )


def _other_users(attached: PoolRole, condition: Condition) -> Iterator[Hit]:
    mine, others = (AUTHENTICATED, UNAUTHENTICATED) if attached.authenticated else (UNAUTHENTICATED, AUTHENTICATED)
    if all(value.literal == others for value in condition.values.items):
        yield Hit(
            condition.values.items[0].span,
            f'the role is handed out to {mine} users, but asks for "{others}"',
            label="refused to every user of the pool that it is for",
            help=clause.values(condition.form, str(condition.key), [mine]),
            related=(Label(attached.span, f"handed out to {mine} users here"),),
        )
