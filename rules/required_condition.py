"""The rule `required-condition`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.language.operators import Qualifier
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import KnownTrust
from assumelint.views.claim_key import ClaimKey


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=KnownTrust)
def required_condition(trust: KnownTrust) -> Iterator[Hit]:
    """A condition that AWS requires for this shared issuer is missing.

    IAM refuses to create or change such a role without a condition on this key, which is the subject for most issuers
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html). `StringEquals`,
    `StringLike` and `StringEqualsIgnoreCase` count, `ForAnyValue` and `…IfExists` do not; for GitHub, a condition on
    `job_workflow_ref` counts, too. An older role works until somebody changes it.

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
    key = required if ":" in required else f"{trust.host}:{required}"
    weak = next((found.condition for found in trust.on(required)), None)
    yield Hit(
        trust.principal.value.span if weak is None else weak.operator.span,
        f"IAM refuses the next create or update of a role that trusts {trust.match.issuer.name} "
        f"without a condition on {key}",
        f"no condition on {key}" if weak is None else f'"{weak.operator}" does not count',
        clause.condition(trust.statement.form, "StringEquals", key, ["…"]),
        # It is not documented what IAM asks of a statement with several issuers.
        severity=Severity.WARNING if len(trust.view.trusts) > 1 else None,
    )


def _has(trust: KnownTrust, required: str) -> bool:
    """Return whether a condition satisfies IAM, or may do so."""
    if ":" in required:
        keys = (condition.key.literal or required for condition in trust.statement.conditions)
        return any(key.lower() == required.lower() for key in keys)
    # AWS accepts the workflow instead of the subject.
    names = (required, "job_workflow_ref") if required == "sub" else (required,)
    return any(not key.name for key in trust.keys) or any(map(_counts, trust.on(*names)))


# The operators that satisfy IAM.
_COUNTED = ("StringEquals", "StringLike", "StringEqualsIgnoreCase")


def _counts(key: ClaimKey) -> bool:
    """Return whether IAM takes note of a condition, may do so, or another rule tells why its operator is wrong."""
    operator = key.operator
    if operator is None or operator.negated or operator.qualifier is Qualifier.ALL:
        return True
    return operator.name in _COUNTED and not operator.if_exists and operator.qualifier is None
