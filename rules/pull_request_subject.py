"""The rule `pull-request-subject`."""

from collections.abc import Iterator

from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import KnownTrust
from assumelint.views.breadth import any_ref_values


@rule(Severity.NOTE, Group.SUBJECT_OPEN, on=KnownTrust)
def pull_request_subject(trust: KnownTrust) -> Iterator[Hit]:
    """Pull requests may assume the role before anybody has read them.

    A job of a pull request runs the code of its branch. Whoever may open one from a branch of the repository has
    the role. That is right for a plan or a test with few permissions.

    Bad:
    ```hcl
    StringEquals = { "token.actions.githubusercontent.com:sub" = "repo:acme/app:pull_request" } # <- here
    ```

    Good:
    ```hcl
    StringLike = {
      "token.actions.githubusercontent.com:sub" = ["repo:acme/app:environment:ci", "repo:acme@*/app@*:environment:ci"]
    }
    ```
    """
    reach = trust.reach
    if reach.dead:
        return
    wide = any_ref_values(reach)
    for part in reach.breadth:
        if part.form.startswith("pull_request") and part.value is not None and part.value not in wide:
            yield Hit(
                part.value.span,
                f'"{part.value}" lets in pull requests, before anybody has read them',
                "any pull request from a branch of the repository",
            )
            return
