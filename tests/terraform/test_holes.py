"""What a hole of Terraform code is said to be: by the type of the resource it comes from, on whatever way it came."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction
from assumelint.sources.terraform.plan.references import referred
from assumelint.text import Hole, HoleKind, Span

Run = Callable[..., Extraction]
CLUSTER = 'resource "aws_eks_cluster" "a" {\n  name = "x"\n}\n'
MANY = 'variable "n" {}\nresource "aws_eks_cluster" "a" {\n  count = var.n\n}\n'
ISSUER = "aws_eks_cluster.a.identity[0].oidc[0].issuer"


def role_for(value: str) -> str:
    return f"""
resource "aws_iam_role" "r" {{
  assume_role_policy = jsonencode({{
    Statement = [{{ Effect = "Allow", Action = "*", Principal = {{ Federated = {value} }} }}]
  }})
}}
"""


def hole_of(found: Extraction) -> Hole:
    policy = found.roles[0].policy
    assert policy is not None
    assert policy.statements[0].principals is not None
    (hole,) = policy.statements[0].principals[0].value.holes
    return hole


@pytest.mark.parametrize(
    ("code", "value", "kind"),
    [
        (CLUSTER, ISSUER, HoleKind.CLUSTER_HOST),
        (CLUSTER, "aws_eks_cluster.a.identity.0.oidc.0.issuer", HoleKind.CLUSTER_HOST),
        (CLUSTER, f'"${{{ISSUER}}}"', HoleKind.CLUSTER_HOST),
        (CLUSTER, f'try({ISSUER}, "")', HoleKind.CLUSTER_HOST),
        ("", ISSUER, HoleKind.CLUSTER_HOST),
        ('data "aws_eks_cluster" "a" {\n name = "x"\n}\n', f"data.{ISSUER}", HoleKind.CLUSTER_HOST),
        (
            CLUSTER + "locals {\n  c = aws_eks_cluster.a\n}\n",
            "local.c.identity[0].oidc[0].issuer",
            HoleKind.CLUSTER_HOST,
        ),
        (
            CLUSTER + "locals {\n  i = aws_eks_cluster.a.identity[0]\n}\n",
            "local.i.oidc[0].issuer",
            HoleKind.CLUSTER_HOST,
        ),
        (MANY, "aws_eks_cluster.a[0].identity[0].oidc[0].issuer", HoleKind.CLUSTER_HOST),
        (MANY, "(aws_eks_cluster.a[*].identity[0].oidc[0].issuer)[0]", HoleKind.CLUSTER_HOST),
        ("", "aws_eks_cluster.a.identity[0].oidc[0].other", HoleKind.ANYTHING),
        (CLUSTER, "aws_eks_cluster.a.arn", HoleKind.ARN),
        (CLUSTER, f"lower({ISSUER})", HoleKind.ANYTHING),
        ("", "aws_iam_openid_connect_provider.x.arn", HoleKind.PROVIDER_ARN),
        ("", "data.aws_iam_openid_connect_provider.x.id", HoleKind.PROVIDER_ARN),
        ("", "aws_iam_openid_connect_provider.x.url", HoleKind.PROVIDER_HOST),
        ("", "aws_iam_saml_provider.x.arn", HoleKind.SAML_ARN),
        ("", "aws_s3_bucket.x.arn", HoleKind.ARN),
        ("", "aws_s3_bucket.x.bucket", HoleKind.ANYTHING),
        ("", "kubernetes_service_account_v1.x.metadata[0].name", HoleKind.KUBERNETES_NAME),
        ("", "lower(kubernetes_namespace.x.metadata.0.name)", HoleKind.KUBERNETES_NAME),
        ("", "kubernetes_namespace.x.metadata[0].uid", HoleKind.ANYTHING),
        ("", "var.oidc_arn", HoleKind.ANYTHING),
    ],
)
def test_a_hole_is_what_its_resource_says(code: str, value: str, kind: HoleKind, extracted: Run) -> None:
    assert hole_of(extracted({"main.tf": code + role_for(value)})).kind is kind


@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        (ISSUER, HoleKind.ISSUER_URL),
        ('data.aws_eks_cluster.a["x"].identity[0].oidc[0].issuer', HoleKind.ISSUER_URL),
        ("aws_iam_openid_connect_provider.x[0].arn", HoleKind.PROVIDER_ARN),
        ("aws_iam_openid_connect_provider.x", HoleKind.ANYTHING),
        ("var.x", HoleKind.ANYTHING),
        ("data", HoleKind.ANYTHING),
        ("", HoleKind.ANYTHING),
    ],
)
def test_a_plan_says_it_by_the_reference_it_has(reference: str, kind: HoleKind) -> None:
    hole = referred(reference, Span("plan.json", 1, 1, 1, 2), "module.m")
    assert (hole.kind, hole.reference, hole.home) == (kind, reference, "module.m")


def test_what_was_trimmed_is_known(extracted: Run) -> None:
    code = 'variable "u" {}\nlocals {\n  host = trim(var.u, "https://")\n}\n'
    hole = hole_of(extracted({"main.tf": code + role_for("local.host")}))
    assert hole.of is not None
    assert (hole.reference, hole.of.reference, hole.cut_set) == ('trim(var.u, "https://")', "var.u", "https://")
    lower = hole_of(extracted({"main.tf": code + role_for("lower(local.host)")}))
    assert lower.of is None


MODULE = 'variable "host" {}\noutput "host" {\n  value = "${var.host}"\n}\n'
PROVIDER = 'resource "aws_iam_openid_connect_provider" "p" {\n  url = "https://${var.host}"\n}\n'


def test_one_name_in_two_modules_is_two_values(extracted: Run) -> None:
    call = 'module "a" {\n  source = "./a"\n}\nmodule "b" {\n  source = "./b"\n}\n'
    role = role_for('"arn:aws:iam::123456789012:oidc-provider/${var.host}"')
    found = extracted(
        {"main.tf": call, "a/main.tf": MODULE + PROVIDER, "b/main.tf": MODULE + role}, directories=(".", "a", "b")
    )
    (url,) = (provider.url for provider in found.providers)
    assert url is not None
    assert str(url) == "https://${var.host}"
    assert hole_of(found).reference == url.holes[0].reference
    assert hole_of(found).identity != url.holes[0].identity


def test_one_value_in_two_modules_is_one(extracted: Run) -> None:
    call = 'variable "host" {}\nmodule "a" {\n  source = "./a"\n  host   = var.host\n}\n'
    role = role_for('"arn:aws:iam::123456789012:oidc-provider/${var.host}"')
    found = extracted({"main.tf": call + role, "a/main.tf": MODULE + PROVIDER}, directories=(".", "a"))
    (url,) = (provider.url for provider in found.providers)
    assert url is not None
    assert hole_of(found).identity == url.holes[0].identity


def test_modules_of_two_roots_are_told_apart(extracted: Run) -> None:
    files = {f"{root}/main.tf": 'variable "org" {}\n' + role_for("var.org") for root in ("one", "two")}
    found = extracted(files, directories=("one", "two"))
    holes = [hole_of(Extraction(roles=(role,))) for role in found.roles]
    assert len({hole.reference for hole in holes}) == 1
    assert len({hole.identity for hole in holes}) == 2


def test_a_kubernetes_name_is_one_name(extracted: Run) -> None:
    """It has no colons: a subject that goes on after it is not in it."""
    code = """
locals {
  host = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
}
resource "kubernetes_namespace" "x" {
  metadata {
    generate_name = "ci"
  }
}
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/${local.host}" }
      Condition = { StringEquals = {
        "${local.host}:aud" = "sts.amazonaws.com"
        "${local.host}:sub" = "system:serviceaccount:${kubernetes_namespace.x.metadata[0].name}"
      } }
    }]
  })
}
"""
    verdicts = [(found.rule, found.severity.value) for found in lint(extracted({"main.tf": code}))]
    assert verdicts == [("impossible-subject", "error")]
    whole = code.replace("metadata[0].name}", "metadata[0].name}:orders")
    assert lint(extracted({"main.tf": whole})) == []
