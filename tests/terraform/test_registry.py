"""Models of registry modules: the roles that a call makes, found at the caller's arguments."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.sources.terraform import registry
from assumelint.sources.terraform.registry import find_model, has_model
from assumelint.text.document import to_plain

MODELS = Path(registry.__file__).parent / "models"
INDEX: dict[str, dict[str, str]] = json.loads((MODELS / "index.json").read_text())
IAM = "terraform-aws-modules/iam/aws//modules"

GITHUB = f"""\
module "ci" {{
  source   = "{IAM}/iam-github-oidc-role"
  version  = "~> 5.44"
  name     = "ci"
  subjects = ["acme/app:ref:refs/heads/main"]
}}
"""
SERVICE_ACCOUNT = f"""\
resource "aws_iam_openid_connect_provider" "eks" {{
  url            = "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
  client_id_list = ["sts.amazonaws.com"]
}}

module "dns" {{
  source    = "{IAM}/iam-role-for-service-accounts-eks"
  version   = "5.30.0"
  for_each  = {{ one = "external-dns" }}
  role_name = each.value
  oidc_providers = {{
    main = {{
      provider_arn               = aws_iam_openid_connect_provider.eks.arn
      namespace_service_accounts = ["kube-system:${{each.value}}"]
    }}
  }}
}}
"""


@pytest.mark.parametrize("source", INDEX)
def test_every_model_makes_something_without_a_fault(source: str, extracted: Callable[..., Extraction]) -> None:
    found = extracted({"main.tf": f'module "m" {{\n  source = "{source}"\n}}\n'})
    assert not found.problems
    assert not found.notes
    assert {role.span.line for role in found.roles} <= {1}


def test_every_model_is_used() -> None:
    named = {file for versions in INDEX.values() for file in versions.values()}
    assert named == {path.name for path in MODELS.glob("*.tf")}


def test_the_trust_policy_is_that_of_the_module(extracted: Callable[..., Extraction]) -> None:
    (role,) = extracted({"main.tf": GITHUB}).roles
    assert role.address == "module.ci.aws_iam_role.this[0]"
    assert role.node is not None
    document = to_plain(role.node)
    statement = document["Statement"][0]  # type: ignore[call-overload, index]
    assert statement["Condition"] == {  # type: ignore[index, call-overload]
        "ForAllValues:StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:iss": "https://token.actions.githubusercontent.com",
        },
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/app:ref:refs/heads/main"},
    }


def test_a_value_stands_at_the_argument(extracted: Callable[..., Extraction]) -> None:
    (role,) = extracted({"main.tf": GITHUB}).roles
    assert role.policy is not None
    (subject,) = (one for one in role.policy.statements[0].conditions if str(one.key).endswith(":sub"))
    (value,) = subject.values.items
    assert (value.span.file, value.span.line, value.span.column) == ("main.tf", 5, 16)
    assert (subject.key.span.line, role.span.line) == (1, 1)


def test_a_cluster_of_this_code_is_followed_into_the_module(extracted: Callable[..., Extraction]) -> None:
    (role,) = extracted({"main.tf": SERVICE_ACCOUNT}).roles
    assert role.address == 'module.dns["one"].aws_iam_role.this[0]'
    assert role.policy is not None
    host = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
    conditions = {
        str(one.key): [str(value) for value in one.values.items] for one in role.policy.statements[0].conditions
    }
    assert conditions == {
        f"{host}:sub": ["system:serviceaccount:kube-system:external-dns"],
        f"{host}:aud": ["sts.amazonaws.com"],
    }


@pytest.mark.parametrize(
    ("version", "known"),
    [
        ("~> 5.30", True),
        ("5.44.1", True),
        (">= 4.0, < 6.0", True),
        (">= 5", True),
        (None, True),
        ("~> 3.2", False),
        ("< 4.0.0", False),
        ("= 2.1", False),
    ],
)
def test_the_version_constraint_chooses_the_model(version: str | None, known: bool) -> None:
    assert (find_model(f"{IAM}/iam-role-for-service-accounts-eks", version) is not None) == known


def test_other_modules_are_not_known() -> None:
    assert not has_model("terraform-aws-modules/vpc/aws")
    assert has_model(f"registry.terraform.io/{IAM}/iam-role")


def test_a_fetched_module_is_read_itself(extracted: Callable[..., Extraction]) -> None:
    manifest = {"Modules": [{"Key": "ci", "Source": "x", "Dir": ".terraform/modules/ci/modules/role"}]}
    found = extracted(
        {
            "main.tf": GITHUB,
            ".terraform/modules/modules.json": json.dumps(manifest),
            ".terraform/modules/ci/modules/role/main.tf": """\
variable "subjects" {}
variable "name" {}
resource "aws_iam_role" "fetched" {
  name               = var.name
  assume_role_policy = jsonencode({ Statement = [{ Sid = var.subjects[0] }] })
}
""",
        }
    )
    (role,) = found.roles
    assert role.address == "module.ci.aws_iam_role.fetched"
    assert role.node is not None
    assert to_plain(role.node) == {"Statement": [{"Sid": "acme/app:ref:refs/heads/main"}]}


def test_a_model_without_its_role_has_no_document_either(extracted: Callable[..., Extraction]) -> None:
    source = 'source  = "terraform-aws-modules/eks/aws//modules/karpenter"\n  version = "19.15.3"'
    found = extracted({"main.tf": f'module "karpenter" {{\n  {source}\n  create_irsa = false\n}}\n'})
    assert not found.problems
    assert [role.address for role in found.roles if not role.supposed] == []
    assert found.documents == ()
