"""The rule `wildcard-audience`."""

from collections.abc import Iterator

from assumelint import amend
from assumelint.issuers import expected_audience
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import Trust


@rule(Severity.WARNING, Group.AUDIENCE, on=Trust)
def wildcard_audience(trust: Trust) -> Iterator[Hit]:
    """The audience is a pattern.

    A token is issued for one audience, and the role's author knows which. A pattern also accepts tokens that were
    issued for someone else and passed on.

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
            wanted = [Text.of(expected, value.span)]
            yield Hit(
                value.span,
                f'"{value}" takes tokens that were made for other audiences',
                "one audience is enough",
                amendment=amend.other_values(trust.view, condition, wanted, "StringEquals") if expected else None,
            )
