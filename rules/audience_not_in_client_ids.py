"""The rule `audience-not-in-client-ids`."""

from collections.abc import Iterator

from assumelint import amend
from assumelint.language.likeness import Likeness, likeness
from assumelint.model import Label, Severity, Values
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import Trust


@rule(Severity.ERROR, Group.AUDIENCE, on=Trust)
def audience_not_in_client_ids(trust: Trust) -> Iterator[Hit]:
    """The role requires an audience that its provider does not list.

    STS checks the provider's client ids first (InvalidIdentityToken, "Incorrect token audience") and then the trust
    policy. A token has to pass both checks.

    Bad:
    ```hcl
    Principal = { Federated = aws_iam_openid_connect_provider.gitlab.arn } # client_id_list = ["https://gitlab.com"]
    Condition = { StringEquals = {
      "gitlab.com:aud" = "sts.amazonaws.com" # <- here
      "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
    } }
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:aud" = "https://gitlab.com" }
    ```
    """
    ids = trust.provider.provider.client_ids if trust.provider is not None else None
    if ids is None or not ids.complete or not ids.items:
        return
    for key in trust.on("aud"):
        operator = key.operator
        if not key.requires or operator is None or operator.takes_wildcards:
            continue
        missing = [value for value in key.condition.values.items if not _may_be_listed(value, ids)]
        dead = len(missing) == len(key.condition.values.items) and key.condition.values.complete
        for value in missing:
            yield Hit(
                value.span,
                f'the provider does not list the audience "{value}" that the role asks for',
                "every call ends in an error" if dead else "never gets past the provider",
                related=tuple(Label(item.span, "the provider lists this one") for item in ids.items[:3]),
                severity=None if dead else Severity.WARNING,
                amendment=amend.replaced_value(trust.view, key.condition, value, [str(ids.items[0])]),
            )


def _may_be_listed(value: Text, ids: Values) -> bool:
    return any(likeness(value, item) is not Likeness.DIFFERENT for item in ids.items)
