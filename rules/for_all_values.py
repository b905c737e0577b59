"""The rule `for-all-values`."""

from collections.abc import Iterator

from assumelint import clause, edits
from assumelint.language.operators import Operator, Qualifier
from assumelint.model import Condition, Fix, Form, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Trust
from assumelint.views.claim_key import ClaimKey


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
        meant = _meant(trust, key, operator)
        condition = key.condition
        yield Hit(
            condition.operator.span,
            f'"{condition.operator}" holds for a token without {condition.key}',
            "true where the claim is absent",
            _help(condition, meant),
            fix=_fix(trust, key, operator),
            severity=_severity(trust, key),
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


def _fix(trust: Trust, key: ClaimKey, operator: Operator) -> Fix | None:
    """Return the edits that rename the operator, if that is right for all conditions under it."""
    under = [other for other in trust.statement.conditions if other.operator.span == key.condition.operator.span]
    meant = [_meant(trust, other, operator) for other in trust.keys if other.condition in under]
    if len(meant) < len(under) or len(set(meant)) > 1:
        return None
    return edits.fix_of(edits.rename_operator(trust.statement, key.condition, meant[0]))


def _help(condition: Condition, meant: str) -> str:
    written = [str(value) for value in condition.values.items]
    if not clause.is_written(condition):
        return "the module writes this condition: use a release or a module that writes another"
    if condition.form is Form.HCL_BLOCK or not written:
        return clause.operator(condition.form, meant)
    return clause.condition(condition.form, meant, str(condition.key), written)
