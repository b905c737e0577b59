"""Advice is written for the place that it is given at: a condition, a variable, an argument, somebody else's module."""

from collections.abc import Callable
from typing import Any

import pytest

Check = Callable[[dict[str, str]], list[dict[str, Any]]]

TRUST = """
resource "aws_iam_role" "ci" {{
  assume_role_policy = data.aws_iam_policy_document.trust.json
}}

data "aws_iam_policy_document" "trust" {{
  statement {{
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {{
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
    }}
    condition {{
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = {aud}
    }}
    condition {{
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = {sub}
    }}
  }}
}}
"""
BOTH = '["repo:acme/app:*", "repo:acme@*/app@*:*"]'
AUD = '["sts.amazonaws.com"]'


def finding(found: list[dict[str, Any]], rule: str) -> dict[str, Any]:
    (one,) = (each for each in found if each["rule"] == rule)
    return one


@pytest.mark.parametrize(
    ("sub", "file", "help"),
    [
        ('["repo:acme/app"]', "main.tf", 'values = ["repo:acme/app:*", "repo:acme@*/app@*:*"]'),
        (
            '["repo:acme/app", "repo:acme/web:*"]',
            "main.tf",
            'values = ["repo:acme/app:*", "repo:acme@*/app@*:*", "repo:acme/web:*"]',
        ),
        ("var.subjects", "variables.tf", 'default = ["repo:acme/app:*", "repo:acme@*/app@*:*", "repo:acme/web:*"]'),
        ("local.subjects", "locals.tf", 'subjects = ["repo:acme/app:*", "repo:acme@*/app@*:*", "repo:acme/web:*"]'),
    ],
)
def test_a_value_is_replaced_where_it_stands(check: Check, sub: str, file: str, help: str) -> None:
    found = check(
        {
            "main.tf": TRUST.format(aud=AUD, sub=sub),
            "variables.tf": 'variable "subjects" {\n  default = ["repo:acme/app", "repo:acme/web:*"]\n}\n',
            "locals.tf": 'locals {\n  subjects = ["repo:acme/app", "repo:acme/web:*"]\n}\n',
        }
    )
    one = finding(found, "impossible-subject")
    assert (one["file"], one["help"]) == (file, help)


def test_an_argument_of_a_module_is_a_value(check: Check) -> None:
    found = check(
        {
            "main.tf": 'module "ci" {\n  source   = "./trust"\n  audience = "sts.amazon.com"\n}\n',
            "trust/main.tf": 'variable "audience" {}\n' + TRUST.format(aud="[var.audience]", sub=BOTH),
        }
    )
    one = finding(found, "wrong-audience")
    assert (one["file"], one["line"], one["help"]) == ("main.tf", 3, 'audience = "sts.amazonaws.com"')


def test_subjects_with_ids_join_those_in_a_local_value(check_all: Check) -> None:
    found = check_all(
        {
            "main.tf": TRUST.format(aud=AUD, sub="local.subjects"),
            "locals.tf": 'locals {\n  subjects = ["repo:acme/app:pull_request"]\n}\n',
        }
    )
    one = finding(found, "name-only-subject")
    assert one["help"] == 'subjects = ["repo:acme/app:pull_request", "repo:acme@*/app@*:pull_request"]'


def test_a_module_from_the_registry_keeps_its_operator(check_all: Check) -> None:
    call = """
module "role" {
  source   = "terraform-aws-modules/iam/aws//modules/iam-github-oidc-role"
  subjects = ["acme/app:ref:refs/heads/main"]
}
"""
    one = finding(check_all({"main.tf": call}), "for-all-values")
    assert one["help"] == "the module writes this condition: use a release or a module that writes another"


@pytest.mark.parametrize(
    ("audience", "severity", "message"),
    [
        ("gitlab.com", "warning", '"gitlab.com" is not the audience that GitLab.com tokens for AWS usually have'),
        ("sts.amazon.com", "error", 'no GitLab.com token for AWS has the audience "sts.amazon.com"'),
    ],
)
def test_an_audience_that_jobs_choose_is_not_denied_to_exist(
    check: Check, audience: str, severity: str, message: str
) -> None:
    provider = f"""
resource "aws_iam_openid_connect_provider" "gitlab" {{
  url            = "https://gitlab.com"
  client_id_list = ["{audience}"]
}}
"""
    one = finding(check({"main.tf": provider}), "provider-client-ids")
    assert (one["severity"], one["message"]) == (severity, message)


