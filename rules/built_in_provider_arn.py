"""The rule `built-in-provider-arn`."""

from collections.abc import Iterator

from assumelint import amend
from assumelint.aws import BUILT_IN_HOSTS
from assumelint.model import Severity
from assumelint.rule import Group, Hit, Phase, rule
from assumelint.views import Trust


@rule(Severity.WARNING, Group.PRINCIPAL, on=Trust, phase=Phase.PRINCIPAL)
def built_in_provider_arn(trust: Trust) -> Iterator[Hit]:
    """A provider that is built into AWS is referred to by an ARN.

    The principal for Google, Facebook, Amazon and Cognito is the bare host. AWS says not to create an IAM provider for
    them; one for `accounts.google.com` has been seen to break federation.

    Bad:
    ```yaml
    Principal: {Federated: "arn:aws:iam::123456789012:oidc-provider/accounts.google.com"} # <- here
    ```

    Good:
    ```yaml
    Principal: {Federated: accounts.google.com}
    ```
    """
    host = "" if trust.federated.host is None else (trust.federated.host.literal or "").lower()
    if host in BUILT_IN_HOSTS and not trust.federated.built_in and not trust.federated.fault:
        yield Hit(
            trust.principal.value.span,
            f"{host} is built into AWS: the principal is its bare host, not the ARN of a provider",
            "AWS says to create no provider for it",
            amendment=amend.another_principal(trust.view, trust.principal.value, host),
        )
