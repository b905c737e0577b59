"""The rule `empty-condition`."""

from collections.abc import Iterator

from assumelint.model import Condition, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import StatementView


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=StatementView)
def empty_condition(view: StatementView) -> Iterator[Hit]:
    """A condition lists no values, so it never matches.

    The request must have one of the values that a condition lists. If it lists none, no request matches, and the
    statement applies to nobody. If a list may be empty, leave out the whole statement in that case, not the condition
    alone: without a condition on the subject, the statement applies to everybody.

    Bad:
    ```hcl
    StringLike = { "gitlab.com:sub" = [] } # <- here
    ```

    Good:
    ```hcl
    StringLike = { "gitlab.com:sub" = ["project_path:acme/app:ref_type:branch:ref:*"] }
    ```
    """
    if not view.is_of_trust_policy:
        return
    for condition in view.statement.conditions:
        if not _never_matches_without_values(condition):
            continue
        if not condition.values.items and condition.values.complete:
            yield Hit(
                condition.span,
                f'the condition on "{condition.key}" lists no values',
                "never matches: every call ends in AccessDenied" if view.allows else "never matches: nobody is denied",
                severity=None if view.allows else Severity.WARNING,
            )
        elif view.allows and view.is_empty_by_default(condition):
            yield Hit(
                condition.span,
                f'the condition on "{condition.key}" lists no values by default',
                "never matches if no value is passed",
                severity=Severity.NOTE,
            )
    yield from _left_out(view)


def _left_out(view: StatementView) -> Iterator[Hit]:
    """The only condition on the subject, if it is there only where a value is passed."""
    subjects = [key.condition for key in view.keys if key.name == "sub"] if view.trusts else []
    if subjects and view.statement.principals_complete and all(map(view.is_absent_by_default, subjects)):
        yield Hit(
            subjects[0].span,
            f'there is no condition on "{subjects[0].key}" by default',
            "where no value is passed, every subject is let in",
            severity=Severity.WARNING,
        )


def _never_matches_without_values(condition: Condition) -> bool:
    """Return whether an operator compares with one of the values: a negated one holds where there are none."""
    from assumelint.language.operators import Domain, parse_operator
    from assumelint.sts.absence import passes_without_key

    operator = parse_operator(condition.operator.literal or "")
    return (
        operator is not None
        and not operator.negated
        and operator.domain is not Domain.PRESENCE
        and not passes_without_key(operator)
    )
