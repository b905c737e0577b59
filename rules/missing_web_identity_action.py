"""The rule `missing-web-identity-action`."""

from collections.abc import Iterator

from assumelint import amend
from assumelint.aws import ASSUME_ROLE_WITH_SAML, ASSUME_ROLE_WITH_WEB_IDENTITY
from assumelint.language.outcome import Outcome
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.sts.actions import fits
from assumelint.text import Text
from assumelint.views import StatementView, Trust
from assumelint.views.actions import COMPANIONS, names


@rule(Severity.ERROR, Group.PRINCIPAL, on=StatementView)
def missing_web_identity_action(view: StatementView) -> Iterator[Hit]:
    """An OIDC provider is trusted, but not with AssumeRoleWithWebIdentity.

    Only `sts:AssumeRoleWithWebIdentity` accepts the token of an OIDC provider. `sts:AssumeRole` is for AWS principals,
    `sts:AssumeRoleWithSAML` for SAML providers; IAM refuses a misspelled action.

    Bad:
    ```hcl
    Action = "sts:AssumeRole" # <- here
    ```

    Good:
    ```hcl
    Action = "sts:AssumeRoleWithWebIdentity"
    ```
    """
    trusts = [trust for trust in view.trusts if not trust.federated.is_saml and not _may_be_saml(view, trust)]
    if not trusts or view.grants_web_identity is not False or _stands_beside_a_grant(view):
        return
    blamed = _blamed(view)
    written = "no action at all" if blamed is None else f'"{blamed}"'
    principal = trusts[0].principal.value
    yield Hit(
        principal.span if blamed is None else blamed.span,
        f"tokens of {_named(principal)} are exchanged by {ASSUME_ROLE_WITH_WEB_IDENTITY}, "
        f"but the statement allows {written}",
        "every call ends in AccessDenied",
        severity=Severity.WARNING if _granted_elsewhere(view) else None,
        amendment=amend.another_action(view, ASSUME_ROLE_WITH_WEB_IDENTITY),
    )


def _may_be_saml(view: StatementView, trust: Trust) -> bool:
    """Return whether the principal is unknown and the action is the one for SAML providers."""
    return (
        trust.federated.host is None and trust.federated.fault is None and names(view.statement, ASSUME_ROLE_WITH_SAML)
    )


def _stands_beside_a_grant(view: StatementView) -> bool:
    """Return whether the statement allows only session actions (TagSession…), separately from assuming the role."""
    actions = view.statement.actions
    written = [(value.literal or "").lower() for value in actions.items] if actions else []
    return bool(written) and set(written) <= COMPANIONS and _granted_elsewhere(view)


def _granted_elsewhere(view: StatementView) -> bool:
    """Return whether another statement grants web identity to the same principal, or may do so."""
    mine = {str(principal.value) for principal, _ in view.federated}
    return not view.owner.policy.complete or any(
        other.allows
        and other.grants_web_identity is not False
        and (
            not other.statement.principals_complete or mine & {str(principal.value) for principal, _ in other.federated}
        )
        for other in view.owner.statements
        if other is not view
    )


def _blamed(view: StatementView) -> Text | None:
    """Return the action that was probably meant, or the last one."""
    statement = view.statement
    values = statement.actions or statement.not_actions
    if values is None or not values.items:
        return None
    if statement.actions is None:
        excluded = [value for value in values.items if fits(value, ASSUME_ROLE_WITH_WEB_IDENTITY) is Outcome.YES]
        return (excluded or list(values.items))[0]
    similar = [value for value in values.items if "assume" in str(value).lower() or "webid" in str(value).lower()]
    return (similar or list(values.items))[-1]


def _named(principal: Text) -> str:
    return str(principal).rpartition("oidc-provider/")[2] or str(principal)
