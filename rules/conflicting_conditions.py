"""The rule `conflicting-conditions`."""

from collections.abc import Iterator

from assumelint.model import Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import KnownTrust


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
            "list the values under one operator, where any of them will do",
            related=tuple(Label(other.key.span, "and this condition must hold too") for other in others),
            severity=None if conflict.certain else Severity.WARNING,
        )
    if reach.denied and not reach.conflicts:
        yield Hit(
            trust.place,
            f"the policy's Deny statements turn away every token of {trust.host} that this statement lets in",
            "every call ends in AccessDenied",
        )
