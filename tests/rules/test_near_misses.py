"""Mistakes that look right, each beside the right thing that looks like it."""

from collections.abc import Callable
from typing import Any

import pytest

from assumelint.model import Severity

Judge = Callable[..., list[Any]]
Check = Callable[[dict[str, str]], list[dict[str, Any]]]

GITHUB = "token.actions.githubusercontent.com"


def policy(
    host: str, subject: Any, audience: str = "sts.amazonaws.com", operator: str = "StringLike"
) -> dict[str, Any]:
    conditions: dict[str, dict[str, Any]] = {"StringEquals": {f"{host}:aud": audience}}
    if subject is not None:
        conditions.setdefault(operator, {})[f"{host}:sub"] = subject
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{host}"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": conditions,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def told(found: list[Any]) -> list[tuple[str, Severity]]:
    return [(each.rule, each.severity) for each in found]


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("token-actions.githubusercontent.com", GITHUB),
        ("token.actions.githubusercontent", GITHUB),
        ("github.com", GITHUB),
        ("oidc.circleci.com/organization/3e1b", "oidc.circleci.com/org/3e1b"),
        ("eks.oidc.eu-west-1.amazonaws.com/id/AB12", "oidc.eks.eu-west-1.amazonaws.com/id/AB12"),
        ("oidc.eks.eu-west-1.amazonaws.com", "oidc.eks.eu-west-1.amazonaws.com/id/<id>"),
    ],
)
def test_hosts_that_are_almost_right(judge_policy: Judge, host: str, near: str) -> None:
    (found,) = judge_policy(policy(host, "x"))
    assert found.rule == "unknown-issuer-host"
    assert near in found.judgement.hit.message


@pytest.mark.parametrize("host", ["github.acme.com", "oidc.acme.com/organization/3e1b", "ghe.acme.com/_services/token"])
def test_hosts_of_ones_own(judge_policy: Judge, host: str) -> None:
    assert "unknown-issuer-host" not in [each.rule for each in judge_policy(policy(host, "x"))]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("repo:acme/app", [("impossible-subject", Severity.WARNING)]),
        ("repo:acme@1/app@2", []),
        ("repo:acme/app:", [("impossible-subject", Severity.ERROR)]),
    ],
)
def test_a_repository_alone_takes_a_template_of_its_own(judge_policy: Judge, subject: str, expected: list[Any]) -> None:
    assert [each for each in told(judge_policy(policy(GITHUB, subject))) if each[0] == "impossible-subject"] == expected


@pytest.mark.parametrize(
    ("subject", "broad"),
    [
        ("organization:acme:project:*:workspace:app:run_phase:*", False),
        ("organization:acme:project:*:workspace:*:run_phase:*", True),
        ("organization:acme:project:*:workspace:app-*:run_phase:*", True),
        ("organization:acme:*", True),
    ],
)
def test_the_name_of_a_workspace_is_enough(judge_policy: Judge, subject: str, broad: bool) -> None:
    found = judge_policy(policy("app.terraform.io", subject, "aws.workload.identity"))
    assert ("broad-subject" in [each.rule for each in found]) is broad


@pytest.mark.parametrize(
    ("audience", "severity"), [("sts.amazonaws.com", Severity.WARNING), ("my-client", Severity.NOTE)]
)
def test_the_audience_alone_of_an_unknown_issuer(judge_policy: Judge, audience: str, severity: Severity) -> None:
    assert told(judge_policy(policy("oidc.acme.dev", None, audience))) == [("broad-subject", severity)]
    assert told(judge_policy(policy("oidc.acme.dev", "job-1", audience))) == []


def test_null_takes_no_suffix(judge_policy: Judge) -> None:
    found = judge_policy(policy(GITHUB, "false", operator="NullIfExists"))
    (one,) = (each for each in found if each.rule == "unknown-operator")
    assert 'did you mean "Null"?' in one.judgement.hit.message


