"""The rule `open-to-any-tenant`."""

from collections.abc import Iterator

from assumelint import amend
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import accepting_value, example_subjects
from assumelint.text import Text
from assumelint.views import KnownTrust


@rule(Severity.ERROR, Group.SUBJECT_OPEN, on=KnownTrust)
def open_to_any_tenant(trust: KnownTrust) -> Iterator[Hit]:
    """The pattern admits strangers: a token of another organization matches.

    `*` matches any characters, including `/` and `:`. `repo:*` and `repo:*/app:*` match every organization, and
    `repo:acme*/...` also matches one that somebody registers as `acme-evil`. AWS refuses a bare `*` as GitHub's
    subject, but accepts all of these.

    Bad:
    ```hcl
    StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme*/app:environment:ci" } # <- here
    ```

    Good:
    ```hcl
    StringLike = {
      "token.actions.githubusercontent.com:sub" = ["repo:acme/app:environment:ci", "repo:acme@*/app@*:environment:ci"]
    }
    ```
    """
    witness = trust.reach.witness
    if witness is None or not witness.conditions or _is_of_no_audience(trust):
        return
    condition = witness.conditions[0]
    claim = next((key.name for key in trust.keys if key.condition is condition), "sub")
    foreign = witness.claims.get(claim, "")
    value = accepting_value(condition, foreign)
    written = f'"{value}"' if value is not None else f"the condition on {condition.key}"
    help = ""
    if claim == "sub":
        values = [Text.of(each, condition.key.span) for each in example_subjects(trust.match, trust.project)]
        help = amend.shown(amend.other_values(trust.view, condition, values))
    yield Hit(
        condition.key.span if value is None else value.span,
        f"{written} lets in tokens of {trust.match.issuer.name} that belong to others",
        f"{foreign} would be let in" if foreign else "a stranger's token would be let in",
        help,
        witness=dict(witness.claims),
        severity=None if witness.certain else Severity.WARNING,
    )


def _is_of_no_audience(trust: KnownTrust) -> bool:
    """Return whether IAM refuses the policy for the audience that it does not ask for: `missing-audience` tells it."""
    return trust.match.issuer.required == "aud" and trust.settled and not trust.on("aud", "oaud")
