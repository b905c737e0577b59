"""The rule `invalid-configuration`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def invalid_configuration(problem: Problem) -> Iterator[Hit]:
    """Terraform reads the file, but refuses what it says about a trust policy.

    An argument of the wrong type, an attribute that does not exist, a role that is declared twice: `terraform plan`
    stops there, whatever the variables are. The rest of the configuration is still checked.

    Bad:

    ```hcl
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]

        principals {
          type        = "Federated"
          identifiers = "cognito-identity.amazonaws.com" # <- here
        }

        condition {
          test     = "StringEquals"
          variable = "cognito-identity.amazonaws.com:aud"
          values   = ["eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789"]
        }
      }
    }

    resource "aws_iam_role" "app" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
    ```

    Good:

    ```hcl
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]

        principals {
          type        = "Federated"
          identifiers = ["cognito-identity.amazonaws.com"]
        }

        condition {
          test     = "StringEquals"
          variable = "cognito-identity.amazonaws.com:aud"
          values   = ["eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789"]
        }

        condition {
          test     = "ForAnyValue:StringLike"
          variable = "cognito-identity.amazonaws.com:amr"
          values   = ["authenticated"]
        }
      }
    }

    resource "aws_iam_role" "app" {
      assume_role_policy = data.aws_iam_policy_document.trust.json
    }
    ```
    """
    yield from reported("invalid-configuration", problem)
