"""The rule `invalid-json`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def invalid_json(problem: Problem) -> Iterator[Hit]:
    """A trust policy is written as JSON, but is not JSON.

    IAM answers MalformedPolicyDocument. A heredoc or a block scalar is text to Terraform and CloudFormation: they
    do not look inside.

    Bad:

    ```hcl
    resource "aws_iam_role" "deploy" {
      assume_role_policy = <<-EOT
        {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
              "StringEquals": {
                "gitlab.com:aud": "https://gitlab.com",
                "gitlab.com:sub": "project_path:acme/app:ref_type:branch:ref:main",
              }
            }
          }]
        }
      EOT
    }
    ```

    ```yaml
    Resources:
      Deploy:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: !Sub |
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow",
                "Principal": {"Federated": "arn:aws:iam::${AWS::AccountId}:oidc-provider/gitlab.com"},
                "Action": "sts:AssumeRoleWithWebIdentity"
                "Condition": {"StringEquals": {"gitlab.com:aud": "https://gitlab.com"}}
              }]
            }
    ```

    Good:

    ```hcl
    resource "aws_iam_role" "deploy" {
      assume_role_policy = <<-EOT
        {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
              "StringEquals": {
                "gitlab.com:aud": "https://gitlab.com",
                "gitlab.com:sub": "project_path:acme/app:ref_type:branch:ref:main"
              }
            }
          }]
        }
      EOT
    }
    ```

    In Terraform, `jsonencode` or `aws_iam_policy_document` leave no room for this fault.
    """
    yield from reported("invalid-json", problem)
