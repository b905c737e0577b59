"""Findings about values of lists whose length is unknown, and about what is only known by default."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction, Finding

Extract = Callable[..., Extraction]

ROLE = """
locals {
  host = "token.actions.githubusercontent.com"
}
resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "EFFECT"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/${local.host}" }
      Condition = CONDITION
    }]
  })
}
variable "xs" {
  type = list(string)
  DEFAULT
}
variable "repo" {}
variable "apps" {
  type    = map(object({ repo = string, branches = list(string) }))
  default = {}
}
variable "extra" {
  type    = map(map(string))
  default = {}
}
"""
SUBJECTS = """{
        StringEquals = { "${local.host}:aud" = "sts.amazonaws.com" }
        OPERATOR = { "${local.host}:sub" = VALUES }
      }"""


def findings(found: Extraction) -> list[tuple[str, str]]:
    """The rule and severity of each finding that is not a note."""
    return sorted((each.rule, each.severity.value) for each in told(found))


def told(found: Extraction) -> list[Finding]:
    return [each for each in lint(found) if each.severity.value != "note"]


def role(condition: str, default: str = "default = []", effect: str = "Allow") -> dict[str, str]:
    code = ROLE.replace("CONDITION", condition).replace("DEFAULT", default).replace("EFFECT", effect)
    return {"main.tf": code}


def subjects(values: str, operator: str = "StringLike") -> str:
    return SUBJECTS.replace("VALUES", values).replace("OPERATOR", operator)


DEAD = [("impossible-subject", "error")]
DOUBTFUL = [("impossible-subject", "warning")]


@pytest.mark.parametrize("default", ["default = []", "default = null", ""])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ('[for x in var.xs : format("repo:%s:ref:heads/%s", var.repo, x)]', DEAD),
        ('[for x in var.xs : "repo:acme/app:branch:${x}"]', DEAD),
        ('formatlist("repo:acme/%s:env:prod", var.xs)', DEAD),
        ('flatten([for app in var.apps : [for b in app.branches : "repo:acme/app:branch:${b}"]])', DEAD),
        ('[for p in setproduct(["a", "b"], var.xs) : "repo:acme/${p[0]}:branch:${p[1]}"]', DEAD),
        ('toset([for x in var.xs : "repo:acme/app:branch:${x}"])', DEAD),
        ('distinct([for x in var.xs : "repo:acme/app:branch:${x}"])', DEAD),
        ('values({ for x in var.xs : x => "repo:acme/app:branch:${x}" })', DEAD),
        ('keys({ for x in var.xs : "repo:acme/app:branch:${x}" => x })', DEAD),
        ('[for x in var.xs : { s = "repo:acme/app:branch:${x}" }][*].s', DEAD),
        ('[for x in var.xs : "repo:acme/app:branch:${x}" if x != "main"]', DEAD),
        ('concat(["repo:acme/app:branch:main"], [for x in var.xs : "repo:acme/app:branch:${x}"])', DEAD * 2),
        ('concat(["repo:acme/app:*"], [for x in var.xs : "repo:acme/app:branch:${x}"])', DOUBTFUL),
        ('concat(var.xs, [for x in var.xs : "repo:acme/app:branch:${x}"])', DOUBTFUL),
        ('[for x in var.xs : "repo:acme/${x}"]', DOUBTFUL),
        # What may be right is no finding.
        ('[for x in var.xs : "repo:${x}"]', []),
        ("[for x in var.xs : x]", []),
        ("var.xs", []),
        ('[for x in var.xs : "repo:acme/app:ref:refs/heads/${x}"]', []),
        ('[for x in var.xs : startswith(x, "repo:") ? x : "repo:${x}"]', []),
        ('formatlist("%s", var.xs)', []),
        ('[for app in var.apps : "repo:${app.repo}:*"]', []),
    ],
)
def test_subjects_of_unknown_number(
    extracted: Extract, values: str, expected: list[tuple[str, str]], default: str
) -> None:
    assert findings(extracted(role(subjects(values), default))) == expected


def test_no_item_need_be_among_those_that_are_excluded(extracted: Extract) -> None:
    condition = """{
        StringEquals  = { "${local.host}:aud" = "sts.amazonaws.com" }
        StringLike    = { "${local.host}:sub" = "repo:acme/app:ref:refs/heads/*" }
        StringNotLike = { "${local.host}:sub" = [for x in var.xs : "repo:acme/*"] }
      }"""
    assert findings(extracted(role(condition))) == []


def test_nobody_is_denied_by_an_empty_list(extracted: Extract) -> None:
    found = extracted(role(subjects('[for x in var.xs : "repo:acme/app:branch:${x}"]'), effect="Deny"))
    assert "impossible-subject" not in {rule for rule, _ in findings(found)}


def test_a_wildcard_is_open_however_many_there_are(extracted: Extract) -> None:
    found = extracted(role(subjects('[for x in var.xs : "repo:*/${x}:*"]')))
    assert {rule for rule, _ in findings(found)} & {"open-to-any-tenant", "broad-subject"}


def test_audiences_and_principals_of_unknown_number(extracted: Extract) -> None:
    right = subjects('"repo:acme/app:*"')
    wrong = right.replace('"sts.amazonaws.com"', '[for x in var.xs : "sts.amazon.com"]')
    assert ("wrong-audience", "error") in findings(extracted(role(wrong)))
    files = role(right)
    files["main.tf"] = (
        files["main.tf"]
        .replace('"arn:aws', '[for x in var.xs : "arn:aws')
        .replace('${local.host}" }\n', 'token.actions.github.com/${x}"] }\n')
    )
    assert findings(extracted(files)) != []


def test_instances_and_statements_of_unknown_number(extracted: Extract) -> None:
    values = '{ for key, app in var.apps : key => "repo:${app.repo}:branch:main" }'
    files = role(subjects("each.value"))
    files["main.tf"] = files["main.tf"].replace('"ci" {', f'"ci" {{\n  for_each = {values}')
    assert {rule for rule, _ in findings(extracted(files))} == {"impossible-subject"}
    files = role(subjects('"repo:acme/app:branch:${x}"'))
    files["main.tf"] = files["main.tf"].replace("= [{\n", "= [for x in var.xs : {\n")
    assert findings(extracted(files)) == DEAD


def test_a_policy_in_text(extracted: Extract) -> None:
    policy = """<<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/${local.host}"},
        "Condition": {
          "StringEquals": {"${local.host}:aud": "sts.amazonaws.com"},
          "StringLike": {"${local.host}:sub": ${jsonencode([for x in var.xs : "repo:acme/app:branch:${x}"])}}
        }
      }]
    }
    JSON"""
    code = role("{}")["main.tf"]
    start, end = code.index("jsonencode("), code.index("  })\n}") + len("  })")
    assert findings(extracted({"main.tf": code[:start] + policy + code[end:]})) == DEAD


MERGED = """merge({
        StringEquals = { "${local.host}:aud" = "AUDIENCE" }
        StringLike   = { "${local.host}:sub" = "SUBJECT" }
      }, EXTRA)"""


def merged(audience: str, subject: str, extra: str = "var.extra") -> str:
    return MERGED.replace("AUDIENCE", audience).replace("SUBJECT", subject).replace("EXTRA", extra)


def test_conditions_that_may_be_replaced_are_judged_as_they_are_by_default(extracted: Extract) -> None:
    found = extracted(role(merged("sts.amazon.com", "repo:acme/app:*")))
    assert findings(found) == [("wrong-audience", "warning")]
    assert "(where the empty defaults stay)" in told(found)[0].message
    assert {rule for rule, _ in findings(extracted(role(merged("sts.amazonaws.com", "repo:*"))))} == {
        "open-to-any-tenant"
    }
    assert findings(extracted(role(merged("sts.amazonaws.com", "repo:acme/app:*")))) == []
    assert [each.address for each in found.roles if not each.variant] == ["aws_iam_role.ci"]


def test_conditions_that_are_certainly_replaced_are_not_judged(extracted: Extract) -> None:
    required = role(merged("sts.amazon.com", "repo:acme/app:*"))
    required["main.tf"] = required["main.tf"].replace(
        "type    = map(map(string))\n  default = {}", "type = map(map(string))"
    )
    assert findings(extracted(required)) == []
    given = role(merged("sts.amazon.com", "repo:acme/app:*"))
    given["terraform.tfvars"] = (
        'extra = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" } }\n'
    )
    assert findings(extracted(given)) == []


def test_a_placeholder_is_no_default_to_judge(extracted: Extract) -> None:
    condition = merged("sts.amazonaws.com", "repo:${var.org}/app:*")
    files = role(condition)
    files["main.tf"] += 'variable "org" {\n  default = ""\n}\n'
    assert findings(extracted(files)) == []
    listed = role(subjects("length(var.xs) > 0 ? var.xs : tolist([])"))
    assert findings(extracted(listed)) == []


def test_a_list_that_stands_in_for_an_empty_one_is_judged(extracted: Extract) -> None:
    found = extracted(role(subjects('coalescelist(var.xs, ["repo:acme/app:branch:main"])')))
    assert findings(found) == DOUBTFUL


OPTIONS = """
variable "options" {
  type = object({
    audience = optional(string, "sts.amazon.com")
    org      = optional(string, "")
    extra    = optional(map(map(string)), {})
  })
  default = {}
}
"""


def test_the_defaults_of_attributes_are_judged_like_those_of_variables(extracted: Extract) -> None:
    files = role(subjects('"repo:${var.options.org}/app:*"').replace("sts.amazonaws.com", "${var.options.audience}"))
    files["main.tf"] += OPTIONS
    assert findings(extracted(files)) == [("wrong-audience", "error")]
    files = role(merged("${var.options.audience}", "repo:${var.options.org}/app:*", "var.options.extra"))
    files["main.tf"] += OPTIONS
    assert findings(extracted(files)) == [("wrong-audience", "warning")]
    files = role(subjects('"repo:${var.names.org}/app:*"').replace("sts.amazonaws.com", "${var.names.audience}"))
    files["main.tf"] += 'variable "names" {\n  default = { org = "", audience = "sts.amazon.com" }\n}\n'
    assert findings(extracted(files)) == [("wrong-audience", "error")]


MAYBE = """
variable "own" { default = [] }
data "aws_iam_policy_document" "ci" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
    }
    dynamic "not_principals" {
      for_each = OWN
      content {
        type        = not_principals.value.type
        identifiers = not_principals.value.names
      }
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
    condition {
      test     = "StringLike"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:acme@1/app@2:ref:refs/heads/main"]
    }
  }
}
resource "aws_iam_role" "ci" {
  assume_role_policy = data.aws_iam_policy_document.ci.json
}
"""


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("var.own", []),
        ('[{ type = "AWS", names = ["123456789012"] }]', [("prohibited-element", "error")]),
    ],
)
def test_a_block_that_may_be_missing_makes_no_element(extracted: Extract, own: str, expected: object) -> None:
    assert findings(extracted({"main.tf": MAYBE.replace("OWN", own)})) == expected
