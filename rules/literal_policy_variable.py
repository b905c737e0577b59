"""The rule `literal-policy-variable`."""

from collections.abc import Iterator

from assumelint import clause, edits
from assumelint.model import Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import StatementView
from assumelint.views.placeholders import POLICY_VARIABLE

VERSION = "2012-10-17"


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=StatementView)
def literal_policy_variable(view: StatementView) -> Iterator[Hit]:
    """A policy variable stands in a policy whose version has none.

    Under version 2008-10-17, which also counts where no `Version` stands, `${…}` is text like any other, and no
    token has it.

    Bad:
    ```hcl
    # Version = "2008-10-17"
    StringLike = { "gitlab.com:sub" = "project_path:acme/$${aws:RequestTag/project}:*" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    ```
    """
    version = view.owner.policy.version
    if not view.allows or not view.trusts or (version is not None and version.literal != "2008-10-17"):
        return
    fix = None if version is None else edits.fix_of(edits.rewritten(version, VERSION))
    for condition in view.statement.conditions:
        for value in condition.values.items:
            found = POLICY_VARIABLE.search(value.flat)
            if found:
                yield Hit(
                    value.span,
                    f'"{found.group()}" is plain text here: policy variables came with version 2012-10-17',
                    "no token has these characters",
                    clause.version(view.statement.form, VERSION),
                    fix=fix,
                    related=() if version is None else (Label(version.span, "the version without variables"),),
                )
