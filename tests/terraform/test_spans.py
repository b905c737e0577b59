"""A wrong value is found where it was written, however it came into the policy."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from assumelint.model import Extraction, Form, Role
from assumelint.text import Span

WRONG = "sts.amazon.com"
KEY = "token.actions.githubusercontent.com:aud"
DOCUMENT = """\
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = [VALUE]
    }
  }
}

resource "aws_iam_role" "ci" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
"""
ENCODED = """\
resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = VALUE } }
    }]
  })
}
"""
HEREDOC = """\
resource "aws_iam_role" "ci" {
  assume_role_policy = <<-EOT
    {"Statement": [{
      "Effect": "Allow",
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": VALUE}}
    }]}
  EOT
}
"""
TEMPLATE = """\
resource "aws_iam_role" "ci" {
  assume_role_policy = templatefile("${path.module}/trust.tftpl", { audience = VALUE })
}
"""
TRUST = '{"Statement": [{"Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "${audience}"}}}]}\n'
MODULE = """\
module "role" {
  source   = "./role"
  audience = VALUE
}
"""
IN_MODULE = 'variable "audience" {}\n\n' + ENCODED.replace("VALUE", "var.audience")
VARIABLE = 'variable "audience" {}\n\n' + DOCUMENT.replace("VALUE", "var.audience")
LITERAL = f'"{WRONG}"'

SOURCES = {
    "data source": {"main.tf": DOCUMENT.replace("VALUE", LITERAL)},
    "jsonencode": {"main.tf": ENCODED.replace("VALUE", LITERAL)},
    "heredoc": {"main.tf": HEREDOC.replace("VALUE", LITERAL)},
    "templatefile": {"main.tf": TEMPLATE.replace("VALUE", LITERAL), "trust.tftpl": TRUST},
    "template text": {
        "main.tf": TEMPLATE.replace("VALUE", '"x"'),
        "trust.tftpl": TRUST.replace("${audience}", WRONG),
    },
    "file": {
        "main.tf": 'resource "aws_iam_role" "ci" {\n  assume_role_policy = file("trust.json")\n}\n',
        "trust.json": TRUST.replace("${audience}", WRONG),
    },
    "module argument": {"main.tf": MODULE.replace("VALUE", LITERAL), "role/main.tf": IN_MODULE},
    "tfvars": {"main.tf": VARIABLE, "terraform.tfvars": f"audience = {LITERAL}\n"},
    "tfvars in JSON": {"main.tf": VARIABLE, "a.auto.tfvars.json": json.dumps({"audience": WRONG})},
    "default": {"main.tf": VARIABLE.replace("{}", f"{{\n  default = {LITERAL}\n}}")},
    "local": {"main.tf": f"locals {{\n  audience = {LITERAL}\n}}\n" + DOCUMENT.replace("VALUE", "local.audience")},
    "through functions": {
        "main.tf": f"locals {{\n  all = {{ aud = [{LITERAL}] }}\n}}\n"
        + ENCODED.replace("VALUE", 'element(lookup(merge(local.all, {}), "aud", []), 0)')
    },
    "decoded and encoded": {
        "main.tf": HEREDOC.replace("VALUE", LITERAL)
        .replace("<<-EOT", "jsonencode(jsondecode(<<-EOT")
        .replace("  EOT\n}", "  EOT\n  ))\n}")
    },
}


def the_value(role: Role) -> tuple[str, Span]:
    assert role.policy is not None
    (condition,) = role.policy.statements[0].conditions
    (value,) = condition.values.items
    return str(value), value.span


@pytest.mark.parametrize("name", SOURCES)
def test_the_value_stands_where_it_was_written(name: str, extracted: Callable[..., Extraction]) -> None:
    files = SOURCES[name]
    found = extracted(files)
    assert not found.problems
    (role,) = found.roles
    value, span = the_value(role)
    assert value == WRONG
    (file,) = (file for file, text in files.items() if WRONG in text)
    lines = files[file].split("\n")
    (line,) = (number for number, text in enumerate(lines, 1) if WRONG in text)
    assert (span.file, span.line, span.column) == (file, line, lines[line - 1].index(LITERAL) + 1)


FORMS = {"data source": Form.HCL_BLOCK, "jsonencode": Form.HCL_OBJECT, "heredoc": Form.JSON, "file": Form.JSON}


@pytest.mark.parametrize("name", FORMS)
def test_a_clause_remembers_its_form(name: str, extracted: Callable[..., Extraction]) -> None:
    (role,) = extracted(SOURCES[name]).roles
    assert role.policy is not None
    statement = role.policy.statements[0]
    assert {statement.form, *(condition.form for condition in statement.conditions)} == {FORMS[name]}


def test_every_clause_of_a_data_source_points_at_its_token(extracted: Callable[..., Extraction]) -> None:
    text = DOCUMENT.replace("VALUE", LITERAL)
    (role,) = extracted({"main.tf": text}).roles
    assert role.policy is not None
    assert role.node is not None
    (statement,) = role.policy.statements
    (condition,) = statement.conditions
    assert statement.principals is not None
    assert statement.actions is not None

    def written(span: Span) -> str:
        assert span.line == span.end_line
        return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]

    assert written(statement.span) == "statement"
    assert [written(element.name.span) for element in statement.elements] == [
        "statement",
        "actions",
        "principals",
        "condition",
    ]
    assert written(condition.operator.span) == '"StringEquals"'
    assert written(condition.key.span) == f'"{KEY}"'
    assert written(statement.actions.items[0].span) == '"sts:AssumeRoleWithWebIdentity"'
    assert written(statement.principals[0].value.span).startswith('"arn:aws:iam::')
    assert statement.principals[0].kind is not None
    assert written(statement.principals[0].kind.span) == '"Federated"'
    assert written(role.span) == 'resource "aws_iam_role" "ci"'
