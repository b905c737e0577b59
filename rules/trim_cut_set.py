"""The rule `trim-cut-set`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Hit, rule


@rule(Severity.WARNING, "Provider", on=Problem)
def trim_cut_set(problem: Problem) -> Iterator[Hit]:
    """`trim` takes a set of characters, not a prefix.

    `trim(url, "https://")` removes every leading and trailing `h`, `t`, `p`, `s`, `:` and `/`. Of
    `https://token.actions.githubusercontent.com` it leaves `oken.actions.githubusercontent.com`, of an EKS issuer
    with an id that ends in none of these letters the right host, by luck. `trimprefix` does what is meant.

    Bad:

    ```hcl
    locals {
      issuer = trim("https://token.actions.githubusercontent.com", "https://") # <- here
    }

    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]

        principals {
          type        = "Federated"
          identifiers = ["arn:aws:iam::123456789012:oidc-provider/${local.issuer}"]
        }
      }
    }
    ```

    Good:

    ```hcl
    locals {
      issuer = trimprefix("https://gitlab.com", "https://")
    }

    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]

        principals {
          type        = "Federated"
          identifiers = ["arn:aws:iam::123456789012:oidc-provider/${local.issuer}"]
        }

        condition {
          test     = "StringEquals"
          variable = "${local.issuer}:aud"
          values   = ["https://gitlab.com"]
        }

        condition {
          test     = "StringEquals"
          variable = "${local.issuer}:sub"
          values   = ["project_path:acme/app:ref_type:branch:ref:main"]
        }
      }
    }
    ```
    """
    yield from reported("trim-cut-set", problem)
