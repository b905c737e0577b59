"""The rule `unrendered-document`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.PRINCIPAL, on=Problem)
def unrendered_document(problem: Problem) -> Iterator[Hit]:
    """A policy document is handed over as an object, not as its JSON.

    `assume_role_policy` takes a string. A data source is an object; its `json` attribute is the string.

    Bad:
    ```hcl
    assume_role_policy = data.aws_iam_policy_document.trust # <- here
    ```

    Good:
    ```hcl
    assume_role_policy = data.aws_iam_policy_document.trust.json
    ```
    """
    yield from reported("unrendered-document", problem)
