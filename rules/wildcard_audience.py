"""The rule `wildcard-audience`."""

from collections.abc import Iterator

from assumelint import clause, edits
from assumelint.issuers import expected_audience
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Trust


@rule(Severity.WARNING, Group.AUDIENCE, on=Trust)
def wildcard_audience(trust: Trust) -> Iterator[Hit]:
    """The audience is a pattern.

    A token is made for one audience, and a role knows which. A pattern also takes tokens that were made for
    someone else and handed on.

    Bad:
    ```hcl
    StringLike = { "gitlab.com:aud" = "*" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:aud" = "https://gitlab.com" }
    ```
    """
    for key in trust.on("aud", "oaud"):
        if key.operator is None or not key.operator.takes_wildcards or not key.requires:
            continue
        for value in key.condition.values.items:
            if "*" not in value.flat and "?" not in value.flat:
                continue
            expected = expected_audience(trust.match) if trust.match is not None else ""
            condition = key.condition
            change = edits.rewrite_condition(trust.statement, condition, "StringEquals", value, expected)
            alone = expected and len(condition.values.items) == 1
            yield Hit(
                value.span,
                f'"{value}" takes tokens that were made for other audiences',
                "one audience is enough",
                clause.condition(condition.form, "StringEquals", str(condition.key), [expected]) if expected else "",
                fix=edits.fix_of(change) if alone else None,
            )
