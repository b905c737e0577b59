"""Modules whose code is not in the folder that calls them: what is read in their place, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.model import Extraction
from assumelint.text.document import to_plain

Run = Callable[..., Extraction]

IAM = "terraform-aws-modules/iam/aws//modules/iam-assumable-role-with-oidc"
GIT = "terraform-aws-modules/terraform-aws-iam.git//modules/iam-assumable-role-with-oidc"
MOJ = "github.com/ministryofjustice/modernisation-platform-github-oidc-role"
COMMIT = "b40748ec162b446f8f8d282f767a85b6501fd192"
ARGUMENTS = """
  create_role                   = true
  role_name                     = "r"
  provider_url                  = "https://gitlab.com"
  oidc_fully_qualified_subjects = ["project_path:acme/app:ref_type:branch:ref:main"]
"""


def call(source: str, arguments: str = "", after: str = "") -> str:
    return f'module "m" {{\n  source = "{source}"{after}\n{arguments}\n}}\n'


def actions(found: Extraction) -> object:
    (role,) = found.roles
    assert role.node is not None
    return to_plain(role.node)["Statement"][0]["Action"]  # type: ignore[call-overload, index]


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        (f"registry.terraform.io/{IAM}", True),
        (f"registry.opentofu.org/{IAM}", True),
        (f"git::https://github.com/{GIT}?ref=v5.60.0", True),
        (f"git::https://token@github.com/{GIT}?depth=1&ref=v5.30.0", False),
        (f"git::ssh://git@github.com/{GIT}?ref=v4.24.1", False),
        (f"git@github.com:{GIT}?ref=5.44.0", True),
        (f"github.com/{GIT.replace('.git', '')}?ref=v3.16.0", False),
        (f"git::https://github.com/{GIT}", True),
    ],
)
def test_each_spelling_of_a_published_module_is_that_module(source: str, tags: bool, extracted: Run) -> None:
    found = extracted({"main.tf": call(source, ARGUMENTS)})
    assert not found.unfollowed
    assert ("sts:TagSession" in str(actions(found))) == tags


@pytest.mark.parametrize(
    ("after", "subject"),
    [
        (" # v4.0.0", "repo:acme/app:*:*"),
        (" # pinned to v2.0.1 by a tool", "repo:acme/app:*"),
    ],
)
def test_the_version_of_a_commit_is_that_of_the_comment(after: str, subject: str, extracted: Run) -> None:
    arguments = 'role_name = "r"\n  github_repositories = ["acme/app:*"]'
    (role,) = extracted({"main.tf": call(f"{MOJ}?ref={COMMIT}", arguments, after)}).roles
    assert subject in str(None if role.node is None else to_plain(role.node)).replace("'", " ").split()


def test_a_commit_of_no_known_version_is_not_followed(extracted: Run) -> None:
    found = extracted({"main.tf": call(f"{MOJ}?ref={COMMIT}")})
    assert [one.reason for one in found.unfollowed] == ["this version of it is not known, and it was not fetched"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("acme/role/aws", "it is in a registry, and was not fetched"),
        ("app.terraform.io/acme/role/aws", "it is in a private registry, and was not fetched"),
        ("git::https://gitlab.com/acme/role.git", "it is in another repository, and was not fetched"),
        ("github.com/acme/role", "it is in another repository, and was not fetched"),
        ("s3::https://s3.amazonaws.com/acme/role.zip", "it is not in this tree, and was not fetched"),
        ("../elsewhere", "it lies outside the tree that is checked"),
        ("./missing", "its folder holds no Terraform files"),
    ],
)
def test_a_module_that_may_hold_roles_is_counted_once(source: str, reason: str, extracted: Run) -> None:
    code = call(source, 'version = "2.0"\n  for_each = toset(["a", "b"])') + 'output "o" {\n  value = module.m\n}\n'
    role = 'resource "aws_iam_role" "r" {\n  assume_role_policy = module.m["a"].policy\n}\n'
    found = extracted({"main.tf": code + role})
    assert [(one.source, one.reason, one.span.line) for one in found.unfollowed] == [(source, reason, 1)]


@pytest.mark.parametrize(
    "code",
    [
        call("terraform-aws-modules/vpc/aws"),
        call("git::https://github.com/terraform-aws-modules/terraform-aws-s3-bucket.git//modules/object?ref=v4.1.0"),
        call("terraform-google-modules/iam/google//modules/projects_iam"),
        call("cloudposse/label/null"),
        call("terraform-aws-modules/lambda/aws"),
        call("terraform-aws-modules/iam/aws//modules/iam-policy"),
    ],
)
def test_a_module_without_such_roles_is_not_counted(code: str, extracted: Run) -> None:
    found = extracted({"main.tf": code})
    assert not found.unfollowed
    assert not found.problems


def test_an_argument_that_brings_a_role_makes_it_count(extracted: Run) -> None:
    found = extracted({"main.tf": call("terraform-aws-modules/lambda/aws", "trusted_entities = [var.who]")})
    assert [one.source for one in found.unfollowed] == ["terraform-aws-modules/lambda/aws"]


ROLE = """
variable "subject" {}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ Statement = [{ Sid = var.subject }] })
}
"""


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("git::https://github.com/acme/infra.git//modules/role?ref=v1.0.0", True),
        ("git@github.com:Acme/infra.git//modules/role", True),
        ("github.com/acme/infra//modules/role?ref=main", True),
        ("github.com/acme/other//modules/role", False),
        ("git::https://gitlab.com/acme/infra.git//modules/role", False),
    ],
)
def test_a_module_of_the_same_repository_is_its_folder(source: str, own: bool, extracted: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text('[remote "origin"]\n  url = git@github.com:acme/infra.git\n')
    files = {"live/main.tf": call(source, 'subject = "x"'), "modules/role/main.tf": ROLE}
    found = extracted(files, directories=("live", "modules/role"))
    assert {role.address for role in found.roles} == ({"module.m.aws_iam_role.r"} if own else {"aws_iam_role.r"})
    assert len(found.unfollowed) == (not own)
    assert [note.message for note in found.notes] == own * [
        "this module is read as it is in this tree, whichever version its source names"
    ]


def test_a_provider_that_is_not_known_is_read_from_the_argument(extracted: Run) -> None:
    arguments = ARGUMENTS.replace('"https://gitlab.com"', "var.issuer")
    found = extracted({"main.tf": 'variable "issuer" {}\n' + call(IAM, arguments)})
    (role,) = found.roles
    assert role.policy is not None
    (statement,) = role.policy.statements
    (condition,) = statement.conditions
    assert "var.issuer" in str(condition.key)
    assert str(condition.key).removesuffix(":sub") in str(to_plain(role.node))  # type: ignore[arg-type]


def test_statements_of_different_shapes_are_no_error(extracted: Run) -> None:
    arguments = """
  name = "r"
  trust_policy_permissions = {
    one = { actions = ["sts:AssumeRole"], principals = [{ type = "AWS", identifiers = ["*"] }] }
    two = { sid = "Two", effect = "Deny", actions = ["sts:TagSession"] }
  }
