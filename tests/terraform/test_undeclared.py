"""References to names that nothing declares."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.lint import lint
from assumelint.model import Extraction

Run = Callable[..., Extraction]

ROOT = 'terraform {\n  required_version = ">= 1.5"\n}\n'
UNDECLARED = "Reference to undeclared"


def role(reference: str) -> str:
    statement = f'{{ Effect = "Allow", Action = "sts:AssumeRole", Principal = {{ AWS = {reference} }} }}'
    return f'resource "aws_iam_role" "r" {{\n  assume_role_policy = jsonencode({{ Statement = [{statement}] }})\n}}\n'


def said(found: Extraction) -> list[tuple[str, str]]:
    return [
        (each.severity.value, each.message.removeprefix(UNDECLARED + " "))
        for each in lint(found)
        if each.rule == "undefined-reference"
    ]


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("var.x", 'input variable: An input variable with the name "x" has not been declared.'),
        ("local.x", 'local value: A local value with the name "x" has not been declared.'),
        ("module.x.arn", 'module: No module call named "x" is declared here.'),
        ("aws_iam_user.x.arn", 'resource: A managed resource "aws_iam_user" "x" has not been declared here.'),
        ("data.aws_iam_user.x.arn", 'resource: A data resource "aws_iam_user" "x" has not been declared here.'),
    ],
)
def test_a_reference_to_nothing_is_an_error(extracted: Run, reference: str, message: str) -> None:
    assert said(extracted({"main.tf": ROOT + role(reference)})) == [("error", message)]


def test_a_name_that_is_alike_is_named(extracted: Run) -> None:
    code = ROOT + 'variable "accounts" {\n  type = string\n}\n' + role("var.acounts")
    assert said(extracted({"main.tf": code})) == [
        (
            "error",
            'input variable: An input variable with the name "acounts" has not been declared, did you mean "accounts"?',
        )
    ]


@pytest.mark.parametrize(
    ("files", "severity"),
    [
        ({"terragrunt.hcl": ""}, "note"),
        ({"root.hcl": ""}, "note"),
        ({".gitignore": ".terraform\ngenerated.tf\n"}, "note"),
        ({".gitignore": "*_override.tf\n*.tfstate\n*.tfvars\n# local.tf\n!main.tf\n"}, "error"),
    ],
)
def test_a_tool_may_write_the_declaration(extracted: Run, files: dict[str, str], severity: str) -> None:
    found = extracted({"live/main.tf": ROOT + role("var.x"), **files}, directories=("live",))
    assert [severity for severity, _ in said(found)] == [severity]


def test_a_folder_that_is_no_root_module_may_be_copied(extracted: Run) -> None:
    assert [severity for severity, _ in said(extracted({"mixin.tf": role("var.x")}))] == ["note"]


def test_a_module_is_as_certain_as_the_root_module_that_calls_it(extracted: Run) -> None:
    call = 'module "m" {\n  source = "./m"\n}\n'
    assert [severity for severity, _ in said(extracted({"main.tf": ROOT + call, "m/main.tf": role("var.x")}))] == [
        "error"
    ]


def test_a_declaration_may_be_in_a_file_that_is_broken(extracted: Run) -> None:
    found = extracted({"main.tf": ROOT + role("var.x"), "variables.tf": 'variable "x" {'})
    assert said(found) == []
    assert any("var.x is not declared here" in note.message for note in found.notes)


def test_a_declared_variable_without_a_value_is_silent(extracted: Run) -> None:
    assert said(extracted({"main.tf": ROOT + 'variable "x" {}\n' + role("var.x")})) == []