@pytest.mark.parametrize(
    ("url", "ids", "rules"),
    [
        (f"https://{GITHUB}/.well-known/openid-configuration", "sts.amazonaws.com", ["provider-url"]),
        ("https://oidc.eks.eu-west-1.amazonaws.com", "sts.amazonaws.com", ["provider-url"]),
        ("https://gitlab.com", "*", ["provider-client-ids"]),
        ("https://accounts.google.com", "x", ["provider-url"]),
        ("https://accounts.acme.com", "x", []),
        ("https://gitlab.com", "https://gitlab.com", []),
        ("https://oidc.acme.dev/.well-known", "x", []),
    ],
)
def test_providers(check: Check, url: str, ids: str, rules: list[str]) -> None:
    source = f'resource "aws_iam_openid_connect_provider" "x" {{\n  url = "{url}"\n  client_id_list = ["{ids}"]\n}}\n'
    assert [each["rule"] for each in check({"main.tf": source})] == rules


CREATE_OR_REUSE = """
Parameters:
  Create: {Type: String, Default: "true"}
  ExistingArn: {Type: String, Default: "%s"}
Conditions:
  IsNew: !Equals [!Ref Create, "true"]
Resources:
  Provider:
    Type: AWS::IAM::OIDCProvider
    Condition: IsNew
    Properties:
      Url: https://token.actions.githubusercontent.com
      ClientIdList: [sts.amazonaws.com]
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sts:AssumeRoleWithWebIdentity
            Principal:
              Federated: !If [IsNew, !Ref Provider, !Ref ExistingArn]
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:aud: sts.amazonaws.com
              StringLike:
                token.actions.githubusercontent.com:sub:
                  - repo:acme/app:environment:ci
                  - repo:acme@*/app@*:environment:ci
"""


@pytest.mark.parametrize(("default", "rules"), [("", []), ("github", ["malformed-provider-arn"])])
def test_create_or_reuse(check: Check, default: str, rules: list[str]) -> None:
    assert [each["rule"] for each in check({"template.yaml": CREATE_OR_REUSE % default})] == rules


CIRCLE = "oidc.circleci.com/org/3e1b"
BITBUCKET = "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"
BUILDKITE = "agent.buildkite.com"


@pytest.mark.parametrize(
    ("host", "subject", "found"),
    [
        (CIRCLE, "org/3e1b/project/9f8e/user/5a5b", True),
        (CIRCLE, "org/3e1b/project/9f8e/user/5a5b/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main", True),
        (CIRCLE, "org/3e1b/project/9f8e/user/*", False),
        (CIRCLE, "org/3e1b/project/⟨var.project⟩", False),
        (BITBUCKET, "{3e1b2c4d}:{9f8e7d6c}", True),
        (BITBUCKET, "{3e1b2c4d}:*", False),
        (BUILDKITE, "organization:acme:pipeline:app:ref:refs/heads/main:commit:9f31:step:deploy", True),
        (BUILDKITE, "organization:acme:pipeline:app:ref:refs/heads/main:commit:*:step:deploy", False),
        (BUILDKITE, "organization:acme:pipeline:app:ref:refs/heads/main:*", False),
        (GITHUB, "repo:acme/app:ref:refs/heads/main", False),
    ],
)
def test_what_changes_with_every_run(judge_policy: Judge, host: str, subject: str, found: bool) -> None:
    rules = [each.rule for each in judge_policy(policy(host, subject))]
    assert ("per-run-subject" in rules) is found


@pytest.mark.parametrize("host", ["gitlab.com", "gitlab.acme.com"])
@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("project_path:acme/app:*", True),
        ("project_path:acme/app:ref_type:branch:ref:*", False),
        ("project_path:acme/app:ref_type:*:ref:main", False),
    ],
)
def test_any_branch_and_tag_of_a_gitlab_project(judge_policy: Judge, host: str, subject: str, found: bool) -> None:
    rules = [each.rule for each in judge_policy(policy(host, subject, f"https://{host}"))]
    assert ("any-ref" in rules) is found


def test_an_audience_that_iam_asks_for_is_what_is_missing(judge_policy: Judge) -> None:
    given = policy("api.pulumi.com/oidc", "pulumi:deploy:org:acme:*")
    assert "missing-audience" not in [each.rule for each in judge_policy(given)]
    del given["Statement"][0]["Condition"]["StringEquals"]
    assert ("missing-audience", Severity.ERROR) in told(judge_policy(given))
