"""A file with a policy that a role reads: it is that role's policy, and not a document of its own besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from assumelint.sources.inputs import Inputs
from assumelint.sources.registry.load import load

POLICY = """\
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"},
    "Action": "sts:AssumeRoleWithWebIdentity"
  }]
}
"""
TERRAFORM = 'resource "aws_iam_role" "r" {\n  assume_role_policy = file("${path.module}/policy.json")\n}\n'
DECODED = TERRAFORM.replace("file(", "jsonencode(jsondecode(file(").replace(")\n", ")))\n")
INCLUDE = "{'Fn::Transform': {Name: AWS::Include, Parameters: {Location: policy.json}}}"
TEMPLATE = f"Resources:\n  R: {{Type: 'AWS::IAM::Role', Properties: {{AssumeRolePolicyDocument: {INCLUDE}}}}}\n"
SWITCHED = (
    "Parameters: {Env: {Type: String, Default: dev}}\nConditions: {Prod: !Equals [!Ref Env, prod]}\n"
    + TEMPLATE.replace(INCLUDE, f"!If [Prod, {INCLUDE}, {{Statement: []}}]")
)


def documents(folder: Path) -> list[str]:
    extraction = load([folder], folder, Inputs(), lambda top: lambda path: False).extraction
    assert extraction is not None
    assert [role for role in extraction.roles if not role.variant]
    return [document.address for document in extraction.documents]


@pytest.mark.parametrize(("name", "code"), [("main.tf", TERRAFORM), ("main.tf", DECODED), ("t.yaml", TEMPLATE)])
def test_a_file_that_a_role_reads_is_its_policy(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(code)
    (tmp_path / "policy.json").write_text(POLICY)
    (tmp_path / "other.json").write_text(POLICY)
    assert documents(tmp_path) == ["other.json"]


def test_a_file_with_another_policy_besides_stays(tmp_path: Path) -> None:
    """The role takes one of the two: the other one would be lost."""
    (tmp_path / "main.tf").write_text(
        'resource "aws_iam_role" "r" {\n'
        '  assume_role_policy = jsonencode(jsondecode(file("all.json")).Roles[0].AssumeRolePolicyDocument)\n}\n'
    )
    role = f'{{"RoleName": "x", "AssumeRolePolicyDocument": {POLICY}}}'
    (tmp_path / "all.json").write_text(f'{{"Roles": [{role}, {role}]}}')
    assert documents(tmp_path) == ["all.json"]


def test_what_a_role_reads_in_another_case_only_is_listed(tmp_path: Path) -> None:
    """Variants of a role are not listed, so that the file would be nowhere."""
    (tmp_path / "t.yaml").write_text(SWITCHED)
    (tmp_path / "policy.json").write_text(POLICY)
    assert documents(tmp_path) == ["policy.json"]


@pytest.mark.parametrize("suffix", ["tpl", "tftpl", "tmpl", "json.tpl"])
def test_a_template_is_checked_in_its_own_folder_too(suffix: str, tmp_path: Path) -> None:
    """It is read with its placeholders, so that both ways to it find the same."""
    call = f'templatefile("policies/a.{suffix}", {{ host = "x" }})'
    code = f'resource "aws_iam_role" "r" {{\n  assume_role_policy = {call}\n}}\n'
    (tmp_path / "main.tf").write_text(code)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / f"a.{suffix}").write_text(POLICY.replace("gitlab.com", "${host}"))
    assert documents(tmp_path) == []
    extraction = load([tmp_path / "policies"], tmp_path, Inputs(), lambda top: lambda path: False).extraction
    assert extraction is not None
    assert [document.address for document in extraction.documents] == [f"policies/a.{suffix}"]


@pytest.mark.parametrize(
    "text", ['{{- define "x" -}}\nAssumeRole\n', '{"Principal": {"Federated": ${arn}}, "x": AssumeRole}\n']
)
def test_a_template_of_something_else_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.tpl").write_text(text)
    extraction = load([tmp_path], tmp_path, Inputs(), lambda top: lambda path: False).extraction
    assert extraction is None or (extraction.documents, extraction.problems) == ((), ())
