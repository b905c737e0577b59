"""The rule `intrinsic-in-key`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.CONDITION_KEYS, on=Problem)
def intrinsic_in_key(problem: Problem) -> Iterator[Hit]:
    """An intrinsic function stands in a map key, where CloudFormation does not evaluate it.

    Functions work in values only. The key of a condition is the issuer's host, which is often known only at
    deployment; write the whole document as one JSON string under `!Sub` then.

    Bad:
    ```yaml
    Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/${Issuer}"}
    Condition:
      StringEquals:
        !Sub "${Issuer}:sub": system:serviceaccount:shop:orders # <- here
    ```

    Good:
    ```yaml
    AssumeRolePolicyDocument: !Sub |
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "arn:aws:iam::${AWS::AccountId}:oidc-provider/${Issuer}"},
        "Condition": {"StringEquals": {
          "${Issuer}:aud": "sts.amazonaws.com", "${Issuer}:sub": "system:serviceaccount:shop:orders"}}}]}
    ```
    """
    yield from reported("intrinsic-in-key", problem)
