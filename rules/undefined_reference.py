"""The rule `undefined-reference`."""

from collections.abc import Iterator

from assumelint.model import Problem, Severity
from assumelint.reported import reported
from assumelint.rule import Group, Hit, rule


@rule(Severity.ERROR, Group.DOCUMENT, on=Problem)
def undefined_reference(problem: Problem) -> Iterator[Hit]:
    """A template refers to a name that it does not declare, so it cannot be deployed.

    CloudFormation answers "Unresolved resource dependencies" before it creates anything. A policy variable such as
    `${aws:username}` inside `Fn::Sub` is taken for a name, too: written `${!aws:username}`, it is left alone.

    Bad:

    ```yaml
    Parameters:
      Repository:
        Type: String
    Resources:
      Deploy:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Federated: !Sub arn:aws:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com
                Action: sts:AssumeRoleWithWebIdentity
                Condition:
                  StringEquals:
                    token.actions.githubusercontent.com:aud: sts.amazonaws.com
                    token.actions.githubusercontent.com:sub: !Sub repo:${Repositry}:environment:production # <- here
    ```

    Good:

    ```yaml
    Parameters:
      Repository:
        Type: String
    Resources:
      Deploy:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  Federated: !Sub arn:aws:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com
                Action: sts:AssumeRoleWithWebIdentity
                Condition:
                  StringEquals:
                    token.actions.githubusercontent.com:aud: sts.amazonaws.com
                    token.actions.githubusercontent.com:sub: !Sub repo:${Repository}:environment:production
    ```
    """
    yield from reported("undefined-reference", problem)
