"""The rule `any-ref`."""

from collections.abc import Iterator

from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import KnownTrust
from assumelint.views.breadth import any_ref_values, free_unit, other_claims

# Issuers whose every subject says what was built; elsewhere it may be silent on that.
_WITH_REFS = ("github", "gitlab", "buildkite", "codeberg", "forgejo")


@rule(Severity.NOTE, Group.SUBJECT_OPEN, on=KnownTrust)
def any_ref(trust: KnownTrust) -> Iterator[Hit]:
    """Every branch, tag and pull request of the repository may assume the role.

    Whoever may push a branch runs with the role, before any review. That is right for a role that reads; for one
    that deploys, name the branch or the environment.

    Bad:
    ```hcl
    StringLike = { "token.actions.githubusercontent.com:sub" = ["repo:acme/app:*", "repo:acme@*/app@*:*"] } # <- here
    ```

    Good:
    ```hcl
    StringLike = {
      "token.actions.githubusercontent.com:sub" = ["repo:acme/app:environment:ci", "repo:acme@*/app@*:environment:ci"]
    }
    ```
    """
    reach = trust.reach
    if reach.dead or other_claims(trust):
        return
    if not trust.match.issuer.id.startswith(_WITH_REFS):
        return
    wide = any_ref_values(reach)
    if wide and not any(free_unit(part, trust.match, reach) for part in reach.breadth):
        yield Hit(
            wide[0].span,
            f'"{wide[0]}" lets in every branch and tag, reviewed or not',
            "any branch, tag or pull request",
            "name the branch or the environment that the role is for",
        )
