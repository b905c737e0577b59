"""The rule `required-condition`."""

from collections.abc import Iterator

from assumelint import amend
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import example_subjects, key_of, operator_for
from assumelint.text import Text
from assumelint.views import KnownTrust


@rule(Severity.WARNING, Group.CONDITION_KEYS, on=KnownTrust)
def required_condition(trust: KnownTrust) -> Iterator[Hit]:
    """A condition key that AWS requires for this shared issuer is missing.

    IAM refuses to create or change a role that trusts such an issuer without its required key
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html). A role that is
    older than this requirement works until somebody edits it.

    Bad:
    ```hcl
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } # <- here
    Condition = { StringEquals = {
      "token.actions.githubusercontent.com:aud"           = "sts.amazonaws.com"
      "token.actions.githubusercontent.com:repository_id" = "1296269"
    } }
    ```

    Good:
    ```hcl
    StringLike = {
      "token.actions.githubusercontent.com:sub" = ["repo:acme/app:environment:ci", "repo:acme@*/app@*:environment:ci"]
    }
    ```
    """
    if not trust.match.certain or not trust.settled or trust.view.grants_web_identity is False:
        return
    required = trust.match.issuer.required
    # A missing audience has its own rule.
    if not required or required == "aud" or _has(trust, required):
        return
    # AWS accepts the workflow instead of the subject.
    if required == "sub" and trust.on("job_workflow_ref"):
        return
    key = Text.of(required, trust.principal.value.span) if ":" in required else key_of(trust, required)
    values = example_subjects(trust.match, trust.project) if required == "sub" else ["<value>"]
    yield Hit(
        trust.principal.value.span,
        f"IAM refuses a role that trusts {trust.match.issuer.name} without a condition on {key}",
        f"no condition on {key}",
        amend.shown(amend.one_more(trust.view, operator_for(values), key, values)),
        severity=Severity.ERROR if ":" in required else None,
    )


def _has(trust: KnownTrust, required: str) -> bool:
    if ":" not in required:
        return bool(trust.on(required)) or any(not key.name for key in trust.keys)
    return any(
        (condition.key.literal or required).lower() == required.lower() for condition in trust.statement.conditions
    )
