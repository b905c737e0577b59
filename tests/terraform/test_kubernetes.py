"""The names of namespaces and service accounts, and the reasons for unknown policies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.model import Extraction
from assumelint.text import HoleKind
from assumelint.text.document import to_plain

Run = Callable[..., Extraction]

CODE = """
variable "name" {}
resource "kubernetes_namespace" "n" {
  metadata {
    name = "apps"
  }
}
resource "kubernetes_namespace_v1" "each" {
  for_each = toset(["x"])
  dynamic "metadata" {
    for_each = [each.key]
    content {
      name = metadata.value
    }
  }
}
resource "kubernetes_namespace" "open" {
  metadata {
    name = var.name
  }
}
resource "kubernetes_service_account" "s" {
  metadata {
    name      = "web"
    namespace = kubernetes_namespace.n.metadata[0].name
  }
}
resource "kubernetes_service_account_v1" "made" {
  metadata {
    generate_name = "web-"
  }
}
"""


def role(expression: str) -> str:
    return f'resource "aws_iam_role" "r" {{\n  assume_role_policy = jsonencode({{ Sid = {expression} }})\n}}\n'


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("kubernetes_namespace.n.metadata[0].name", "apps"),
        ("kubernetes_namespace.n.metadata.0.name", "apps"),
        ("one(kubernetes_namespace.n.metadata).name", "apps"),
        ("kubernetes_namespace.n.id", "apps"),
        ('kubernetes_namespace_v1.each["x"].metadata[0].name', "x"),
        ("kubernetes_service_account.s.metadata[0].namespace", "apps"),
        ("kubernetes_service_account.s.id", "apps/web"),
        ("kubernetes_service_account_v1.made.metadata[0].namespace", "default"),
        (
            "kubernetes_service_account_v1.made.metadata[0].name",
            "${kubernetes_service_account_v1.made.metadata[0].name}",
        ),
        ("kubernetes_namespace.n.metadata[0].uid", "${kubernetes_namespace.n.metadata[0].uid}"),
        ("kubernetes_namespace.open.metadata[0].name", "${var.name}"),
    ],
)
def test_a_name_is_that_of_the_metadata(expression: str, value: str, extracted: Run) -> None:
    found = extracted({"main.tf": CODE + role(expression)})
    assert not found.problems
    (only,) = found.roles
    assert only.node is not None
    assert to_plain(only.node) == {"Sid": value}


def test_an_unknown_name_is_one_that_kubernetes_accepts(extracted: Run) -> None:
    (only,) = extracted({"main.tf": CODE + role("kubernetes_namespace.open.metadata[0].name")}).roles
    assert only.node is not None
    (hole,) = only.node.get("Sid").holes  # type: ignore[union-attr]
    assert hole.kind is HoleKind.KUBERNETES_NAME


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        (
            "assume_role_policy = data.aws_iam_role.other.assume_role_policy",
            "`data.aws_iam_role.other.assume_role_policy` is the policy of a role that this code does not create",
        ),
        ("assume_role_policy = var.name", "`var.name` has no value here"),
        ("assume_role_policy = null", "`assume_role_policy` is null"),
        ("assume_role_policy = aws_s3_bucket.b.policy", "`aws_s3_bucket.b.policy` is not known"),
        (
            "assume_role_policy = module.m.json",
            'the module "m" is not followed: it is in a registry, and was not fetched',
        ),
        ('assume_role_policy = "${tolist([])[0]}"', "what it is made of ends in an error at main.tf:6 (Invalid index)"),
        ("assume_role_policy = ", "its block has a syntax error"),
        ("", "`assume_role_policy` is not set"),
    ],
)
def test_a_policy_that_is_not_known_has_a_reason(policy: str, reason: str, extracted: Run) -> None:
    code = f'data "aws_iam_role" "other" {{\n  name = "other"\n}}\nresource "aws_iam_role" "r" {{\n  {policy}\n}}\n'
    more = 'resource "aws_s3_bucket" "b" {}\nmodule "m" {\n  source = "acme/trust/aws"\n}\n'
    (only,) = extracted({"main.tf": 'variable "name" {}\n' + code + more}).roles
    assert (only.node, only.unknown) == (None, reason)


def test_the_policy_of_another_role_is_that_policy(extracted: Run) -> None:
    other = 'resource "aws_iam_role" "copy" {\n  assume_role_policy = aws_iam_role.r.assume_role_policy\n}\n'
    roles = extracted({"main.tf": CODE + role('"x"') + other}).roles
    assert [None if each.node is None else to_plain(each.node) for each in roles] == [{"Sid": "x"}] * 2
