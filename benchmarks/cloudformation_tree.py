"""Made-up CloudFormation: a folder of templates, and one template of many roles."""

from __future__ import annotations

from benchmarks.files import Files

ROLE_EVERY = 2
HEAD = """\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Repository:
    Type: String
    Default: shop
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BucketName: !Sub "acme-${Repository}-${AWS::Region}"
      Tags:
        - Key: owner
          Value: team-platform
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Join ["-", [acme, !Ref Repository, jobs]]
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Failed.Arn
        maxReceiveCount: 5
  Failed:
    Type: AWS::SQS::Queue
"""
ROLE = """\
  Role{number}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub >-
                arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:oidc-provider/token.actions.githubusercontent.com
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
              StringLike:
                token.actions.githubusercontent.com:sub: !Sub "repo:acme/${{Repository}}-{number}:environment:live"
"""


def templates(count: int) -> Files:
    """So many templates, one web identity role in every other one."""
    return {
        f"stack{number:03}.yaml": HEAD + ("" if number % ROLE_EVERY else ROLE.format(number=number))
        for number in range(count)
    }


def roles(count: int) -> Files:
    """One template of so many roles."""
    return {"template.yaml": HEAD + "".join(ROLE.format(number=number) for number in range(count))}
