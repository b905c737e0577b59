"""The rule `unused-ignore`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.WARNING, Group.DOCUMENT, on=Problem)
def unused_ignore(problem: Problem) -> Iterator[Hit]:
    """A comment asks to ignore a finding that is not there.

    What it once excused is mended, or it stands on the wrong line, or its id is misspelt. Left in place it would
    hide the next fault.

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
