"""Defaults of modules that Terragrunt or HCP Terraform deploy: chosen where all inputs are known, else assumptions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.cause import Cause
from assumelint.model import Extraction

Run = Callable[..., Extraction]

MODULE = """
variable "enabled" { default = false }
variable "trust" { default = "{" }
resource "aws_iam_role" "switched" {
  count              = var.enabled ? 1 : 0
  assume_role_policy = jsonencode({ Statement = [{ Action = "sts:AssumeRoleWithWebIdentity" }] })
}
resource "aws_iam_role" "passed" {
  assume_role_policy = var.trust
}
"""
SWITCHED = "aws_iam_role.switched[0]"
VAR_FILES = """
  extra_arguments "common" {
    commands           = get_terraform_commands_that_need_vars()
    required_var_files = ["common.tfvars"]
  }
"""
VAR_ARGUMENT = '  extra_arguments "common" {\n    commands = ["plan"]\n    arguments = ["-var-file=x.tfvars"]\n  }\n'
LOCKS = '  extra_arguments "lock" {\n    commands = ["plan"]\n    arguments = ["-lock-timeout=20m"]\n  }\n'
MISSING = 'include "root" {\n  path = "${var.nowhere}/root.hcl"\n}\n'


def of_unit(run: Run, *, terraform: str = "", more: str = "inputs = {}\n") -> Extraction:
    unit = f'terraform {{\n  source = "../../module"\n{terraform}}}\n{more}'
    files = {"module/main.tf": MODULE, "live/a/terragrunt.hcl": unit}
    return run(files, directories=("live/a", "module"))


def supposed(found: Extraction) -> list[tuple[str, str]]:
    return [(role.address, role.condition) for role in found.roles if role.supposed]


def broken(found: Extraction) -> list[Cause]:
    return [problem.cause for problem in found.problems]


@pytest.mark.parametrize("terraform", ["", LOCKS], ids=["plain", "other arguments"])
def test_the_defaults_that_a_unit_leaves_are_chosen(extracted: Run, terraform: str) -> None:
    found = of_unit(extracted, terraform=terraform)
    assert [role.address for role in found.roles] == ["aws_iam_role.passed"]
    assert broken(found) == [Cause.INVALID_JSON]


@pytest.mark.parametrize(
    ("terraform", "more"),
    [(VAR_FILES, ""), (VAR_ARGUMENT, ""), ("", MISSING)],
    ids=["files", "argument", "include"],
)
def test_where_more_is_passed_than_is_known_a_default_is_an_assumption(
    extracted: Run, terraform: str, more: str
) -> None:
    found = of_unit(extracted, terraform=terraform, more=more)
    assert supposed(found) == [(SWITCHED, "`var.enabled` is true")]
    assert broken(found) == []


def test_what_a_unit_passes_is_no_assumption(extracted: Run) -> None:
    found = of_unit(extracted, terraform=VAR_FILES, more='inputs = {\n  enabled = true\n  trust = "["\n}\n')
    assert [(role.address, role.supposed) for role in found.roles] == [
        (SWITCHED, False),
        ("aws_iam_role.passed", False),
    ]
    assert broken(found) == [Cause.INVALID_JSON]


COMPONENT = """
variable "enabled" { default = false }
component "a" {
  source = "./module"
  inputs = { enabled = var.enabled }
}
"""


def test_a_stack_without_deployments_is_looked_at_behind_switches(extracted: Run) -> None:
    files = {"module/main.tf": MODULE, "a.tfcomponent.hcl": COMPONENT}
    found = extracted(files, directories=(".", "module"))
    assert supposed(found) == [(f"component.a.{SWITCHED}", "`var.enabled` is true")]


def test_the_defaults_that_a_deployment_leaves_are_chosen(extracted: Run) -> None:
    files = {
        "module/main.tf": MODULE,
        "a.tfcomponent.hcl": COMPONENT,
        "x.tfdeploy.hcl": 'deployment "prod" {\n  inputs = {}\n}\n',
    }
    assert supposed(extracted(files, directories=(".", "module"))) == []
