"""The rule `unknown-operator`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import StatementView


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=StatementView)
def unknown_operator(view: StatementView) -> Iterator[Hit]:
    """A condition has an operator that IAM does not know.

    IAM refuses the policy. There is no `StringLikeIgnoreCase`, and the plural stands at the end of `StringEquals`
    and of `ForAnyValue:`, not elsewhere.

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
          test     = "StringEqual" # <- here
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
    from assumelint.language.operators import parse_operator

    if view.owner.is_document and not view.trusts:
        return
    for condition in view.statement.conditions:
        written = condition.operator.literal
        if written is None or parse_operator(written) is not None:
            continue
        meant = _nearest(written)
        hint = f', did you mean "{meant}"?' if meant else ""
        yield Hit(
            condition.operator.span,
            f'IAM has no condition operator "{written}"{hint}',
            "IAM refuses it",
            clause.operator(condition.form, meant) if meant else "",
        )


def _nearest(written: str) -> str:
    import difflib

    from assumelint.language.operators import known_operators

    prefix, colon, name = written.rpartition(":")
    suffix = "IfExists" if name.lower().endswith("ifexists") else ""
    bare = name[: len(name) - len(suffix)]
    near = difflib.get_close_matches(bare, known_operators(), n=1, cutoff=0.6)
    qualifier = difflib.get_close_matches(prefix, ("ForAllValues", "ForAnyValue"), n=1, cutoff=0.6) if colon else [""]
    return f"{qualifier[0]}{colon}{near[0]}{suffix}" if near and qualifier else ""
