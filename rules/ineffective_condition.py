"""The rule `ineffective-condition`."""

import re
from collections.abc import Iterator

from assumelint import amend
from assumelint.language.likeness import Likeness
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import Trust
from assumelint.views.claim_key import ClaimKey

_VARIABLE = re.compile(r"\$\{([^},]+)\}")


@rule(Severity.WARNING, Group.SUBJECT_OPEN, on=Trust)
def ineffective_condition(trust: Trust) -> Iterator[Hit]:
    """A condition is true for (almost) every token.

    A negated operator excludes the listed values and accepts all others. `…IfExists` and negated operators are true if
    the key is absent, and a claim that STS does not evaluate is always absent. `${issuer:sub}` under `issuer:sub`
    compares the token with itself.

    Bad:
    ```hcl
    StringNotEquals = { "gitlab.com:sub" = "project_path:acme/old:ref_type:branch:ref:main" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    ```
    """
    open_to_all = trust.reach.witness is not None
    severity = Severity.ERROR if open_to_all else None
    for key in trust.keys:
        why, place = _ineffective(trust, key)
        if why:
            yield Hit(
                place.span,
                f"{key.condition.operator} on {key.condition.key} keeps nobody out: {why}",
                why,
                _help(trust, key) if key.name == "sub" else "",
                witness=_witness(trust),
                severity=severity,
            )


def _witness(trust: Trust) -> dict[str, str] | None:
    witness = trust.reach.witness
    return dict(witness.claims) if witness is not None else None


def _ineffective(trust: Trust, key: ClaimKey) -> tuple[str, Text]:
    """Return why a condition has no effect ("" if it has one), and the text to point at."""
    condition, operator = key.condition, key.operator
    own = trust.owns(key) is Likeness.SAME
    if operator is None or operator.domain.value == "presence" or not own:
        return "", condition.key
    for value in condition.values.items:
        found = _VARIABLE.fullmatch(value.flat)
        if found and found[1].lower() == condition.key.flat.lower() and not operator.negated:
            return "it compares the token with itself", value
    if operator.qualifier is not None:
        return "", condition.key
    if key.name and _never_there(trust, key) and (operator.negated or operator.if_exists):
        return f'STS does not evaluate "{key.name}", so the key is always absent', condition.key
    if operator.negated and key.name == "sub" and not any(other.requires for other in trust.on("sub")):
        return "it lets in every subject that it does not list", condition.operator
    return "", condition.key


def _never_there(trust: Trust, key: ClaimKey) -> bool:
    match = trust.match
    return match is not None and match.certain and match.known and match.issuer.claim(key.name) is None


def _help(trust: Trust, key: ClaimKey) -> str:
    values = [Text.of("<the subject to let in>", key.condition.key.span)]
    return amend.shown(amend.other_values(trust.view, key.condition, values, "StringEquals"))
