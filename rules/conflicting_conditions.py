"""The rule `conflicting-conditions`."""

from collections.abc import Iterator

from assumelint.model import Label, Severity, Statement
from assumelint.reach.model import Absence, Denial, Unmet
from assumelint.rule import Group, Hit, rule
from assumelint.text import Span
from assumelint.views import KnownTrust

_DIFFERENT = "both conditions must name the same thing: change or delete one of them"


@rule(Severity.ERROR, Group.SUBJECT_DEAD, on=KnownTrust)
def conflicting_conditions(trust: KnownTrust) -> Iterator[Hit]:
    """No token satisfies all conditions of the statement.

    All operators and all keys of a statement are ANDed; only the values of one key are alternatives. `StringEquals`
    with one subject and `StringLike` with another require a token that has both. Put the values under one operator, or
    use two statements.

    Bad:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    StringLike   = { "gitlab.com:sub" = "project_path:acme/app:ref_type:tag:ref:v*" } # <- here
    ```

    Good:
    ```hcl
    StringLike = { "gitlab.com:sub" = [
      "project_path:acme/app:ref_type:branch:ref:main", "project_path:acme/app:ref_type:tag:ref:v*"
    ] }
    ```
    """
    reach = trust.reach
    for conflict in reach.conflicts:
        *others, last = conflict.conditions
        place = last.values.items[0].span if last.values.items else last.key.span
        yield Hit(
            place,
            f"no token fits all conditions on {trust.host}:{conflict.claim} at once",
            "all conditions must hold: every call ends in AccessDenied",
            _DIFFERENT if conflict.across else "list the values under one operator, where any of them will do",
            related=tuple(Label(other.key.span, "and this condition must hold too") for other in others),
            severity=None if conflict.certain else Severity.WARNING,
        )
    for unmet in reach.unmet:
        if unmet.reason is Absence.NULL:
            yield _required_absent(unmet)
    if reach.denial is not None and not reach.conflicts:
        yield _denied(trust, reach.denial)


def _required_absent(unmet: Unmet) -> Hit:
    return Hit(
        unmet.condition.key.span,
        f"{unmet.condition.operator} requires that {unmet.condition.key} is absent, and every token has it",
        "every call ends in AccessDenied",
        "delete this condition",
        severity=None if unmet.certain else Severity.WARNING,
    )


def _denied(trust: KnownTrust, denial: Denial) -> Hit:
    one = len(denial.statements) == 1
    turned_away = f"every token of {trust.host} that this statement lets in"
    return Hit(
        trust.place,
        f"{'a Deny statement turns' if one else 'the Deny statements turn'} away {turned_away}",
        "every call ends in AccessDenied",
        "keep the tokens of this role out of the Deny: give it a condition that they do not meet, or delete it",
        related=tuple(Label(_place(each), "this Deny applies to all of them") for each in denial.statements),
        severity=None if denial.certain else Severity.WARNING,
    )


def _place(statement: Statement) -> Span:
    """Return where a Deny says so."""
    return statement.span if statement.effect is None else statement.effect.span
