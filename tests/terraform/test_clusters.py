"""A cluster's issuer is that of Amazon EKS, on whatever way it came: its claims are judged, its host is one value."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction
from assumelint.text.document import to_plain

Run = Callable[..., Extraction]

SHOP = "aws_eks_cluster.shop.identity[0].oidc[0].issuer"
CLUSTERS = """
resource "aws_eks_cluster" "shop" {
  name = "shop"
}
resource "aws_eks_cluster" "other" {
  name = "other"
}
resource "aws_eks_cluster" "each" {
  for_each = toset(["a", "b"])
  name     = each.key
}
data "aws_eks_cluster" "shop" {
  name = aws_eks_cluster.shop.name
}
resource "aws_iam_openid_connect_provider" "shop" {
  url            = aws_eks_cluster.shop.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
"""
ENCODED = """
resource "aws_iam_role" "pod" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = PRINCIPAL }
      Condition = { StringEquals = { "${HOST}:aud" = "AUD", "${HOST}:sub" = "SUB" } }
    }]
  })
}
"""
WRITTEN = """
resource "aws_iam_role" "pod" {
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "${PRINCIPAL}"},
        "Condition": {"StringEquals": {"${HOST}:aud": "AUD", "${HOST}:sub": "SUB"}}
      }]
    }
  JSON
}
"""
DOCUMENT = """
data "aws_iam_policy_document" "pod" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [PRINCIPAL]
    }
    condition {
      test     = "StringEquals"
      variable = "${HOST}:aud"
      values   = ["AUD"]
    }
    condition {
      test     = "StringEquals"
      variable = format("%s:sub", HOST)
      values   = ["SUB"]
    }
  }
}
resource "aws_iam_role" "pod" {
  assume_role_policy = data.aws_iam_policy_document.pod.json
}
"""
FORMS = [ENCODED, WRITTEN, DOCUMENT]
FORM_NAMES = ["jsonencode", "heredoc", "document"]
ARN = "aws_iam_openid_connect_provider.shop.arn"
POD = "system:serviceaccount:shop:orders"


def without(url: str) -> str:
    return f'replace({url}, "https://", "")'


def role(
    form: str, principal: str = ARN, host: str = without(SHOP), aud: str = "sts.amazonaws.com", sub: str = POD
) -> str:
    return form.replace("PRINCIPAL", principal).replace("HOST", host).replace("AUD", aud).replace("SUB", sub)


def told(found: Extraction) -> list[tuple[str, str]]:
    return [(each.rule, each.severity.value) for each in lint(found)]


@pytest.mark.parametrize("form", FORMS, ids=FORM_NAMES)
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"sub": "shop:orders"}, [("impossible-subject", "error")]),
        ({"sub": "system:serviceaccount:shop"}, [("impossible-subject", "error")]),
        ({"sub": "repo:acme/app:ref:refs/heads/main"}, [("impossible-subject", "error")]),
        ({"aud": "sts.amazon.com"}, [("wrong-audience", "error")]),
        ({"aud": POD, "sub": "sts.amazonaws.com"}, [("swapped-claims", "error")]),
        ({"host": without("aws_eks_cluster.other.identity[0].oidc[0].issuer")}, [("issuer-key-mismatch", "error")]),
        ({"host": without('aws_eks_cluster.each["a"].identity[0].oidc[0].issuer')}, [("issuer-key-mismatch", "error")]),
        ({"host": "gitlab.com"}, [("issuer-key-mismatch", "error")]),
        ({"host": SHOP}, [("issuer-key-mismatch", "error")]),
        ({"host": "data.aws_eks_cluster.shop.identity.0.oidc.0.issuer"}, [("issuer-key-mismatch", "error")]),
        ({"host": without("data.aws_eks_cluster.shop.identity[0].oidc[0].issuer")}, []),
        ({"principal": f'"arn:aws:iam::123456789012:oidc-provider/${{{without(SHOP)}}}"'}, []),
        (
            {"principal": f'"arn:aws:iam::123456789012:oidc-provider/${{{SHOP}}}"'},
            [("malformed-provider-arn", "error")],
        ),
        ({"principal": "var.arn"}, []),
        ({"principal": "var.arn", "sub": "shop:orders"}, [("impossible-subject", "error")]),
        ({"principal": "var.arn", "host": SHOP}, [("issuer-key-mismatch", "error")]),
    ],
)
def test_what_is_known_of_eks_is_known_of_the_cluster(
    form: str, changed: dict[str, str], expected: list[tuple[str, str]], extracted: Run
) -> None:
    if form is WRITTEN and changed.get("principal", "").startswith('"'):
        form, changed = form.replace('"${PRINCIPAL}"', "PRINCIPAL"), dict(changed)
    if "gitlab.com" in changed.values():
        form, changed = form.replace("${HOST}", "HOST").replace(", HOST)", ', "HOST")'), dict(changed)
    found = extracted({"main.tf": 'variable "arn" {}\n' + CLUSTERS + role(form, **changed)})
    assert told(found) == expected


@pytest.mark.parametrize("form", FORMS, ids=FORM_NAMES)
def test_the_advice_takes_the_scheme_off(form: str, extracted: Run) -> None:
    found = lint(extracted({"main.tf": CLUSTERS + role(form, host=SHOP)}))
    assert [f"${{{without(SHOP)}}}:" in each.help for each in found] == [True]
    assert "without" not in found[0].message
    assert f"${{{SHOP}}} begins with https://" in found[0].message


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        (f'replace({SHOP}, "https://", "")', f'replace({SHOP}, "https://", "")'),
        (f'trim({SHOP}, "https://")', f'trim({SHOP}, "https://")'),
        (SHOP, SHOP),
        ('replace(var.url, "https://", "")', 'replace(var.url, "https://", "")'),
        ('trimprefix(var.url, "https://")', 'trimprefix(var.url, "https://")'),
        ('replace(var.url, "-", "_")', 'replace(var.url, "-", "_")'),
    ],
)
def test_policies_show_what_was_done_to_a_url(expression: str, shown: str, extracted: Run) -> None:
    (found,) = extracted({"main.tf": 'variable "url" {}\n' + CLUSTERS + role(ENCODED, host=expression)}).roles
    assert found.node is not None
    assert f"${{{shown}}}:sub" in str(to_plain(found.node))


@pytest.mark.parametrize(
    "host",
    ['replace(var.url, "https://", "")', 'trimprefix(var.url, "https://")', "aws_iam_openid_connect_provider.u.url"],
)
def test_an_unknown_url_and_its_provider_have_one_host(host: str, extracted: Run) -> None:
    """The subject could be of another issuer: nothing is said of it, but the key is that of the principal."""
    provider = 'variable "url" {}\nresource "aws_iam_openid_connect_provider" "u" {\n  url = var.url\n}\n'
    principal = "aws_iam_openid_connect_provider.u.arn"
    found = extracted({"main.tf": provider + role(ENCODED, principal, host, sub="project_path:acme/app:ref_type:tag")})
    assert told(found) == []
    policy = found.roles[0].policy
    assert policy is not None
    assert policy.statements[0].principals is not None
    (key, _), hole = policy.statements[0].conditions, policy.statements[0].principals[0].value.holes[-1]
    assert key.key.holes[0].identity == hole.identity


EKS = """
module "eks" {
  source = "SOURCE"
}
data "aws_eks_cluster" "eks" {
  name = module.eks.cluster_name
}
"""
USUAL = "terraform-aws-modules/eks/aws"
BY_GIT = "git::https://example.com/acme/terraform-eks.git?ref=v1"


@pytest.mark.parametrize(
    ("source", "principal", "host", "known"),
    [
        (USUAL, "module.eks.oidc_provider_arn", "module.eks.oidc_provider", True),
        (USUAL, "module.eks.oidc_provider_arn", without("module.eks.cluster_oidc_issuer_url"), True),
        (USUAL, "module.eks.oidc_provider_arn", without("data.aws_eks_cluster.eks.identity[0].oidc[0].issuer"), True),
        (USUAL, "module.eks.oidc_provider_arn", 'replace(module.eks.oidc_provider_arn, "/^(.*provider/)/", "")', True),
        (BY_GIT, "module.eks.oidc_provider_arn", "module.eks.oidc_provider", True),
        (BY_GIT, "module.eks.oidc_provider_arn", without("module.eks.cluster_oidc_issuer_url"), True),
        (BY_GIT, "module.eks.eks_oidc_provider_arn", "module.eks.eks_oidc_issuer_url", True),
        (
            "cloudposse/eks-cluster/aws",
            "module.eks.eks_cluster_identity_oidc_issuer_arn",
            without("module.eks.eks_cluster_identity_oidc_issuer"),
            True,
        ),
        ("acme/github-oidc/aws", "module.eks.oidc_provider_arn", "module.eks.oidc_provider", False),
        ("acme/seeks/aws", "module.eks.oidc_provider_arn", "module.eks.oidc_provider", False),
        (BY_GIT, "module.eks.arn", "module.eks.host", False),
    ],
)
def test_the_outputs_of_a_module_for_clusters_are_known(
    source: str, principal: str, host: str, known: bool, extracted: Run
) -> None:
    call = EKS.replace("SOURCE", source)
    assert told(extracted({"main.tf": call + role(DOCUMENT, principal, host)})) == []
    wrong = extracted({"main.tf": call + role(DOCUMENT, principal, host, sub="repo:acme/app:environment:production")})
    assert told(wrong) == ([("impossible-subject", "error")] if known else [])


@pytest.mark.parametrize("output", ["cluster_oidc_issuer_url", "oidc_provider_arn"])
def test_a_url_or_an_arn_of_a_module_is_no_host(output: str, extracted: Run) -> None:
    code = EKS.replace("SOURCE", BY_GIT) + role(ENCODED, "module.eks.oidc_provider_arn", f"module.eks.{output}")
    assert told(extracted({"main.tf": code})) == [("issuer-key-mismatch", "error")]


def test_an_audience_of_ones_own_is_right_where_the_provider_lists_it(extracted: Run) -> None:
    own = CLUSTERS.replace('["sts.amazonaws.com"]', '["vault"]')
    assert told(extracted({"main.tf": own + role(ENCODED, aud="vault")})) == []
    assert told(extracted({"main.tf": own + role(ENCODED)})) == [("audience-not-in-client-ids", "error")]


def test_a_provider_of_another_issuer_stands_beside_the_clusters(extracted: Run) -> None:
    code = """
