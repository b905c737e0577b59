"""The rule `invalid-configuration`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def invalid_configuration(problem: Problem) -> Iterator[Hit]:
    """Terraform parses the file, but refuses what it says about a trust policy.

    The cause may be an argument of the wrong type, an attribute that does not exist, or a role that is declared twice:
    `terraform plan` fails, whatever the values of the variables. The rest of the configuration is still checked.

    Bad:
    ```hcl
    principals {
      type        = "Federated"
      identifiers = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" # <- here
    }
    ```

    Good:
    ```hcl
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/gitlab.com"]
    }
    ```
    """
    yield from reported("invalid-configuration", problem)
