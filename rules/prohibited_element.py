"""The rule `prohibited-element`."""

from collections.abc import Iterator

from assumelint import edits
from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.suggest import did_you_mean
from assumelint.text import Hole, Text
from assumelint.text.document import Node, Sequence
from assumelint.views import StatementView

_ELEMENTS = ("Sid", "Effect", "Principal", "Action", "NotAction", "Condition")
_REFUSED = ("Resource", "NotResource")


@rule(Severity.ERROR, Group.PRINCIPAL, on=StatementView)
def prohibited_element(view: StatementView) -> Iterator[Hit]:
    """The statement contains something that IAM refuses in a trust policy.

    `Resource` belongs in permission policies, `NotPrincipal` cannot be combined with Allow, actions must be those of
    STS, and the names of elements are case-sensitive. IAM refuses the policy with MalformedPolicyDocument.

    Bad:
    ```hcl
    Resource = "*" # <- here
    ```

    Good:
    ```hcl
    Action = "sts:AssumeRoleWithWebIdentity" # and no Resource
    ```
    """
    if not view.is_of_trust_policy:
        return
    yield from _elements(view)
    yield from _effect(view)
    yield from _actions(view)


def _elements(view: StatementView) -> Iterator[Hit]:
    for element in view.statement.elements:
        name = element.name.literal
        if name is None or name in _ELEMENTS:
            continue
        if name in _REFUSED:
            if _may_be_null(element.value):
                continue
            yield Hit(element.name.span, f"a trust policy has no {name}: it is attached to its role", "IAM refuses it")
        elif name != "NotPrincipal":
            hint = did_you_mean(name, _ELEMENTS)
            yield Hit(element.name.span, f'a statement has no element "{name}"{hint}', "IAM refuses it")
        elif view.allows:
            yield Hit(element.name.span, "Allow with NotPrincipal is not allowed in a trust policy", "IAM refuses it")


def _may_be_null(value: Node) -> bool:
    """Return whether a value is entirely unknown: it may be null, which omits the element."""
    match value:
        case Hole() | Text(parts=(Hole(),)):
            return True
        case Sequence(items):
            return bool(items) and all(_may_be_null(item) for item in items)
        case _:
            return False


def _effect(view: StatementView) -> Iterator[Hit]:
    effect = view.statement.effect
    if effect is not None and effect.literal not in (None, "Allow", "Deny"):
        yield Hit(effect.span, f'an effect is "Allow" or "Deny", not "{effect}"', "IAM refuses it")


def _actions(view: StatementView) -> Iterator[Hit]:
    values = view.statement.actions or view.statement.not_actions
    for value in values.items if values is not None else ():
        prefix, colon, _ = value.flat.partition(":")  # with an unknown part, it is not alphanumeric
        if colon and prefix.isalnum() and prefix.lower() != "sts":
            advice = (
                edits.replace_action(view.statement, ASSUME_ROLE_WITH_WEB_IDENTITY) if view.trusts else edits.Advice()
            )
            yield Hit(
                value.span,
                f'"{value}" cannot stand in a trust policy, which speaks of AssumeRole actions only',
                "IAM refuses it",
                advice.help,
                fix=advice.fix,
            )
