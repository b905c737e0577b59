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
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"] # assumelint: ignore[wrong-audience] until the provider is moved

        principals {
          type        = "Service"
          identifiers = ["ec2.amazonaws.com"]
        }
      }
    }

    resource "aws_iam_role" "deploy" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
    ```

    Good:

    ```hcl
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRole"]

        principals {
          type        = "Service"
          identifiers = ["ec2.amazonaws.com"]
        }
      }
    }

    resource "aws_iam_role" "deploy" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
    ```
    """
    yield from reported("unused-ignore", problem)
