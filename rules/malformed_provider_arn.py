"""The rule `malformed-provider-arn`."""

import re
from collections.abc import Iterator

from assumelint import clause
from assumelint.advice import arn_of
from assumelint.aws import STANDARD_PARTITION, partition_of_region
from assumelint.model import Severity
from assumelint.rule import Group, Hit, Phase, rule
from assumelint.views import Trust

_EKS_REGION = re.compile(r"oidc[.-]eks\.([a-z]+(?:-[a-z]+)+-[0-9]+)\.")
_LOOKS_LIKE_A_PLACEHOLDER = re.compile(r"arn:[^:]*:iam::([A-Za-z_.<>{}$%# -]+[0-9]?):oidc-provider/.+")


@rule(Severity.ERROR, Group.PRINCIPAL, on=Trust, phase=Phase.PRINCIPAL)
def malformed_provider_arn(trust: Trust) -> Iterator[Hit]:
    """The principal is not the ARN of an OIDC provider.

    The ARN is `arn:<partition>:iam::<12 digits>:oidc-provider/<issuer without https://>`. IAM refuses what is no
    ARN at all, and accepts the rest without a word; then no token ever fits it.

    Bad:

    ```hcl
    resource "aws_iam_role" "deploy" {
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect = "Allow"
          Principal = {
            Federated = "arn:aws:iam::123456789012:oidc-provider/https://gitlab.com" # <- here
          }
          Action = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringEquals = {
              "gitlab.com:aud" = "https://gitlab.com"
              "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
            }
          }
        }]
      })
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
                  Federated: gitlab.com # <- here
                Action: sts:AssumeRoleWithWebIdentity
                Condition:
                  StringEquals:
                    gitlab.com:aud: https://gitlab.com
                    gitlab.com:sub: project_path:acme/app:ref_type:branch:ref:main
    ```

    Good:

    ```hcl
    resource "aws_iam_role" "deploy" {
      assume_role_policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/gitlab.com" }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            StringEquals = {
              "gitlab.com:aud" = "https://gitlab.com"
              "gitlab.com:sub" = "project_path:acme/app:ref_type:branch:ref:main"
            }
          }
        }]
      })
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
                  Federated: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/gitlab.com
                Action: sts:AssumeRoleWithWebIdentity
                Condition:
                  StringEquals:
                    gitlab.com:aud: https://gitlab.com
                    gitlab.com:sub: project_path:acme/app:ref_type:branch:ref:main
    ```
    """
    fault = trust.federated.fault
    if fault is None:
        yield from _other_partition(trust)
    elif trust.federated.value.literal != "*" and not _is_template(trust):
        mended = fault.mended or arn_of(trust)
        mended = "" if mended == str(trust.principal.value) else mended  # what is wrong is in the part nobody knows
        yield Hit(
            trust.principal.value.span,
            f'"{trust.principal.value}" names no OIDC provider: {fault.message}',
            "every call ends in AccessDenied, or IAM refuses the policy",
            clause.principal(trust.statement.form, "Federated", mended) if mended else "",
        )


def _is_template(trust: Trust) -> bool:
    """A policy that stands alone with a word for the account id: something fills it in before it is used."""
    literal = trust.federated.value.literal
    return trust.owner.is_document and literal is not None and bool(_LOOKS_LIKE_A_PLACEHOLDER.fullmatch(literal))


def _other_partition(trust: Trust) -> Iterator[Hit]:
    """A cluster of a region in another partition: possible, with a provider made for it, but hardly meant."""
    written, host = trust.federated.partition, trust.federated.host
    region = _EKS_REGION.match(host.flat) if host is not None else None
    if written is None or written.literal is None or region is None:
        return
    expected = partition_of_region(region[1]) or STANDARD_PARTITION
    if expected != written.literal:
        mended = str(trust.principal.value).replace(f"arn:{written.literal}:", f"arn:{expected}:", 1)
        yield Hit(
            trust.principal.value.span,
            f'the region {region[1]} lies in the partition "{expected}", but the ARN says "{written.literal}"',
            f"arn:{expected}: is meant, unless the role is in another partition than its cluster",
            clause.principal(trust.statement.form, "Federated", mended),
            severity=Severity.WARNING,
        )
