"""Which actions a statement names or covers.

Action names know no case, `*` and `?` are wildcards
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html).
"""

from __future__ import annotations

from functools import lru_cache

from assumelint.model import Statement, Values
from assumelint.text import HOLE_MARK

# In lower case, as names are compared.
TAKES_WEB_IDENTITY = "sts:assumerolewithwebidentity"

# The actions of STS that a trust policy can speak of, as AWS spells them
# (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html).
STS_ACTIONS = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:SetContext",
    "sts:SetSourceIdentity",
    "sts:TagSession",
)
# Steps of a session that stand beside an AssumeRole action, in a statement of their own at times.
COMPANIONS = frozenset({"sts:tagsession", "sts:setsourceidentity", "sts:setcontext"})


def grants(statement: Statement, action: str) -> bool | None:
    """Whether the statement's Action or NotAction covers an action; None where the code does not tell."""
    if statement.actions is not None:
        return _covered(statement.actions, action)
    if statement.not_actions is not None:
        covered = _covered(statement.not_actions, action)
        return None if covered is None else not covered
    return False if statement.complete else None


def names(statement: Statement, action: str) -> bool:
    """Whether one of the actions is this one, or a wildcard that means little else."""
    values = statement.actions.items if statement.actions else ()
    written = [(value.literal or "").lower() for value in values]
    return any(name == action or (name.startswith(action[:20]) and covers(name, action)) for name in written)


@lru_cache(maxsize=1024)
def covers(pattern: str, action: str) -> bool:
    """Whether an action, in lower case, fits a pattern of a policy."""
    from fnmatch import fnmatchcase

    return fnmatchcase(action, pattern.lower().replace("[", "[[]"))


def _covered(values: Values, action: str) -> bool | None:
    if any(covers(value.literal, action) for value in values.items if value.literal is not None):
        return True
    if not values.complete or any(HOLE_MARK in value.flat for value in values.items):
        return None
    return False
