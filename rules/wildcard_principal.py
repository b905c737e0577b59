"""The rule `wildcard-principal`."""

from collections.abc import Iterator

from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.suggested_values import example_principal
from assumelint.views import StatementView


@rule(Severity.ERROR, Group.PRINCIPAL, on=StatementView)
def wildcard_principal(view: StatementView) -> Iterator[Hit]:
    """Web identity is granted to `*` instead of to a provider.

    IAM accepts no wildcard under `Federated`. Name the provider by its ARN.

    Bad:
    ```yaml
    Principal: {Federated: "*"} # <- here
    ```

    Good:
    ```yaml
    Principal: {Federated: "arn:aws:iam::123456789012:oidc-provider/gitlab.com"}
    ```
    """
    if not view.allows or not (view.names_web_identity or view.federated):
        return
    for principal in view.statement.principals or ():
        if principal.value.literal != "*":
            continue
        federated = principal.kind is not None and principal.kind.literal == "Federated"
        yield Hit(
            principal.value.span,
            'the principal "*" is no identity provider',
            "IAM refuses it" if federated else "not a provider, but anyone",
            example_principal(view),
            severity=None if federated else Severity.WARNING,
        )
