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
