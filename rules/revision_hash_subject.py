"""The rule `revision-hash-subject`."""

import re
from collections.abc import Iterator

from assumelint import clause
from assumelint.model import Severity
from assumelint.rule import Group, Hit, rule
from assumelint.views import Trust

# Crossplane names a provider's service account after its revision: twelve hexadecimal digits at the end.
_HASHED = re.compile(
    r"system:serviceaccount:[^:*?]+:([a-z0-9.-]+)-((?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{10,12})"
)


@rule(Severity.WARNING, Group.SUBJECT_DEAD, on=Trust)
def revision_hash_subject(trust: Trust) -> Iterator[Hit]:
    """The service account's name ends in a hash that changes with the next release.

    Crossplane and other operators name service accounts after a revision. The role works until the next upgrade.

    Bad:

    ```yaml
    Resources:
      Crossplane:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: !Sub |
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow",
                "Principal": {"Federated": "arn:aws:iam::${AWS::AccountId}:oidc-provider/oidc.acme.dev"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                  "StringEquals": {
                    "oidc.acme.dev:aud": "sts.amazonaws.com",
                    "oidc.acme.dev:sub": "system:serviceaccount:crossplane-system:provider-aws-3f1a9c0d2b7e"
                  }
                }
              }]
            }
    ```

    Good:

    ```yaml
    Resources:
      Crossplane:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: !Sub |
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow",
                "Principal": {"Federated": "arn:aws:iam::${AWS::AccountId}:oidc-provider/oidc.acme.dev"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                  "StringEquals": {"oidc.acme.dev:aud": "sts.amazonaws.com"},
                  "StringLike": {"oidc.acme.dev:sub": "system:serviceaccount:crossplane-system:provider-aws-*"}
                }
              }]
            }
    ```
    """
    for key in trust.on("sub"):
        for value in key.condition.values.items if key.requires else ():
            found = _HASHED.fullmatch(value.literal or "")
            if found:
                mended = (value.literal or "").removesuffix(found[2]) + "*"
                yield Hit(
                    value.span,
                    f'"{found[1]}-{found[2]}" looks like the name of one revision: the next has another hash',
                    "matches no token after the next upgrade",
                    clause.condition(key.condition.form, "StringLike", str(key.condition.key), [mended]),
                )