"""
    found = extracted({"main.tf": call("terraform-aws-modules/iam/aws//modules/iam-role", arguments)})
    assert not found.problems
    (role,) = found.roles
    assert str(role.name) == "r-${name_suffix}"
    assert role.node is not None
    statements = to_plain(role.node)["Statement"]  # type: ignore[call-overload, index]
    assert [statement["Sid"] for statement in statements] == ["one", "Two"]  # type: ignore[index, union-attr, call-overload]


def test_each_addon_with_a_role_makes_one(extracted: Run) -> None:
    arguments = """
  oidc_provider_arn = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF"
  enable_karpenter  = true
  enable_velero     = true
  enable_argocd     = true
  velero            = { service_account_name = "backup", role_name = "v", role_name_use_prefix = false }
"""
    found = extracted({"main.tf": call("aws-ia/eks-blueprints-addons/aws", arguments)})
    assert {role.address: str(role.name) for role in found.roles} == {
        "module.m.module.karpenter.aws_iam_role.this[0]": "karpenter-${name_suffix}",
        "module.m.module.velero.aws_iam_role.this[0]": "v",
    }
    assert "system:serviceaccount:velero:backup" in str([to_plain(role.node) for role in found.roles if role.node])


def test_the_controller_of_karpenter_trusts_pods_and_what_is_passed(extracted: Run) -> None:
    arguments = """
  iam_role_source_assume_policy_documents = [jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Own", Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity" }]
  })]
"""
    found = extracted({"main.tf": call("terraform-aws-modules/eks/aws//modules/karpenter", arguments)})
    (role,) = found.roles
    assert role.node is not None
    statements = to_plain(role.node)["Statement"]  # type: ignore[call-overload, index]
    assert {statement["Sid"] for statement in statements} == {"PodIdentity", "Own"}  # type: ignore[index, union-attr, call-overload]