@pytest.mark.parametrize(("thumbprint", "severity"), [("x" * 40, "warning"), ("6938fd4d98bab03f", "error")])
def test_the_length_of_a_thumbprint_is_certain(check: Check, thumbprint: str, severity: str) -> None:
    provider = f"""
resource "aws_iam_openid_connect_provider" "github" {{
  url             = "https://token.actions.githubusercontent.com"
  thumbprint_list = ["{thumbprint}"]
}}
"""
    assert finding(check({"main.tf": provider}), "thumbprint-format")["severity"] == severity


def test_a_statement_in_an_indented_heredoc_is_json(check: Check) -> None:
    source = """
resource "aws_iam_role" "ci" {
  assume_role_policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"},
          "Action": "sts:AssumeRole",
          "Condition": {
            "StringEquals": {
              "gitlab.com:aud": "https://gitlab.com",
              "gitlab.com:sub": "project_path:acme/app:ref_type:branch:ref:main"
            }
          }
        }
      ]
    }
  EOF
}
"""
    one = finding(check({"main.tf": source}), "missing-web-identity-action")
    assert one["help"] == '"Action": "sts:AssumeRoleWithWebIdentity"'


def test_references_stay_as_terraform_writes_them(check: Check) -> None:
    account = "${data.aws_caller_identity.me.account_id}"
    source = 'data "aws_caller_identity" "me" {}\n' + TRUST.format(aud=AUD, sub=BOTH)
    one = finding(
        check({"main.tf": source.replace("123456789012", account).replace("provider/", "provider/https://")}),
        "malformed-provider-arn",
    )
    assert f'"arn:aws:iam::{account}:oidc-provider/token.actions.githubusercontent.com"' in one["help"]
    assert one["fix"] is not None


def test_references_of_cloudformation_need_sub(check: Check) -> None:
    source = """
Resources:
  Ci:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          Effect: Allow
          Action: sts:AssumeRoleWithWebIdentity
          Principal:
            Federated: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/https://gitlab.com"
          Condition:
            StringEquals:
              gitlab.com:aud: https://gitlab.com
              gitlab.com:sub: project_path:acme/app:ref_type:branch:ref:main
"""
    one = finding(check({"template.yaml": source}), "malformed-provider-arn")
    arn = "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/gitlab.com"
    assert one["help"] == f'Principal:\n  Federated: !Sub "{arn}"'


def test_a_key_of_an_unknown_url_is_written_whole(check: Check) -> None:
    source = 'resource "aws_eks_cluster" "x" {}\n' + TRUST.format(aud=AUD, sub=BOTH).replace(
        '"token.actions.githubusercontent.com:sub"', '"${aws_eks_cluster.x.identity[0].oidc[0].issuer}:sub"'
    )
    one = finding(check({"main.tf": source}), "issuer-key-mismatch")
    assert one["help"] == 'variable = "${replace(aws_eks_cluster.x.identity[0].oidc[0].issuer, "https://", "")}:sub"'


def test_a_template_keeps_its_own_names(check_all: Check) -> None:
    policy = """{"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
 "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
 "Condition": {"StringEquals": {
   "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
   "token.actions.githubusercontent.com:sub": "repo:acme/${repo}:environment:ci"}}}]}
"""
    role = 'templatefile("${path.module}/trust.json.tpl", { repo = var.repo })'
    source = f'variable "repo" {{}}\nresource "aws_iam_role" "ci" {{\n  assume_role_policy = {role}\n}}\n'
    one = finding(check_all({"main.tf": source, "trust.json.tpl": policy}), "name-only-subject")
    written = [edit["text"] for edit in one["fix"]["edits"]]
    assert written == ["StringLike", '["repo:acme/${repo}:environment:ci", "repo:acme@*/${repo}@*:environment:ci"]']


def test_what_shows_after_a_change_is_said_in_words(check: Check) -> None:
    one = finding(
        check({"main.tf": TRUST.format(aud=AUD, sub='["repo:acme/App"]').replace("token.a", "tokens.a")}),
        "unknown-issuer-host",
    )
    assert one["fix"] is None
    assert "; this shows then: " in one["help"]
