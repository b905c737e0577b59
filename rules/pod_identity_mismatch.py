"""The rule `pod-identity-mismatch`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.aws import ASSUME_ROLE, POD_IDENTITY, TAG_SESSION
from assumelint.language.outcome import Outcome
from assumelint.model import Label, Principal, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.sts.actions import covers
from assumelint.text import Span
from assumelint.views import StatementView

_RIGHT = (ASSUME_ROLE, TAG_SESSION)


@rule(Severity.ERROR, Group.PRINCIPAL, on=StatementView)
def pod_identity_mismatch(view: StatementView) -> Iterator[Hit]:
    """EKS Pod Identity is mixed up with IAM roles for service accounts.

    Pod Identity calls `sts:AssumeRole` and `sts:TagSession` as the service `pods.eks.amazonaws.com`; it shows no
    token, so there are no `sub` and `aud`. Roles for service accounts (IRSA) take
    `sts:AssumeRoleWithWebIdentity` and the cluster's OIDC provider. Pick one for each statement.

    Bad:
    ```hcl
    Principal = { Service = "pods.eks.amazonaws.com" }
    Action    = "sts:AssumeRoleWithWebIdentity" # <- here
    ```

    Good:
    ```hcl
    Principal = { Service = "pods.eks.amazonaws.com" }
    Action    = ["sts:AssumeRole", "sts:TagSession"]
    ```
    """
    pods = _pods(view)
    if pods is None or not view.allows:
        return
    form = view.statement.form
    if covers(view.statement, ASSUME_ROLE) is Outcome.NO:
        yield Hit(
            _blamed(view, pods),
            f"{POD_IDENTITY} calls sts:AssumeRole, which the statement does not allow",
            "EKS Pod Identity exchanges no web identity token",
            clause.action(form, _RIGHT),
        )
    elif claims := [key for key in view.keys if key.requires and key.name in ("sub", "aud", "oaud")]:
        yield Hit(
            claims[0].condition.key.span,
            f"{POD_IDENTITY} shows no token, so there is no key {claims[0].condition.key}",
            "never there for EKS Pod Identity",
            clause.condition(form, "StringEquals", "aws:RequestTag/kubernetes-service-account", ["<name>"]),
            related=(Label(pods.value.span, "the principal is EKS Pod Identity"),),
        )
    elif _tags_no_session(view):
        yield Hit(
            _blamed(view, pods),
            f"{POD_IDENTITY} tags the session, but sts:TagSession is not allowed",
            "only an association with session tags switched off gets by",
            clause.action(form, _RIGHT),
            severity=Severity.WARNING,
        )


def _pods(view: StatementView) -> Principal | None:
    principals = view.statement.principals or ()
    return next((principal for principal in principals if principal.value.literal == POD_IDENTITY), None)


def _tags_no_session(view: StatementView) -> bool:
    return all(
        covers(other.statement, TAG_SESSION) is Outcome.NO or _pods(other) is None or not other.allows
        for other in view.owner.statements
    )


def _blamed(view: StatementView, pods: Principal) -> Span:
    actions = view.statement.actions
    return actions.items[0].span if actions is not None and actions.items else pods.value.span
