"""The rule `syntax-error`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def syntax_error(problem: Problem) -> Iterator[Hit]:
    """A file cannot be read as what it is.

    Terraform or CloudFormation stop at the same place. What else stands in the file is still checked, as far as
    it can be told apart.

    Where another reader of HCL, python-hcl2, reads the file all the same, this is a warning: it takes some text that
    Terraform refuses, but the fault may also be this linter's.

    Bad:
    ```hcl
    resource "aws_iam_role" "deploy" {
      name = "deploy"
      path = /ci/ # <- here
    }
    ```

    Good:
    ```hcl
    resource "aws_iam_role" "deploy" {
      name = "deploy"
      path = "/ci/"
    }
    ```
    """
    yield from reported("syntax-error", problem)
