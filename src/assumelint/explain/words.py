"""The sentences that explain a decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from assumelint.sts.decision import Check, What
from assumelint.sts.reason import Reason
from assumelint.sts.token import TokenCheck, TokenFault

_CONDITION = {
    Reason.MATCHES: "the value fits",
    Reason.DIFFERS: "no value of the policy fits",
    Reason.EXCLUDED: "the policy excludes this value",
    Reason.NOT_EXCLUDED: "the value is none of those excluded",
    Reason.ABSENT_PASSES: "the request has no value for this key, and the operator is true then",
    Reason.CLAIM_NOT_MAPPED: "the token has this claim, but AWS makes no condition key of it for this issuer",
    Reason.VARIABLE_WITHOUT_VALUE: "a policy variable in the value has no value in this request, so it fits nothing",
    Reason.VARIABLES_OFF: 'without "Version": "2012-10-17", ${...} is plain text',
    Reason.WILDCARD_IS_LITERAL: "under this operator, * and ? stand for themselves",
    Reason.CASE_DIFFERS: "only the case differs, and case counts",
    Reason.NO_VALUES: "the condition lists no value",
    Reason.UNKNOWN_OPERATOR: "IAM has no such operator",
    Reason.HOLE: "the code does not tell the value",
    Reason.NOT_GIVEN: "it is not known what the request has here",
}
_PRINCIPAL = {
    Reason.MATCHES: "the statement names this provider",
    Reason.DIFFERS: "the statement names another provider",
    Reason.CASE_DIFFERS: "only the case differs, and an ARN is compared with it",
    Reason.WRONG_ACCOUNT: "the statement names a provider of another account",
    Reason.WRONG_PARTITION: "the statement names a provider of another partition",
    Reason.NOT_FEDERATED: "the statement names no Federated principal",
    Reason.ELEMENT_MISSING: "the statement has no Principal",
    Reason.EXCLUDED: "NotPrincipal leaves this provider out",
    Reason.NOT_EXCLUDED: "NotPrincipal does not name this provider",
    Reason.HOLE: "the code does not tell the principal",
}
_ACTION = {
    Reason.MATCHES: "the statement names this action",
    Reason.DIFFERS: "the statement does not name this action",
    Reason.NOT_ACTION: "NotAction leaves this action out",
    Reason.ELEMENT_MISSING: "the statement has no Action",
    Reason.HOLE: "the code does not tell the action",
}


def why(check: Check) -> str:
    """Return a sentence that explains the outcome of a check."""
    match check.what:
        case What.PRINCIPAL:
            return _PRINCIPAL[check.reason]
        case What.ACTION:
            return _ACTION[check.reason]
        case What.CONTROL:
            return "AWS STS denies where no condition of the policy asks for this key"
        case What.REST:
            return "the code does not tell all of this statement"
        case _:
            return _about_presence(check) or _CONDITION[check.reason] + _parting(check)


def _about_presence(check: Check) -> str:
    """Return a sentence on a key whose presence or absence decided the check."""
    key = check.name
    match check.reason:
        case Reason.KEY_PRESENT:
            return f"the request has {key}"
        case Reason.OTHER_ISSUER:
            return f"{key} is no key of this token: they begin with its issuer, host and path, and a colon"
        case Reason.KEY_ABSENT if check.actual is not None:
            return f"{key} is empty"
        case Reason.KEY_ABSENT:
            return f"the request has no {key}"
        case _:
            return ""


def _parting(check: Check) -> str:
    """Return where the value departs from the pattern that it follows furthest."""
    if check.reason is not Reason.DIFFERS or not check.actual:
        return ""
    heads = [re.split(r"[*?]|\$\{", pattern)[0] for pattern in check.expected]
    shared = max((_shared(head, item) for head in heads for item in check.actual), key=len, default="")
    if not shared:
        return ""
    if shared in heads and any(item != shared for item in check.actual):
        return f': they agree on "{shared}", but not on what follows'
    return f': they part after "{shared}"'


def _shared(one: str, other: str) -> str:
    """Return the common prefix of both strings."""
    length = min(len(one), len(other))
    return one[: next((index for index in range(length) if one[index] != other[index]), length)]


def what(check: Check) -> str:
    """Return what a check is about: `principal`, `action NAME`, `condition OPERATOR KEY`."""
    match check.what:
        case What.ACTION:
            return f"action {check.name}"
        case What.CONDITION:
            return f"condition {check.operator} {check.name}"
        case What.CONTROL:
            return f"key {check.name}"
        case What.REST:
            return "unknown part"
        case _:
            return "principal"


def what_of_token(check: TokenCheck) -> str:
    """Return what a check of the token is about."""
    return f"token {check.name}"


def why_of_token(check: TokenCheck) -> str:
    """Return a sentence that explains the outcome of a check of the token."""
    match check.fault:
        case TokenFault.ISSUER:
            return "the issuer is the provider's" if check.passed else _issuer_differs(check)
        case TokenFault.ACCOUNT:
            return f"the provider is{'' if check.passed else ' not'} in the role's account"
        case TokenFault.ALGORITHM:
            return "AWS STS takes this algorithm" if check.passed else "AWS STS takes RS256 to RS512 and ES256 to ES512"
        case TokenFault.CLAIM_MISSING:
            return "the claim is there" if check.passed else f"Missing a required claim: {check.name}"
        case TokenFault.NO_TIMESTAMP:
            return "a whole number of seconds" if check.passed else f"{check.name} must be a whole number of seconds"
        case TokenFault.EXPIRED:
            return ("valid until " if check.passed else "expired at ") + _instant(check.actual or ("",))
        case TokenFault.AUDIENCE:
            return "the provider lists it" if check.passed else "the provider does not list this audience"
        case _:
            return "the token lists the role" if check.passed else "the token lists roles, and this is none of them"


def _issuer_differs(check: TokenCheck) -> str:
    actual, expected = (check.actual or ("",))[0], check.expected[0]
    if actual.rstrip("/") == expected.rstrip("/"):
        return "only the trailing slash differs, and it counts"
    return "an issuer must be https" if actual.startswith("http://") else "the token comes from another issuer"


def _instant(seconds: Sequence[str]) -> str:
    try:
        return datetime.fromtimestamp(float(seconds[0]), UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):  # outside the range of a calendar date
        return seconds[0]


def quoted(values: Sequence[str] | None) -> str:
    """Return values for a sentence, each in quotes; "nothing" if there are none."""
    return " or ".join(f'"{value}"' for value in values or ()) or "nothing"
