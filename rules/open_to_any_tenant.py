"""The rule `open-to-any-tenant`."""

from collections.abc import Iterator

from assumelint import clause
from assumelint.advice import accepting_value, example_subjects
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import KnownTrust


@rule(Severity.ERROR, Group.SUBJECT_OPEN, on=KnownTrust)
def open_to_any_tenant(trust: KnownTrust) -> Iterator[Hit]:
    """The pattern lets strangers in: another organisation's token fits.

    `*` takes any characters, `/` and `:` included. `repo:*` and `repo:*/app:*` are every organisation's;
    `repo:acme*/...` is also that of whoever registers `acme-evil`. AWS refuses a bare `*` as GitHub's subject, and
    accepts all of these.

    Bad:

    ```hcl
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]

        principals {
          type        = "Federated"
          identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
        }

        condition {
          test     = "StringEquals"
          variable = "token.actions.githubusercontent.com:aud"
          values   = ["sts.amazonaws.com"]
        }

        condition {
          test     = "StringLike"
          variable = "token.actions.githubusercontent.com:sub"
          values   = ["repo:acme*/app:ref:refs/heads/main"] # <- here
        }
      }
    }
    ```

    ```yaml
    Resources:
      Deploy:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Federated: arn:aws:iam::123456789012:oidc-provider/gitlab.com
                Action: sts:AssumeRoleWithWebIdentity
                Condition:
                  StringEquals:
                    gitlab.com:aud: https://gitlab.com
                  StringLike:
                    gitlab.com:sub: project_path:*:ref_type:branch:ref:main # <- here
    ```

    Good:

    ```hcl
    data "aws_iam_policy_document" "trust" {
      statement {
        actions = ["sts:AssumeRoleWithWebIdentity"]

        principals {
          type        = "Federated"
          identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
        }

        condition {
          test     = "StringEquals"
          variable = "token.actions.githubusercontent.com:aud"
          values   = ["sts.amazonaws.com"]
        }

        condition {
          test     = "StringLike"
          variable = "token.actions.githubusercontent.com:sub"
          values   = ["repo:acme/app:ref:refs/heads/main", "repo:acme@*/app@*:ref:refs/heads/main"]
        }
      }
    }
    ```

    ```yaml
    Resources:
      Deploy:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Federated: arn:aws:iam::123456789012:oidc-provider/gitlab.com
                Action: sts:AssumeRoleWithWebIdentity
                Condition:
                  StringEquals:
                    gitlab.com:aud: https://gitlab.com
                    gitlab.com:sub: project_path:acme/app:ref_type:branch:ref:main
    ```
    """
    witness = trust.reach.witness
    if witness is None or not witness.conditions:
        return
    condition = witness.conditions[0]
    claim = next((key.name for key in trust.keys if key.condition is condition), "sub")
    foreign = witness.claims.get(claim, "")
    value = accepting_value(condition, foreign)
    written = f'"{value}"' if value is not None else f"the condition on {condition.key}"
    form = condition.form
    help = ""
    if claim == "sub":
        help = clause.condition(form, "StringLike", str(condition.key), example_subjects(trust.match, trust.project))
    yield Hit(
        condition.key.span if value is None else value.span,
        f"{written} lets in tokens of {trust.match.issuer.name} that belong to others",
        f"{foreign} would be let in" if foreign else "a stranger's token would be let in",
        help,
        witness=dict(witness.claims),
        severity=None if witness.certain else Severity.WARNING,
    )
