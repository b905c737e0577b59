"""The clause to write in place of the one that fails."""

from __future__ import annotations

from assumelint import clause
from assumelint.aws import ASSUME_ROLE_WITH_WEB_IDENTITY, SET_SOURCE_IDENTITY, TAG_SESSION
from assumelint.language.operators import Comparison, Operator, known_operators, parse_operator
from assumelint.model import Form, Statement
from assumelint.sts.decision import Check, What
from assumelint.sts.reason import Reason
from assumelint.sts.request import Request
from assumelint.suggest import did_you_mean

_ACTIONS = tuple(action.lower() for action in (ASSUME_ROLE_WITH_WEB_IDENTITY, TAG_SESSION, SET_SOURCE_IDENTITY))


def remedy(check: Check, statement: Statement, request: Request) -> tuple[str, str]:
    """What to change, in words, and the clause to write ("" where there is none to show)."""
    form = statement.form
    match check.what:
        case What.PRINCIPAL:
            return "Name this provider as the principal", clause.principal(form, "Federated", request.provider)
        case What.ACTION if check.reason is Reason.NOT_ACTION:
            return "Use Action in place of NotAction", clause.action(form, [check.name])
        case What.ACTION:
            kept = [action for action in check.expected if _names_web_identity(action)]
            return "Allow the action", clause.action(form, [*kept, check.name])
        case What.CONTROL:
            subject = str(request.claims.get("sub", "…"))
            return "Ask for the subject", clause.condition(form, "StringEquals", check.name, [subject])
        case _:
            return _for_condition(check, form, request)


def _names_web_identity(action: str) -> bool:
    """Whether an action belongs to a web identity statement, rather than being the mistake in it."""
    return "*" in action or action.lower() in _ACTIONS


def _for_condition(check: Check, statement_form: Form, request: Request) -> tuple[str, str]:
    form = statement_form if check.condition is None else check.condition.form
    key, values = check.name, list(check.expected)
    operator = parse_operator(check.operator)
    match check.reason:
        case Reason.WILDCARD_IS_LITERAL:
            return "Compare with a pattern", clause.condition(form, _like(operator), key, values)
        case Reason.VARIABLES_OFF:
            return "Policy variables need the policy to begin with", '"Version": "2012-10-17"'
        case Reason.OTHER_ISSUER:
            wanted = f"{request.issuer}:{key.rpartition(':')[2]}"
            return "Begin the key with the token's issuer", clause.key(form, wanted, (values or ["…"])[0])
        case Reason.UNKNOWN_OPERATOR:
            return f"Use an operator that IAM has{did_you_mean(check.operator, known_operators())}", ""
        case Reason.CLAIM_NOT_MAPPED:
            return "Drop the condition, and pin what it meant in the subject", ""
        case Reason.KEY_ABSENT:
            return f"Drop the condition, or have the issuer send {key.rpartition(':')[2]}", ""
        case Reason.KEY_PRESENT:
            return f"Drop the condition, or use a token without {key.rpartition(':')[2]}", ""
        case Reason.EXCLUDED:
            return "If this token should get in, take its value off the list", ""
        case _:
            return _accept(check, operator, form)


def _accept(check: Check, operator: Operator | None, form: Form) -> tuple[str, str]:
    """Accept the value of the token: in place of a single one, beside several."""
    actual = [] if check.actual is None else list(check.actual)
    if operator is None or operator.compare not in (
        Comparison.STRING,
        Comparison.STRING_IGNORE_CASE,
        Comparison.PATTERN,
    ):
        return "If this token should get in, change the value", ""
    kept = list(check.expected) if len(check.expected) > 1 else []
    return "If this token should get in, write", clause.values(form, check.name, [*kept, *actual])


def _like(operator: Operator | None) -> str:
    """The operator that compares the same way, with wildcards."""
    prefix = f"{operator.qualifier.value}:" if operator and operator.qualifier else ""
    return f"{prefix}StringLike{'IfExists' if operator and operator.if_exists else ''}"
