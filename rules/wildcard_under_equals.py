"""The rule `wildcard-under-equals`."""

import re
from collections.abc import Iterator

from assumelint import amend
from assumelint.model import Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import StatementView
from assumelint.views.claim_key import ClaimKey

_ESCAPE = re.compile(r"\$\{[^}]*\}")
_LIKE = {"StringEquals": "StringLike", "StringEqualsIgnoreCase": "StringLike"}


@rule(Severity.ERROR, Group.SUBJECT_DEAD, on=StatementView)
def wildcard_under_equals(view: StatementView) -> Iterator[Hit]:
    """A wildcard is used with StringEquals, where it is an ordinary character.

    `*` and `?` are wildcards only in operators such as `StringLike`. With `StringEquals`, the token would have to
    contain the character itself.

    Bad:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:*" } # <- here
    ```

    Good:
    ```hcl
    StringLike = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:release/*" }
    ```
    """
    if not view.allows:
        return
    for key in view.keys:
        if not key.asks or key.operator is None or key.operator.name not in _LIKE:
            continue
        wild = [value for value in key.condition.values.items if _has_wildcard(value, key.name)]
        others = len(key.condition.values.items) - len(wild)
        dead = not others and key.condition.values.complete and (key.requires or key.always_there)
        for value in wild:
            yield Hit(
                value.span,
                f'{key.condition.operator} knows no wildcards: it compares "{value}" character by character',
                "matches no token" if dead else "this value matches no token",
                related=_operator_label(key, value),
                severity=None if dead else Severity.WARNING,
                amendment=amend.other_values(view, key.condition, key.condition.values.items),
            )


def _has_wildcard(value: Text, claim: str) -> bool:
    known = _ESCAPE.sub("", value.flat)
    # The URL in an audience may have a query.
    return "*" in known or ("?" in known and claim not in ("aud", "oaud"))


def _operator_label(key: ClaimKey, value: Text) -> tuple[Label, ...]:
    span = key.condition.operator.span
    return () if span.line == value.span.line else (Label(span, "StringLike takes wildcards, this does not"),)
