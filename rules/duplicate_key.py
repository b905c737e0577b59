"""The rule `duplicate-key`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=Problem)
def duplicate_key(problem: Problem) -> Iterator[Hit]:
    """A key occurs twice in one object: the last one wins, and the first is silently ignored.

    Two `StringEquals` in one `Condition` look as if both counted. Only the last one does, so the policy accepts more
    tokens than it seems to, or requires a claim that was not meant to be the only one. Put both keys under one
    operator.

    Bad:
    ```hcl
    StringEquals = { "gitlab.com:aud" = "https://gitlab.com" } # <- here
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    ```

    Good:
    ```hcl
    StringEquals = {
      "gitlab.com:aud" = "https://gitlab.com"
      "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
    }
    ```
    """
    yield from reported("duplicate-key", problem)
