"""What a condition comes to in a call that does not have its key.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from collections.abc import Mapping

from assumelint.language.operators import Domain, Operator, Qualifier, parse_operator
from assumelint.model import Condition

# Keys of AWS that no call with a web identity token has, in lower case: the request of AssumeRoleWithWebIdentity knows
# no external id, its caller is no AWS principal. Whether a page of AWS says so: the last ones are told of callers only.
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_NEVER_THERE: Mapping[str, bool] = {
    "sts:externalid": True,
    "aws:username": True,
    "aws:multifactorauthage": True,
    "aws:multifactorauthpresent": True,
    "aws:principalarn": False,
    "aws:principalorgid": False,
    "aws:principaltag": False,
}


def never_there(key: str) -> bool | None:
    """Whether a key of AWS is known to be absent from every such call, for certain or not; None where it may be there.

    A tag's own name does not matter: `aws:PrincipalTag/team`.
    """
    return _NEVER_THERE.get(key.lower().partition("/")[0])


def passes_without_key(operator: Operator) -> bool:
    """Whether an operator that compares values holds where there is none."""
    return (
        operator.if_exists or operator.qualifier is Qualifier.ALL or (operator.negated and operator.qualifier is None)
    )


def holds_without_key(condition: Condition) -> bool | None:
    """Whether a condition holds where its key is absent; None where operator or values do not tell."""
    operator = parse_operator(condition.operator.literal or "")
    if operator is None:
        return None
    return asks_absence(condition) if operator.domain is Domain.PRESENCE else passes_without_key(operator)


def asks_absence(condition: Condition) -> bool | None:
    """Whether `Null` asks that the key be absent, or (False) that it be there; None where its values do not tell."""
    asked = {(value.literal or "").lower() for value in condition.values.items}
    if not condition.values.complete or asked not in ({"true"}, {"false"}):
        return None
    return asked == {"true"}
