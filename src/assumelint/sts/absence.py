"""How a condition is evaluated when the request does not have its key.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from collections.abc import Mapping

from assumelint.language.operators import Domain, Operator, Qualifier, parse_operator
from assumelint.model import Condition

# AWS condition keys, in lower case, that no AssumeRoleWithWebIdentity request has: it takes no external id, and its
# caller is not an AWS principal. True if an AWS page says so for this request; False if it only follows from what
# the page says about callers.
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_NEVER_THERE: Mapping[str, bool] = {
    "sts:externalid": True,
    "aws:username": True,
    "aws:multifactorauthage": True,
    "aws:multifactorauthpresent": True,
    "aws:principalarn": False,
    "aws:principalaccount": False,
    "aws:principalorgid": False,
    "aws:principalorgpaths": False,
    "aws:principaltag": False,
    "aws:principalservicename": False,
    "aws:principalservicenameslist": False,
    "aws:sourceaccount": False,
    "aws:sourcearn": False,
    "aws:sourceorgid": False,
    "aws:sourceorgpaths": False,
    "aws:sourceidentity": False,
    "aws:calledvia": False,
    "aws:calledviafirst": False,
    "aws:calledvialast": False,
    "aws:ec2instancesourcevpc": False,
    "aws:ec2instancesourceprivateipv4": False,
}


def never_there(key: str) -> bool | None:
    """Return whether an AWS key is documented (True) or believed (False) to be absent; None if it may be present.

    The name of a tag is ignored: `aws:PrincipalTag/team` is read as `aws:PrincipalTag`.
    """
    return _NEVER_THERE.get(key.lower().partition("/")[0])


def passes_without_key(operator: Operator) -> bool:
    """Return whether a comparison operator evaluates to true if the key is absent."""
    return (
        operator.if_exists or operator.qualifier is Qualifier.ALL or (operator.negated and operator.qualifier is None)
    )


def holds_without_key(condition: Condition) -> bool | None:
    """Return whether a condition evaluates to true if its key is absent; None if operator or values are unknown."""
    operator = parse_operator(condition.operator.literal or "")
    if operator is None:
        return None
    return asks_absence(condition) if operator.domain is Domain.PRESENCE else passes_without_key(operator)


def asks_absence(condition: Condition) -> bool | None:
    """Return whether a `Null` condition requires the key to be absent (True) or present (False); None if unknown."""
    asked = {(value.literal or "").lower() for value in condition.values.items}
    if not condition.values.complete or asked not in ({"true"}, {"false"}):
        return None
    return asked == {"true"}
