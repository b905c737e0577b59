"""The rule `for-all-values`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.model import Condition, Form, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Trust


@rule(Severity.WARNING, Group.SUBJECT_OPEN, on=Trust)
def for_all_values(trust: Trust) -> Iterator[Hit]:
    """`ForAllValues` holds where the claim is absent.

    It asks whether every value of the key fits, and of no value every one does. AWS says not to use it with keys of
    one value, which `sub` and `aud` are; for `amr`, `ForAnyValue` is meant.

    Bad:

    ```hcl
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]

        principals {
          type        = "Federated"
          identifiers = ["arn:aws:iam::123456789012:oidc-provider/gitlab.com"]
        }

        condition {
          test     = "StringEquals"
          variable = "gitlab.com:aud"
          values   = ["https://gitlab.com"]
        }

        condition {
          test     = "ForAllValues:StringLike" # <- here
          variable = "gitlab.com:sub"
          values   = ["project_path:acme/app:ref_type:branch:ref:main"]
        }
      }
    }
    ```

    Good:

    ```hcl
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]

        principals {
          type        = "Federated"
          identifiers = ["arn:aws:iam::123456789012:oidc-provider/gitlab.com"]
        }

        condition {
          test     = "StringEquals"
          variable = "gitlab.com:aud"
          values   = ["https://gitlab.com"]
        }

        condition {
          test     = "StringEquals"
          variable = "gitlab.com:sub"
          values   = ["project_path:acme/app:ref_type:branch:ref:main"]
        }
      }
    }
    ```
    """
    from assumelint.language.operators import Qualifier

    open_to_all = trust.reach.witness is not None
    for key in trust.keys:
        operator = key.operator
        if operator is None or operator.qualifier is not Qualifier.ALL:
            continue
        many = trust.match is not None and (claim := trust.match.issuer.claim(key.name)) is not None and claim.many
        meant = f"ForAnyValue:{operator.name}" if many else operator.name
        condition = key.condition
        yield Hit(
            condition.operator.span,
            f'"{condition.operator}" holds for a token without {condition.key}',
            "true where the claim is absent",
            _help(condition, meant),
            severity=Severity.ERROR if open_to_all and not any(other.requires for other in trust.on("sub")) else None,
        )


def _help(condition: Condition, meant: str) -> str:
    written = [str(value) for value in condition.values.items]
    if not clause.is_written(condition):
        return "the module writes this condition: use a release or a module that writes another"
    if condition.form is Form.HCL_BLOCK or not written:
        return clause.operator(condition.form, meant)
    return clause.condition(condition.form, meant, str(condition.key), written)
