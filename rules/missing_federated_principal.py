"""The rule `missing-federated-principal`."""

from collections.abc import Iterator, Sequence

from assumelint import clause, edits
from assumelint.aws import ASSUME_ROLE, ASSUME_ROLE_WITH_SAML, ASSUME_ROLE_WITH_WEB_IDENTITY
from assumelint.model import Fix, Label, Principal, Severity
from assumelint.rule import Group, Hit, Phase, rule
from assumelint.suggested_values import example_principal
from assumelint.text import Text
from assumelint.views import StatementView
from assumelint.views.actions import names


@rule(Severity.ERROR, Group.PRINCIPAL, on=StatementView, phase=Phase.PRINCIPAL)
def missing_federated_principal(view: StatementView) -> Iterator[Hit]:
    """Web identity is granted to a principal that is not an OIDC provider.

    STS accepts the tokens of the identity provider that the statement names under `Federated`. If a provider's ARN is
    under `AWS` or `Service`, if the principal is the service that runs the workload, or if there is no principal, no
    token matches, and every call ends in AccessDenied.

    Bad:
    ```hcl
    Principal = { Service = "eks.amazonaws.com" } # <- here
    ```

    Good:
    ```hcl
    Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
    ```
    """
    if not view.allows or not _asks_for_web_identity(view) or not _knows_its_principals(view):
        return
    statement = view.statement
    help = clause.principal(statement.form, "Federated", example_principal(view))
    if not statement.principals:
        if statement.not_principals is None and statement.complete and _is_whole(view):
            message = "web identity is granted, but the statement names no principal"
            yield Hit(_blamed(view).span, message, "to no provider", help)
        return
    if any(_might_federate(principal) for principal in statement.principals):
        return
    principal = statement.principals[0]
    kind = str(principal.kind) if principal.kind is not None else "AWS"
    message = f'web identity takes a Federated principal, but "{principal.value}" is given under "{kind}"'
    yield Hit(
        principal.value.span,
        message,
        "no token comes from here: every call ends in AccessDenied",
        help,
        fix=_fix(statement.principals),
        related=_kind_label(principal),
        severity=Severity.WARNING if _does_something_else(view) else None,
    )


def _is_whole(view: StatementView) -> bool:
    """Return whether nothing else adds a principal: code may merge a document with another that has one."""
    return view.owner.is_whole and view.is_of_trust_policy


def _fix(principals: Sequence[Principal]) -> Fix | None:
    """Return the advice to move the only principal under `Federated`, if it is a provider's ARN."""
    kind = principals[0].kind
    if len(principals) > 1 or kind is None or ":oidc-provider/" not in principals[0].value.flat:
        return None
    return edits.fix_of(edits.rewritten(kind, "Federated"))


def _asks_for_web_identity(view: StatementView) -> bool:
    if view.names_web_identity:
        return True
    saml = any(key.host.flat.lower() == "saml" for key in view.keys)
    return bool(view.keys) and not saml and any(key.name in ("sub", "aud", "oaud") for key in view.keys)


def _knows_its_principals(view: StatementView) -> bool:
    return view.statement.principals_complete and view.statement.complete


def _might_federate(principal: Principal) -> bool:
    """Return whether it is a federated principal, one of unknown kind, or a wildcard (which has its own rule)."""
    kind = principal.kind
    return (kind is not None and kind.literal in (None, "Federated")) or principal.value.literal == "*"


def _kind_label(principal: Principal) -> tuple[Label, ...]:
    kind = principal.kind
    if kind is None or kind.span.line == principal.value.span.line:
        return ()
    return (Label(kind.span, 'this must be "Federated"'),)


def _does_something_else(view: StatementView) -> bool:
    """Return whether another action makes the statement useful to its principals."""
    other = names(view.statement, ASSUME_ROLE) or names(view.statement, ASSUME_ROLE_WITH_SAML)
    return other and not view.keys


def _blamed(view: StatementView) -> Text:
    """Return the action that requires a principal, or the first condition that does."""
    actions = view.statement.actions.items if view.statement.actions else ()
    named = [value for value in actions if (value.literal or "").lower() == ASSUME_ROLE_WITH_WEB_IDENTITY.lower()]
    return (named or [*actions, *(key.condition.key for key in view.keys)])[0]
