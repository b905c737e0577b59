"""The rule `unused-ignore`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.WARNING, Group.DOCUMENT, on=Problem)
def unused_ignore(problem: Problem) -> Iterator[Hit]:
    """A comment ignores a finding that does not exist.

    The fault has been fixed, the comment is on the wrong line, or the rule id is misspelled. If the comment stays, it
    may hide a later fault.

    Bad:
    ```hcl
    Action = "sts:AssumeRoleWithWebIdentity" # assumelint: ignore[wrong-audience] until the provider is moved
    ```

    Good:
    ```hcl
    Action = "sts:AssumeRoleWithWebIdentity"
    ```
    """
    yield from reported("unused-ignore", problem)
