"""The rule `template-error`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def template_error(problem: Problem) -> Iterator[Hit]:
    """A template's trust policy is missing, or made in a way that CloudFormation refuses.

    The property is absent, null or a list; a function does not exist, or selects what is not there. The stack fails
    before or while the role is created.

    Bad:
    ```yaml
    AssumeRolePolicyDocument: # <- here
    ```

    Good:
    ```yaml
    AssumeRolePolicyDocument:
      Version: "2012-10-17"
      Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]
    ```
    """
    yield from reported("template-error", problem)
