"""The rule `for-all-values`."""

from collections.abc import Iterator

from assumelint import amend, clause, edits
from assumelint.language.operators import Operator, Qualifier
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Trust
from assumelint.views.claim_key import ClaimKey

_BY_A_MODULE = "the module writes this condition: use a release or a module that writes another"


@rule(Severity.WARNING, Group.SUBJECT_OPEN, on=Trust)
def for_all_values(trust: Trust) -> Iterator[Hit]:
    """`ForAllValues` is true if the claim is absent.

    It requires that all values of the key match, which is true if there are none. AWS says not to use it with
    single-valued keys such as `sub` and `aud`; for `amr`, use `ForAnyValue`. On `aud` and `iss` this is a note: every
    token has an audience, and STS evaluates no issuer.

    Bad:
    ```hcl
    "ForAllValues:StringLike" = { "gitlab.com:sub" = "project_path:acme/app:*" } # <- here
    ```

    Good:
    ```hcl
    StringEquals = { "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main" }
    ```
    """
    for key in trust.keys:
        operator = key.operator
        if operator is None or operator.qualifier is not Qualifier.ALL:
            continue
        condition = key.condition
        yield Hit(
            condition.operator.span,
            f'"{condition.operator}" holds for a token without {condition.key}',
            "true where the claim is absent",
            "" if clause.is_written(condition) else _BY_A_MODULE,
            severity=_severity(trust, key),
            amendment=_amendment(trust, key, operator) if clause.is_written(condition) else None,
        )


def _severity(trust: Trust, key: ClaimKey) -> Severity | None:
    """Return the severity: a note for `aud`, which every token has, and for `iss`, which is never evaluated."""
    if key.name in ("aud", "iss"):
        return Severity.NOTE
    open_to_all = trust.reach.witness is not None and not any(other.requires for other in trust.on("sub"))
    return Severity.ERROR if open_to_all else None


def _meant(trust: Trust, key: ClaimKey, operator: Operator) -> str:
    """Return the operator that requires the claim."""
    many = trust.match is not None and (claim := trust.match.issuer.claim(key.name)) is not None and claim.many
    return f"ForAnyValue:{operator.name}" if many else operator.name


def _amendment(trust: Trust, key: ClaimKey, operator: Operator) -> amend.Amendment | None:
    """Return the amendment of all conditions under the operator: one on a claim that has no key goes."""
    under = edits.under_one_operator(trust.statement, key.condition)
    keys = {other.condition: other for other in trust.keys if other.condition in under}
    if len(keys) < len(under):
        return None
    wanted = {
        condition: "" if _is_never_there(trust, other) else _meant(trust, other, operator)
        for condition, other in keys.items()
    }
    return amend.other_operators(trust.view, wanted)


def _is_never_there(trust: Trust, key: ClaimKey) -> bool:
    """Return whether STS has no key for the claim: any other operator would turn everybody away."""
    match = trust.match
    return match is not None and match.certain and match.issuer.claim(key.name) is None