resource "aws_iam_openid_connect_provider" "gitlab" {
  url            = "https://gitlab.com"
  client_id_list = ["https://gitlab.com"]
}
"""
    sub = "project_path:acme/app:ref_type:branch:ref:main"
    arn, url = "aws_iam_openid_connect_provider.gitlab.arn", "aws_iam_openid_connect_provider.gitlab.url"
    right = role(ENCODED, arn, url, "https://gitlab.com", sub)
    assert told(extracted({"main.tf": CLUSTERS + code + right})) == []
    mixed = role(ENCODED, arn, without(SHOP), "https://gitlab.com", sub)
    assert told(extracted({"main.tf": CLUSTERS + code + mixed})) == [("issuer-key-mismatch", "error")]


def test_a_host_that_is_written_may_be_that_of_the_cluster(extracted: Run) -> None:
    host = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
    principal = f'"arn:aws:iam::123456789012:oidc-provider/{host}"'
    assert told(extracted({"main.tf": CLUSTERS + role(ENCODED, principal)})) == []


def test_a_cluster_on_an_outpost_has_no_issuer(extracted: Run) -> None:
    code = 'resource "aws_eks_cluster" "o" {\n  name = "o"\n  outpost_config {}\n}\n'
    value = 'try(aws_eks_cluster.o.identity[0].oidc[0].issuer, "https://gitlab.com") == "https://gitlab.com"'
    principal = f'{value} ? "a" : "b"'
    found, *_ = extracted({"main.tf": code + role(ENCODED, principal)}).roles
    assert found.node is not None
    statement = to_plain(found.node)["Statement"][0]  # type: ignore[call-overload, index]
    assert statement["Principal"]["Federated"].startswith("${")  # type: ignore[call-overload, index, union-attr]
