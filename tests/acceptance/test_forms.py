"""The most common faults in each form of a trust policy: found at the wrong token, and silent once fixed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.cli import main

ARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
HOST = "token.actions.githubusercontent.com"

# What each form is filled with: principal type, principal, action, audience.
RIGHT = {"type": "Federated", "principal": ARN, "action": "sts:AssumeRoleWithWebIdentity", "aud": "sts.amazonaws.com"}
FAULTS = {
    "missing-federated-principal": ({"type": "Service", "principal": "ec2.amazonaws.com"}, "ec2.amazonaws.com"),
    "missing-web-identity-action": ({"action": "sts:AssumeRole"}, "sts:AssumeRole"),
    "wrong-audience": ({"aud": "sts.amazon.com"}, "sts.amazon.com"),
}

DATA_SOURCE = """\
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["@action@"]

    principals {
      type        = "@type@"
      identifiers = ["@principal@"]
    }

    condition {
      test     = "StringEquals"
      variable = "@host@:aud"
      values   = ["@aud@"]
    }

    condition {
      test     = "StringLike"
      variable = "@host@:sub"
      values   = ["repo:acme/app:*"]
    }
  }
}

resource "aws_iam_role" "ci" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
"""

JSONENCODE = """\
resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { @type@ = "@principal@" }
      Action    = "@action@"
      Condition = {
        StringEquals = { "@host@:aud" = "@aud@" }
        StringLike   = { "@host@:sub" = "repo:acme/app:*" }
      }
    }]
  })
}
"""

POLICY = """\
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"@type@": "@principal@"},
    "Action": "@action@",
    "Condition": {
      "StringEquals": {"@host@:aud": "@aud@"},
      "StringLike": {"@host@:sub": "repo:acme/app:*"}
    }
  }]
}
"""


def indented(text: str, margin: str) -> str:
    return "".join(margin + line for line in text.splitlines(keepends=True))


HEREDOC = f"""\
resource "aws_iam_role" "ci" {{
  assume_role_policy = <<-EOF
{indented(POLICY, "    ")}  EOF
}}
"""

YAML_OBJECT = """\
Resources:
  Ci:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              @type@: @principal@
            Action: @action@
            Condition:
              StringEquals:
                @host@:aud: @aud@
              StringLike:
                @host@:sub: repo:acme/app:*
"""

YAML_SUB = f"""\
Resources:
  Ci:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub |
{indented(POLICY, "        ")}"""

JSON_TEMPLATE = f"""\
{{
  "Resources": {{
    "Ci": {{
      "Type": "AWS::IAM::Role",
      "Properties": {{
        "AssumeRolePolicyDocument":
{indented(POLICY, "          ")}      }}
    }}
  }}
}}
"""

# file name, source, whether strings are quoted, the role's address
FORMS = {
    "data source": ("main.tf", DATA_SOURCE, True, "aws_iam_role.ci"),
    "jsonencode": ("main.tf", JSONENCODE, True, "aws_iam_role.ci"),
    "heredoc": ("main.tf", HEREDOC, True, "aws_iam_role.ci"),
    "YAML object": ("template.yaml", YAML_OBJECT, False, "Ci"),
    "YAML !Sub": ("template.yaml", YAML_SUB, True, "Ci"),
    "JSON template": ("template.json", JSON_TEMPLATE, True, "Ci"),
    "plain JSON": ("trust.json", POLICY, True, "trust.json"),
}


def fill(source: str, values: dict[str, str]) -> str:
    for name, value in {"host": HOST, **values}.items():
        source = source.replace(f"@{name}@", value)
    return source


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, str], list[dict[str, object]]]:
    def run(name: str, source: str) -> list[dict[str, object]]:
        (tmp_path / name).write_text(source)
        monkeypatch.chdir(tmp_path)
        main(["check", "--output-format", "json"])
        findings: list[dict[str, object]] = json.loads(capsys.readouterr().out)["findings"]
        return [finding for finding in findings if finding["severity"] != "note"]

    return run


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_found_at_its_token(
    form: str, rule: str, check: Callable[[str, str], list[dict[str, object]]]
) -> None:
    name, template, quoted, address = FORMS[form]
    change, wrong = FAULTS[rule]
    source = fill(template, {**RIGHT, **change})
    token = f'"{wrong}"' if quoted else wrong
    line = next(number for number, text in enumerate(source.splitlines(), 1) if token in text)
    column = source.splitlines()[line - 1].index(token) + 1
    found = check(name, source)
    assert [
        (f["rule"], f["severity"], f["file"], f["line"], f["column"], f["end_column"], f["role"]) for f in found
    ] == [(rule, "error", name, line, column, column + len(token), address)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rule", ["missing-web-identity-action", "wrong-audience"])
def test_the_fix_mends_it(
    form: str,
    rule: str,
    check: Callable[[str, str], list[dict[str, object]]],
    mend: Callable[[str, object], str],
) -> None:
    name, template, _, _ = FORMS[form]
    source = fill(template, {**RIGHT, **FAULTS[rule][0]})
    (found,) = check(name, source)
    assert mend(source, found["fix"]) == fill(template, RIGHT)


@pytest.mark.parametrize("form", FORMS)
def test_the_right_policy_is_silent(form: str, check: Callable[[str, str], list[dict[str, object]]]) -> None:
    name, template, _, _ = FORMS[form]
    assert check(name, fill(template, RIGHT)) == []
