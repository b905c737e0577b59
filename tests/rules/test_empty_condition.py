"""Conditions without values, and lists that are only empty by default."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Check = Callable[[dict[str, str]], list[dict[str, Any]]]
Told = list[tuple[str, str, int]]


def role(condition: str, *more: str) -> str:
    return (
        """data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/gitlab.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "gitlab.com:aud"
      values   = ["https://gitlab.com"]
    }
"""
        + condition
        + """
  }
}
resource "aws_iam_role" "r" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
"""
        + "".join(more)
    )


def subject(values: str, test: str = "StringLike") -> str:
    return f'condition {{\n  test = "{test}"\n  variable = "gitlab.com:sub"\n  values = {values}\n}}'


VARIABLE = 'variable "subjects" {\n  type = list(string)\n  default = []\n}\n'


def told(check_all: Check, files: dict[str, str]) -> Told:
    return [(each["rule"], each["severity"], each["line"]) for each in check_all(files)]


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        (role(subject("[]")), "error"),
        (role(subject("[for name in [] : name]")), "error"),
        (role(subject("local.subjects"), "locals {\n  subjects = []\n}\n"), "error"),
        (role(subject("var.subjects"), VARIABLE), "note"),
        (role(subject("[for name in var.subjects : name]"), VARIABLE), "note"),
    ],
)
def test_a_list_of_none(code: str, severity: str, check_all: Check) -> None:
    assert told(check_all, {"main.tf": code}) == [("empty-condition", severity, 15)]


def test_a_module_that_is_called_without_the_list(check_all: Check) -> None:
    files = {"main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": role(subject("var.subjects"), VARIABLE)}
    assert told(check_all, files) == [("empty-condition", "error", 15)]


def test_no_block_at_all_leaves_it_open(check_all: Check) -> None:
    dynamic = (
        'dynamic "condition" {\n  for_each = []\n  content {\n    test = "StringLike"\n'
        '    variable = "gitlab.com:sub"\n    values = [condition.value]\n  }\n}'
    )
    assert [rule for rule, _, _ in told(check_all, {"main.tf": role(dynamic)})] == ["missing-subject"]


@pytest.mark.parametrize(
    "code",
    [
        role(subject('["project_path:acme/app:ref_type:branch:ref:main"]') + "\n" + subject("[]", "StringNotLike")),
        role(subject("var.subjects"), 'variable "subjects" {\n  type = list(string)\n}\n'),
        role(
            subject("concat(var.subjects, [local.main])"),
            VARIABLE,
            'locals {\n  main = "project_path:acme/app:ref_type:branch:ref:main"\n}\n',
        ),
    ],
)
def test_what_must_stay_silent(code: str, check_all: Check) -> None:
    assert told(check_all, {"main.tf": code}) == []


def test_a_deny_without_values_denies_nobody(check_all: Check) -> None:
    deny = """
  }
  statement {
    effect  = "Deny"
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["*"]
    }
    condition {
      test     = "StringLike"
      variable = "gitlab.com:sub"
      values   = []
    }
"""
    code = role(subject('["project_path:acme/app:ref_type:branch:ref:main"]') + deny)
    assert [each[:2] for each in told(check_all, {"main.tf": code})] == [("empty-condition", "warning")]


DYNAMIC = """dynamic "condition" {
  for_each = var.subjects
  content {
    test     = "StringLike"
    variable = "gitlab.com:sub"
    values   = [condition.value]
  }
}"""


def test_a_block_that_is_left_out_by_default(check_all: Check) -> None:
    assert told(check_all, {"main.tf": role(DYNAMIC, VARIABLE)}) == [("empty-condition", "warning", 17)]


def test_a_block_that_is_left_out_beside_one_that_stays(check_all: Check) -> None:
    stays = subject('["project_path:acme/app:ref_type:branch:ref:main"]')
    assert told(check_all, {"main.tf": role(DYNAMIC + "\n" + stays, VARIABLE)}) == []


def test_a_block_for_a_value_that_must_be_passed(check_all: Check) -> None:
    assert told(check_all, {"main.tf": role(DYNAMIC, 'variable "subjects" {\n  type = list(string)\n}\n')}) == []
