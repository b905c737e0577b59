"""The rule `duplicate-key`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=Problem)
def duplicate_key(problem: Problem) -> Iterator[Hit]:
    """A key is written twice in one object: the last one wins, the first is lost without a word.

    Two `StringEquals` in one `Condition` read as if both counted. Only the last does, so the policy is wider than
    it looks, or waits for a claim that was never meant to stand alone. Put both keys under one operator.

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
