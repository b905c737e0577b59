"""Terraform and other files that are correct, or not for this tool to check: there must be no finding."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Check = Callable[[dict[str, str]], list[dict[str, Any]]]

GITHUB = "token.actions.githubusercontent.com"

PROVIDER = """
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}
"""


def terraform(condition: str, before: str = "", principal: str = "aws_iam_openid_connect_provider.github.arn") -> str:
    return f"""{PROVIDER}{before}
data "aws_iam_policy_document" "trust" {{
  statement {{
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {{
      type        = "Federated"
      identifiers = [{principal}]
    }}
{condition}
  }}
}}

resource "aws_iam_role" "ci" {{
  assume_role_policy = data.aws_iam_policy_document.trust.json
}}
"""


def conditions(sub: str, key: str = f'"{GITHUB}:sub"', aud: str = f'"{GITHUB}:aud"', test: str = "StringLike") -> str:
    return f"""
    condition {{
      test     = "StringEquals"
      variable = {aud}
      values   = ["sts.amazonaws.com"]
    }}
    condition {{
      test     = "{test}"
      variable = {key}
      values   = {sub}
    }}
"""


URL = "${aws_iam_openid_connect_provider.github.url}"
TERRAFORM = {
    "provider's url as key prefix": terraform(conditions('["repo:acme/app:*"]', f'"{URL}:sub"', f'"{URL}:aud"')),
    "pattern in a function's argument": terraform(
        conditions(
            '["repo:acme/app:environment:production"]',
            '"${replace(aws_iam_openid_connect_provider.github.arn, "/^(.*provider/)/", "")}:sub"',
            test="StringEquals",
        )
    ),
    "variable without default": terraform(conditions('["repo:${var.repository}:*"]'), 'variable "repository" {}\n'),
    "list variable": terraform(conditions("var.subjects"), 'variable "subjects" { type = list(string) }\n'),
    "list of unknown repositories": terraform(
        conditions('[for repository in var.repositories : "repo:${repository}:*"]'),
        'variable "repositories" { type = set(string) }\n',
    ),
    "unknown owner": terraform(
        conditions('["repo:${var.owner}/*:ref:refs/heads/main"]'), 'variable "owner" {}\n'
    ).replace("/*:", "/app:"),
    "concat": terraform(
        conditions('concat(["repo:acme/app:environment:production"], var.more)'),
        'variable "more" { type = list(string) }\n',
    ),
    "unknown provider": terraform(
        conditions('["repo:acme/app:*"]', '"${var.issuer}:sub"', '"${var.issuer}:aud"'),
        'variable "issuer" {}\nvariable "arn" {}\n',
        "var.arn",
    ),
    "unknown principals": terraform(
        conditions('["repo:acme/app:*"]'), 'variable "arns" { type = list(string) }\n'
    ).replace("identifiers = [aws_iam_openid_connect_provider.github.arn]", "identifiers = var.arns"),
    "unknown operator": terraform(
        conditions('["repo:acme/app:environment:production"]').replace('"StringLike"', "var.test"),
        'variable "test" {}\n',
    ),
    "dynamic condition": terraform(
        """
    dynamic "condition" {
      for_each = var.claims
      content {
        test     = "StringLike"
        variable = "token.actions.githubusercontent.com:${condition.key}"
        values   = condition.value
      }
    }
""",
        'variable "claims" { type = map(list(string)) }\n',
    ),
    "account and partition from the provider": terraform(
        conditions('["repo:acme/app:environment:production"]'),
        'data "aws_caller_identity" "me" {}\ndata "aws_partition" "here" {}\n',
        '"arn:${data.aws_partition.here.partition}:iam::${data.aws_caller_identity.me.account_id}:oidc-provider/'
        'token.actions.githubusercontent.com"',
    ),
    "cluster that exists already": """
data "aws_eks_cluster" "shop" {
  name = "shop"
}

locals {
  issuer = replace(data.aws_eks_cluster.shop.identity[0].oidc[0].issuer, "https://", "")
}

data "aws_caller_identity" "me" {}

resource "aws_iam_role" "orders" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:oidc-provider/${local.issuer}" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = "system:serviceaccount:shop:orders"
        }
      }
    }]
  })
}
""",
    "one role for each": """
variable "repositories" {
  type = map(string)
}

resource "aws_iam_role" "ci" {
  for_each = var.repositories
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "repo:acme/${each.key}:*" }
      }
    }]
  })
}
""",
    "module of roles": """
variable "provider_arn" { type = string }
variable "service_accounts" { type = list(string) }

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.provider_arn]
    }
    condition {
      test     = "StringLike"
      variable = "${replace(var.provider_arn, "/^(.*provider/)/", "")}:sub"
      values   = [for account in var.service_accounts : "system:serviceaccount:${account}"]
    }
    condition {
      test     = "StringEquals"
      variable = "${replace(var.provider_arn, "/^(.*provider/)/", "")}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "pod" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
""",
}

FILES: dict[str, dict[str, str]] = {
    "Kubernetes manifest": {
        "crd.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n"
        "  description: needs sts:AssumeRoleWithWebIdentity\n"
    },
    "chart": {"role.yaml": "Resources:\n  X:\n    Type: AWS::IAM::Role\n{{- if .Values.on }}\n    X: {}\n{{- end }}\n"},
    "Terraform state": {
        "terraform.tfstate": json.dumps(
            {
                "version": 4,
                "resources": [
                    {
                        "type": "aws_iam_role",
                        "instances": [{"attributes": {"assume_role_policy": "{}"}}],
                    }
                ],
            }
        )
    },
    "lock file": {"package-lock.json": json.dumps({"lockfileVersion": 3, "packages": {}})},
}


@pytest.mark.parametrize("name", TERRAFORM)
def test_terraform_that_is_right(name: str, check: Check) -> None:
    assert check({"main.tf": TERRAFORM[name]}) == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_of_our_business(name: str, check: Check) -> None:
    assert check(FILES[name]) == []
