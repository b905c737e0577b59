"""Roles in each outcome of the workspace, against what a real `terraform apply` made in three workspaces.

The answers are made by scripts/make_terraform_goldens.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction, Role
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform import extract
from assumelint.sources.terraform.config.collected.collect import Collected
from assumelint.sources.terraform.config.expanded.module import Module
from assumelint.text.document import to_plain
from assumelint.text.tree import Tree

Extract = Callable[..., Extraction]
FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("outcomes/*/expected.json"))
WORKSPACES = ("default", "dev", "prod")

# The faults of each configuration: rule, severity, and where it holds.
FAULTS = {
    "index": {("open-to-any-tenant", "error", 'terraform.workspace is "prod"')},
    "lookup": {("wrong-audience", "warning", 'terraform.workspace is not "prod"')},
    "nested": set(),
    "conditional": {("broad-subject", "warning", 'terraform.workspace is not "prod"')},
    "count": {("impossible-subject", "error", 'terraform.workspace is "prod"')},
    "for-each": {("open-to-any-tenant", "error", 'terraform.workspace is "prod"')},
    "module": {("wrong-audience", "error", 'terraform.workspace is "prod"')},
    "silent": set(),
    "try": {("open-to-any-tenant", "warning", 'terraform.workspace is not "prod"')},
    "two-maps": set(),
}


def extraction(folder: Path, workspace: str | None = None) -> Extraction:
    return extract([folder], Tree(folder, folder), Inputs(workspace=workspace))


def policy(role: Role, workspace: str) -> Any:
    """The policy that is judged, in a workspace of an account."""
    assert role.policy is not None
    text = json.dumps(to_plain(role.policy.document))
    for hole, value in {"terraform.workspace": workspace, "partition": "aws", "account_id": "123456789012"}.items():
        text = text.replace("${" + hole + "}", value)
    return json.loads(text)


def holds(role: Role, workspace: str) -> bool:
    """Whether a variant is said to be one of this workspace."""
    if role.variant.startswith("terraform.workspace is n"):
        return f'"{workspace}"' not in role.variant
    return role.variant == f'terraform.workspace is "{workspace}"'


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("workspace", WORKSPACES)
def test_a_given_workspace_is_what_terraform_makes(folder: Path, workspace: str) -> None:
    expected = json.loads((folder / "expected.json").read_text())[workspace]
    found = extraction(folder, workspace)
    assert not any(role.variant for role in found.roles)
    if expected is None:
        assert found.problems
    else:
        assert {role.address: policy(role, workspace) for role in found.roles} == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_policy_that_terraform_makes_is_judged(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    judged = extraction(folder).roles  # a policy that several workspaces have is judged once
    for workspace, roles in expected.items():
        found = [policy(role, workspace) for role in judged]
        for address, wanted in (roles or {}).items():
            assert wanted in found, (workspace, address)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_variant_is_what_terraform_makes(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    for role in extraction(folder).roles:
        made = [workspace for workspace in WORKSPACES if role.variant and holds(role, workspace)]
        for workspace in made:
            assert policy(role, workspace) in list((expected[workspace] or {}).values()), (workspace, role.variant)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_role_is_listed_once_with_what_is_common(folder: Path) -> None:
    listed = [role for role in extraction(folder).roles if not role.variant]
    assert len(listed) == 1
    assert listed[0].node is not None


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_faults_of_each_outcome(folder: Path) -> None:
    faults = [finding for finding in lint(extraction(folder)) if finding.severity.value != "note"]
    assert {(finding.rule, finding.severity.value, finding.variant) for finding in faults} == FAULTS[folder.name]
    assert all(f"(where {finding.variant})" in finding.message for finding in faults)


TRUST = """
resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = SUBJECT
        }
      }
    }]
  })
}
"""
DEAD = '"repo:acme@1/app@2:environments:x"'
FINE = '"repo:acme@1/app@2:environment:x"'


def variants(found: Extraction) -> list[tuple[str, bool]]:
    return [(role.variant, role.supposed) for role in found.roles if role.variant]


def faults(found: Extraction) -> list[tuple[str, str]]:
    return [(finding.rule, finding.variant) for finding in lint(found) if finding.severity.value != "note"]


def with_subject(subject: str, more: str = "") -> dict[str, str]:
    return {"main.tf": more + TRUST.replace("SUBJECT", subject)}


def test_a_selected_workspace_is_the_one_that_is_judged(extracted: Extract) -> None:
    files = with_subject(f'terraform.workspace == "prod" ? {DEAD} : {FINE}')
    assert faults(extracted({**files, ".terraform/environment": "dev\n"})) == []
    found = extracted({**files, ".terraform/environment": "prod"})
    assert faults(found) == [("impossible-subject", "")]


def test_a_required_variable_is_judged_in_each_outcome(extracted: Extract) -> None:
    code = 'variable "env" {}\nlocals {\n  subjects = { prod = ' + DEAD + ", dev = " + FINE + " }\n}\n"
    found = extracted(with_subject("local.subjects[var.env]", code))
    assert faults(found) == [("impossible-subject", 'var.env is "prod"')]


def test_a_required_flag_has_two_outcomes(extracted: Extract) -> None:
    code = 'variable "live" {\n  type = bool\n}\n'
    found = extracted(with_subject(f"!var.live ? {DEAD} : {FINE}", code))
    assert variants(found) == [("var.live is true", False), ("var.live is false", False)]
    assert faults(found) == [("impossible-subject", "var.live is false")]


def test_an_unknown_condition_is_judged_both_ways(extracted: Extract) -> None:
    code = 'data "aws_region" "here" {}\n'
    condition = 'startswith(data.aws_region.here.name, "eu-")'
    found = extracted(with_subject(f"{condition} ? {DEAD} : {FINE}", code))
    assert faults(found) == [("impossible-subject", f"{condition} is true")]


def test_branches_that_are_equal_have_no_outcomes(extracted: Extract) -> None:
    assert variants(extracted(with_subject(f'terraform.workspace == "prod" ? {FINE} : {FINE}'))) == []


def test_a_condition_on_a_missing_value_is_no_outcome(extracted: Extract) -> None:
    code = 'variable "name" {}\n'
    found = extracted(with_subject(f'var.name == "" ? {FINE} : "repo:acme@1/app@2:environment:${{var.name}}"', code))
    assert faults(found) == []


def test_a_name_alone_costs_no_second_evaluation(extracted: Extract, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = []
    walk = Collected.walk

    def counted(collected: Collected, module: Module) -> None:
        walks.append(module.address)
        walk(collected, module)

    monkeypatch.setattr(Collected, "walk", counted)
    extracted(with_subject('"repo:acme@1/app@2:environment:${terraform.workspace}"'))
    assert walks == [""]


def test_outcomes_are_bounded(extracted: Extract) -> None:
    names = ", ".join(f'e{number} = "repo:acme@1/app@2:environment:e{number}"' for number in range(20))
    found = extracted(with_subject("local.m[terraform.workspace]", f"locals {{\n  m = {{ {names} }}\n}}\n"))
    assert len(variants(found)) == 16
    assert any(note.message.startswith("more than 16 outcomes of aws_iam_role.ci") for note in found.notes)


def test_a_policy_that_is_no_json_in_one_workspace(extracted: Extract) -> None:
    code = 'resource "aws_iam_role" "ci" {\n  assume_role_policy = terraform.workspace == "prod" ? "{" : "{}"\n}\n'
    (problem,) = extracted({"main.tf": code}).problems
    assert problem.message.endswith('(where terraform.workspace is "prod")')
