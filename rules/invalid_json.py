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
    assume_role_policy = <<-EOT
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole",}
      ]}
    EOT
    ```

    Good:
    ```hcl
    assume_role_policy = <<-EOT
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
      ]}
    EOT
    ```
    """
    yield from reported("invalid-json", problem)
