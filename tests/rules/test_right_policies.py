"""Policies and files that are correct, or not for this tool to check: there must be no finding."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Check = Callable[[dict[str, str]], list[dict[str, Any]]]

GITHUB = "token.actions.githubusercontent.com"
ARN = f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"
AUD = {f"{GITHUB}:aud": "sts.amazonaws.com"}
SUB = {f"{GITHUB}:sub": "repo:acme/app:environment:production"}


def statement(principal: str, condition: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Federated": principal},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
        **others,
    }


GOOD = statement(ARN, {"StringEquals": {**AUD, **SUB}})


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)


CIRCLECI_ORG = "3e1b2c4d-0000-4000-8000-1234567890ab"
CIRCLECI = f"oidc.circleci.com/org/{CIRCLECI_ORG}"
CLUSTER = "oidc.eks.cn-north-1.amazonaws.com.cn/id/A1B2C3D4E5F60718293A4B5C6D7E8F90"


def oidc(host: str) -> str:
    return f"arn:aws:iam::123456789012:oidc-provider/{host}"


POLICIES = {
    "StringLike without a wildcard": document(statement(ARN, {"StringLike": {**AUD, **SUB}})),
    "lists where a single value would do": document(
        statement(
            ARN,
            {"StringEquals": {key: [value] for key, value in {**AUD, **SUB}.items()}},
            Principal={"Federated": [ARN]},
            Action=["sts:AssumeRoleWithWebIdentity"],
        )
    ),
    "action in another case": document({**GOOD, "Action": "sts:assumerolewithwebidentity"}),
    "two actions": document({**GOOD, "Action": ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"]}),
    "web identity and session tags": document({**GOOD, "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]}),
    "session tags in a statement of their own": document(GOOD, {**GOOD, "Action": "sts:TagSession"}),
    "wildcard action": document({**GOOD, "Action": "sts:AssumeRoleWith*"}),
    "key in another case": document(
        statement(
            ARN,
            {
                "StringEquals": {
                    f"Token.Actions.GitHubUserContent.com:{claim}": value
                    for claim, value in (("Aud", "sts.amazonaws.com"), ("SUB", "repo:acme/app:environment:production"))
                }
            },
        )
    ),
    "AWS beside": document(
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"}, GOOD
    ),
    "everyone beside, under conditions": document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-123"}},
        },
        GOOD,
    ),
    "SAML beside": document(
        {
            "Effect": "Allow",
            "Principal": {"Federated": "arn:aws:iam::123456789012:saml-provider/okta"},
            "Action": "sts:AssumeRoleWithSAML",
            "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}},
        },
        GOOD,
    ),
    "service beside": document(
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}, GOOD
    ),
    "Deny first": document(
        {
            "Effect": "Deny",
            "Principal": {"Federated": ARN},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringLike": {f"{GITHUB}:sub": "repo:acme/app:pull_request"}},
        },
        GOOD,
    ),
    "Deny of everyone without TLS": document(
        {"Effect": "Deny", "Principal": "*", "Action": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        GOOD,
    ),
    "several subjects": document(
        statement(ARN, {"StringEquals": AUD, "StringLike": {f"{GITHUB}:sub": ["repo:acme/app:*", "repo:acme/web:*"]}})
    ),
    "branches by prefix": document(
        statement(ARN, {"StringEquals": AUD, "StringLike": {f"{GITHUB}:sub": "repo:acme/app:ref:refs/heads/release/*"}})
    ),
    "repositories by prefix": document(
        statement(ARN, {"StringEquals": AUD, "StringLike": {f"{GITHUB}:sub": "repo:acme/app-*:ref:refs/heads/main"}})
    ),
    "custom subject": document(
        statement(
            ARN,
            {
                "StringEquals": AUD,
                "StringLike": {
                    f"{GITHUB}:sub": "repo:acme/app:*:job_workflow_ref:acme/ci/.github/workflows/*@refs/heads/main"
                },
            },
        )
    ),
    "any repository, one workflow": document(
        statement(
            ARN,
            {
                "StringEquals": AUD,
                "StringLike": {
                    f"{GITHUB}:sub": "repo:acme/*",
                    f"{GITHUB}:job_workflow_ref": "acme/ci/.github/workflows/deploy.yml@refs/heads/main",
                },
            },
        )
    ),
    "workflow in place of a subject": document(
        statement(
            ARN,
            {
                "StringEquals": {
                    **AUD,
                    f"{GITHUB}:job_workflow_ref": "acme/ci/.github/workflows/deploy.yml@refs/heads/main",
                }
            },
        )
    ),
    "Cognito by audience": document(
        statement(
            "cognito-identity.amazonaws.com",
            {
                "StringEquals": {
                    "cognito-identity.amazonaws.com:aud": "us-east-1:12345678-dead-beef-cafe-123456790ab0"
                },
                "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "unauthenticated"},
            },
        )
    ),
    "Google by subject": document(
        statement("accounts.google.com", {"StringEquals": {"accounts.google.com:sub": "112233445566778899001"}})
    ),
    "Google by audience": document(
        statement("accounts.google.com", {"StringEquals": {"accounts.google.com:aud": "112233445566778899001"}})
    ),
    "Pulumi by audience": document(
        statement(oidc("api.pulumi.com/oidc"), {"StringEquals": {"api.pulumi.com/oidc:aud": "aws:acme"}})
    ),
    "Vercel by audience": document(
        statement(
            oidc("oidc.vercel.com"),
            {
                "StringEquals": {
                    "oidc.vercel.com:aud": "https://vercel.com/acme",
                    "oidc.vercel.com:sub": "owner:acme:project:web:environment:production",
                }
            },
        )
    ),
    "Facebook": document(
        statement("graph.facebook.com", {"StringEquals": {"graph.facebook.com:app_id": "123456789012"}})
    ),
    "a slash at the end of the issuer": document(
        statement(
            oidc("acme.eu.auth0.com/"),
            {"StringEquals": {"acme.eu.auth0.com/:aud": "deploy", "acme.eu.auth0.com/:sub": "abc@clients"}},
        )
    ),
    "an issuer that nobody knows": document(
        statement(
            oidc("login.acme.dev/realms/ci"),
            {"StringEquals": {"login.acme.dev/realms/ci:aud": "aws", "login.acme.dev/realms/ci:sub": "svc-deploy"}},
        )
    ),
    "self-managed GitLab": document(
        statement(
            oidc("gitlab.acme.dev"),
            {
                "StringEquals": {
                    "gitlab.acme.dev:aud": "https://gitlab.acme.dev",
                    "gitlab.acme.dev:sub": "project_path:a/b:ref_type:branch:ref:main",
                }
            },
        )
    ),
    "CircleCI": document(
        statement(
            oidc(CIRCLECI),
            {
                "StringEquals": {f"{CIRCLECI}:aud": CIRCLECI_ORG},
                "StringLike": {
                    f"{CIRCLECI}:sub": f"org/{CIRCLECI_ORG}/project/9f8e7d6c-0000-4000-8000-abcdefabcdef/user/*"
                },
            },
        )
    ),
    "Buildkite": document(
        statement(
            oidc("agent.buildkite.com"),
            {
                "StringEquals": {"agent.buildkite.com:aud": "sts.amazonaws.com"},
                "StringLike": {
                    "agent.buildkite.com:sub": "organization:acme:pipeline:deploy:ref:refs/heads/main:commit:*:step:*"
                },
            },
        )
    ),
    "EKS in China": document(
        statement(
            f"arn:aws-cn:iam::123456789012:oidc-provider/{CLUSTER}",
            {
                "StringEquals": {
                    f"{CLUSTER}:aud": "sts.amazonaws.com",
                    f"{CLUSTER}:sub": "system:serviceaccount:shop:orders",
                }
            },
        )
    ),
    "EKS Pod Identity": document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
        }
    ),
    "template with placeholders": document(
        statement(
            "arn:aws:iam::<ACCOUNT_ID>:oidc-provider/{{ issuer }}",
            {"StringLike": {"{{ issuer }}:sub": "repo:<ORG>/<REPO>:*"}},
        )
    ),
    "template for envsubst": document(
        statement(
            "arn:aws:iam::${ACCOUNT_ID}:oidc-provider/${OIDC_PROVIDER}",
            {"StringEquals": {"${OIDC_PROVIDER}:sub": "system:serviceaccount:${NAMESPACE}:${NAME}"}},
        )
    ),
    "template for printf": document(
        statement("arn:aws:iam::%s:oidc-provider/%s", {"StringEquals": {"%s:sub": "system:serviceaccount:%s:%s"}})
    ),
    "account in words": document(
        statement(f"arn:aws:iam::ACCOUNT_ID:oidc-provider/{GITHUB}", {"StringEquals": {**AUD, **SUB}})
    ),
    "permission policy": document(
        {
            "Effect": "Allow",
            "Action": ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"],
            "Resource": "arn:aws:iam::123456789012:role/deploy",
        }
    ),
    "resource control policy": document(
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Resource": "*",
            "Condition": {
                "StringNotLikeIfExists": {f"{GITHUB}:sub": "repo:acme/*"},
                "Null": {f"{GITHUB}:sub": "false"},
            },
        }
    ),
    "bucket policy": document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::b/*",
        }
    ),
}

# Placeholders are for somebody to fill in while the policy is a file; in a role they are deployed.
FILES_ONLY = {name for name in POLICIES if "template" in name} | {
    "account in words",
    "permission policy",
    "resource control policy",
    "bucket policy",
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_that_is_right(name: str, check: Check) -> None:
    assert check({"trust.json": POLICIES[name]}) == []


@pytest.mark.parametrize("name", sorted(set(POLICIES) - FILES_ONLY))
def test_the_same_as_a_role(name: str, check: Check) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": json.loads(POLICIES[name])}}
    assert check({"template.json": json.dumps({"Resources": {"Ci": role}}, indent=2)}) == []
