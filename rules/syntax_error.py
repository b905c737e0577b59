"""The rule `syntax-error`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def syntax_error(problem: Problem) -> Iterator[Hit]:
    """A file has a syntax error.

    Terraform or CloudFormation stops at the same place. The rest of the file is still checked, as far as it can be
    parsed.

    If python-hcl2, another HCL parser, accepts the file, this is a warning: python-hcl2 accepts some text that
    Terraform refuses, but the fault may also be in this linter.

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
