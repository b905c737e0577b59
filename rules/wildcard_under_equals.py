"""The rule `wildcard-under-equals`."""

import re
from collections.abc import Iterator

from assumelint import clause
from assumelint.model import Form, Label, Severity
from assumelint.rule import Group, Hit, rule
from assumelint.text import Text
from assumelint.views import StatementView
from assumelint.views.claim_key import ClaimKey

_ESCAPE = re.compile(r"\$\{[^}]*\}")
_LIKE = {"StringEquals": "StringLike", "StringEqualsIgnoreCase": "StringLike"}


@rule(Severity.ERROR, Group.SUBJECT_DEAD, on=StatementView)
def wildcard_under_equals(view: StatementView) -> Iterator[Hit]:
    """A wildcard stands under StringEquals, where it is an ordinary character.

    `*` and `?` mean something to `StringLike` only. Under `StringEquals` the token would have to carry the star.

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
          test     = "StringEquals"
          variable = "gitlab.com:sub"
          values   = ["project_path:acme/app:ref_type:branch:ref:*"] # <- here
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
                    gitlab.com:sub: project_path:acme/app:ref_type:tag:ref:v* # <- here
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
          test     = "StringLike"
          variable = "gitlab.com:sub"
          values   = ["project_path:acme/app:ref_type:branch:ref:release/*"]
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
                    gitlab.com:sub: project_path:acme/app:ref_type:tag:ref:v*
    ```
    """
    if not view.allows:
        return
    for key in view.keys:
        if not key.asks or key.operator is None or key.operator.name not in _LIKE:
            continue
        wild = [value for value in key.condition.values.items if _has_wildcard(value, key.name)]
        others = len(key.condition.values.items) - len(wild)
        dead = not others and key.condition.values.complete and (key.requires or key.always_there)
        for value in wild:
            yield Hit(
                value.span,
                f'{key.condition.operator} knows no wildcards: it compares "{value}" character by character',
                "matches no token" if dead else "this value matches no token",
                _help(key),
                related=_operator_label(key, value),
                severity=None if dead else Severity.WARNING,
            )


def _has_wildcard(value: Text, claim: str) -> bool:
    known = _ESCAPE.sub("", value.flat)
    # A URL as audience may have a query.
    return "*" in known or ("?" in known and claim not in ("aud", "oaud"))


def _help(key: ClaimKey) -> str:
    condition = key.condition
    written = [str(value) for value in condition.values.items]
    if any(value.strip("*?") == "" or value.startswith(("*", "repo:*")) for value in written):
        return ""  # under StringLike it would let everyone in
    if condition.form is Form.HCL_BLOCK:
        return clause.operator(condition.form, "StringLike")
    return clause.condition(condition.form, "StringLike", str(condition.key), written)


def _operator_label(key: ClaimKey, value: Text) -> tuple[Label, ...]:
    span = key.condition.operator.span
    return () if span.line == value.span.line else (Label(span, "StringLike takes wildcards, this does not"),)
