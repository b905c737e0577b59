"""The rule `undefined-reference`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def undefined_reference(problem: Problem) -> Iterator[Hit]:
    """The code refers to a name that nothing declares, so it cannot be deployed.

    CloudFormation stops with "Unresolved resource dependencies" before it creates anything. It also takes a policy
    variable such as `${aws:username}` inside `Fn::Sub` for a name; write `${!aws:username}` to keep it.

    Terraform refuses the configuration: "Reference to undeclared input variable". It is a note where a tool may write
    the declaration first: beside Terragrunt's files, or where git ignores files with code. So it is in a folder
    without a provider and without a `terraform` block: its files may be copied into another one.

    Bad:
    ```yaml
    # the parameter is Repository
    StringLike: {"gitlab.com:sub": !Sub "project_path:acme/${Repositry}:ref_type:branch:ref:main"} # <- here
    ```

    Good:
    ```yaml
    StringLike: {"gitlab.com:sub": !Sub "project_path:acme/${Repository}:ref_type:branch:ref:main"}
    ```
    """
    yield from reported("undefined-reference", problem)
