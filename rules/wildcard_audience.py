"""The rule `wildcard-audience`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.issuers import expected_audience
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Trust


@rule(Severity.WARNING, Group.AUDIENCE, on=Trust)
def wildcard_audience(trust: Trust) -> Iterator[Hit]:
    """The audience is a pattern.

    A token is made for one audience, and a role knows which. A pattern also takes tokens that were made for
    someone else and handed on.

    Bad:

    ```hcl
    resource "aws_iam_role" "deploy" {
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringLike = {
              "gitlab.com:aud" = "*" # <- here
              "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
            }
          }
        }]
      })
    }
    ```

    Good:

    ```hcl
    resource "aws_iam_role" "deploy" {
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringEquals = {
              "gitlab.com:aud" = "https://gitlab.com"
              "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
            }
          }
        }]
      })
    }
    ```
    """
    for key in trust.on("aud", "oaud"):
        if key.operator is None or not key.operator.takes_wildcards or not key.requires:
            continue
        for value in key.condition.values.items:
            if "*" not in value.flat and "?" not in value.flat:
                continue
            expected = expected_audience(trust.match) if trust.match is not None else ""
            yield Hit(
                value.span,
                f'"{value}" takes tokens that were made for other audiences',
                "one audience is enough",
                clause.condition(key.condition.form, "StringEquals", str(key.condition.key), [expected])
                if expected
                else "",
            )
