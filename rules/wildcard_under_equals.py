"""The rule `wildcard-under-equals`."""

import re
from collections.abc import Iterator

from assumelint import clause, edits
from assumelint.model import Fix, Form, Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import StatementView
from assumelint.views.claim_key import ClaimKey

_ESCAPE = re.compile(r"\$\{[^}]*\}")
_LIKE = {"StringEquals": "StringLike", "StringEqualsIgnoreCase": "StringLike"}


@rule(Severity.ERROR, Group.SUBJECT_DEAD, on=StatementView)
def wildcard_under_equals(view: StatementView) -> Iterator[Hit]:
    """A wildcard stands under StringEquals, where it is an ordinary character.

    `*` and `?` mean something to `StringLike` only. Under `StringEquals` the token would have to carry the star.

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
        help = _help(key)
        for value in wild:
            yield Hit(
                value.span,
                f'{key.condition.operator} knows no wildcards: it compares "{value}" character by character',
                "matches no token" if dead else "this value matches no token",
                help,
                fix=_fix(view, key) if help else None,
                related=_operator_label(key, value),
                severity=None if dead else Severity.WARNING,
            )


def _has_wildcard(value: Text, claim: str) -> bool:
    known = _ESCAPE.sub("", value.flat)
    # A URL as audience may have a query.
    return "*" in known or ("?" in known and claim not in ("aud", "oaud"))


def _help(key: ClaimKey) -> str:
    condition = key.condition
    written = [str(value) for value in condition.values.items]
    if any(value.strip("*?") == "" or value.startswith(("*", "repo:*")) for value in written):
        return ""  # under StringLike it would let everyone in
    if condition.form is Form.HCL_BLOCK:
        return clause.operator(condition.form, "StringLike")
    return clause.condition(condition.form, "StringLike", str(condition.key), written)


def _fix(view: StatementView, key: ClaimKey) -> Fix | None:
    """StringLike in place of the operator, where the other conditions under it keep their meaning."""
    condition = key.condition
    others = [other for other in edits.under_one_operator(view.statement, condition) if other is not condition]
    exact = condition.operator.literal == "StringEquals"
    if others and (not exact or any(_has_wildcard(value, "") for other in others for value in other.values.items)):
        return None
    return edits.fix_of(edits.rename_operator(view.statement, condition, "StringLike"))


def _operator_label(key: ClaimKey, value: Text) -> tuple[Label, ...]:
    span = key.condition.operator.span
    return () if span.line == value.span.line else (Label(span, "StringLike takes wildcards, this does not"),)
