"""The rule `undefined-reference`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def undefined_reference(problem: Problem) -> Iterator[Hit]:
    """A template refers to a name that it does not declare, so it cannot be deployed.

    CloudFormation answers "Unresolved resource dependencies" before it creates anything. A policy variable such as
    `${aws:username}` inside `Fn::Sub` is taken for a name, too: written `${!aws:username}`, it is left alone.

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
