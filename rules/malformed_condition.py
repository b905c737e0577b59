"""The rule `malformed-condition`."""

from collections.abc import Iterator

from assumelint.model import Misshapen, MisshapenCondition, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import StatementView


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=StatementView)
def malformed_condition(view: StatementView) -> Iterator[Hit]:
    """A part of `Condition` is no operator with keys and values.

    A condition has three levels: an operator, in it the keys, and for each key one value or a list of values. IAM
    refuses a policy in which a level is missing, or in which an operator is inside another one.

    Bad:
    ```hcl
    "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    ```
    """
    if not view.is_of_trust_policy:
        return
    for part in view.statement.misshapen:
        yield Hit(part.name.span, _message(part), "IAM refuses it")


def _message(part: MisshapenCondition) -> str:
    from assumelint.language.operators import parse_operator

    is_operator = part.name.literal is not None and parse_operator(part.name.literal) is not None
    match part.fault:
        case Misshapen.ELEMENT:
            return "Condition is not an object: it takes operators, each with an object of keys and values"
        case Misshapen.BLOCK if is_operator:
            return f'the operator "{part.name}" takes an object of keys and values'
        case Misshapen.BLOCK:
            return f'the key "{part.name}" is not inside an operator, such as StringEquals'
        case _ if is_operator:
            return f'the operator "{part.name}" is inside another operator: it belongs beside it'
        case _:
            return f'the key "{part.name}" takes a string or a list of strings, not an object'
