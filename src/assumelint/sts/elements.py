"""Who a statement speaks of, and which actions: its Principal and Action elements.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from __future__ import annotations

from collections.abc import Sequence

from assumelint.aws import issuer_of, partition_of
from assumelint.language.glob import matches
from assumelint.language.outcome import Outcome, any_of
from assumelint.language.tokens import plain_tokens
from assumelint.model import Principal, Statement
from assumelint.sts.actions import covers
from assumelint.sts.decision import Check, What
from assumelint.sts.reason import Reason
from assumelint.text import Span


def check_principal(statement: Statement, provider: str) -> Check:
    """Whether a statement speaks of the identity provider that a token comes from.

    A provider is named by its exact ARN, or by the host of a built-in one; a lone `*` is everyone.
    """
    span = _span(statement, "Principal", "NotPrincipal")
    negated = statement.principals is None and statement.not_principals is not None
    principals = statement.not_principals if negated else statement.principals
    expected = tuple(str(principal.value) for principal in principals or ())
    outcomes = [_names(principal, provider) for principal in principals or ()]
    if not (statement.principals_complete if principals is not None else statement.complete):
        outcomes.append(Outcome.UNKNOWN)
    found = any_of(outcomes)
    reason = Reason.ELEMENT_MISSING if principals is None else _principal_reason(principals, provider)
    if negated:
        found, reason = ~found, Reason.EXCLUDED if found is Outcome.YES else Reason.NOT_EXCLUDED
    return Check(What.PRINCIPAL, found, _settled(found, reason, negated=negated), expected, (provider,), span)


def check_action(statement: Statement, action: str) -> Check:
    """Whether a statement speaks of an action."""
    span = _span(statement, "Action", "NotAction")
    negated = statement.actions is None and statement.not_actions is not None
    actions = statement.not_actions if negated else statement.actions
    expected = () if actions is None else tuple(str(text) for text in actions.items)
    found = covers(statement, action)
    reason = Reason.ELEMENT_MISSING if actions is None else Reason.NOT_ACTION if negated else Reason.DIFFERS
    return Check(What.ACTION, found, _settled(found, reason), expected, (action,), span, action)


def _settled(found: Outcome, reason: Reason, *, negated: bool = False) -> Reason:
    match found:
        case Outcome.UNKNOWN:
            return Reason.HOLE
        case Outcome.YES if not negated:
            return Reason.MATCHES
        case _:
            return reason


def _names(principal: Principal, provider: str) -> Outcome:
    value = principal.value
    kind = "AWS" if principal.kind is None else principal.kind.literal
    if kind is None:
        return Outcome.UNKNOWN
    # A lone * is everyone, under AWS and bare; of a Federated value it is the only wildcard too.
    wanted = {"AWS": ("*",), "Federated": ("*", provider)}.get(kind, ())
    return any_of(matches(plain_tokens(value, wildcards=False), each) for each in wanted)


def _principal_reason(principals: Sequence[Principal], provider: str) -> Reason:
    """What comes nearest among the principals, where none is the provider."""
    federated = [
        principal.value.literal or ""
        for principal in principals
        if principal.kind is not None and principal.kind.literal == "Federated"
    ]
    if not federated:
        return Reason.NOT_FEDERATED
    if any(value.lower() == provider.lower() for value in federated):
        return Reason.CASE_DIFFERS
    same = [value for value in federated if value.startswith("arn:") and issuer_of(value) == issuer_of(provider)]
    if any(partition_of(value) == partition_of(provider) for value in same):
        return Reason.WRONG_ACCOUNT
    return Reason.WRONG_PARTITION if same else Reason.DIFFERS


def _span(statement: Statement, *names: str) -> Span:
    """The element of one of these names, or the statement where it has none."""
    found = next((element for name in names if (element := statement.element(name)) is not None), None)
    return statement.span if found is None else found.name.span
