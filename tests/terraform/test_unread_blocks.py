"""Syntax errors in blocks that no role needs: Terraform refuses the directory, so they are findings."""

from collections.abc import Callable

import pytest

from assumelint.cause import Cause
from assumelint.model import Extraction

ROLE = """
resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({ Statement = [{ Action = "sts:AssumeRoleWithWebIdentity" }] })
}
"""
SERVICE = """
resource "aws_iam_role" "service" {
  assume_role_policy = jsonencode({ Statement = [{ Action = "sts:AssumeRole" }] })
}
"""


def faults(found: Extraction) -> list[tuple[str, int, int]]:
    assert all(problem.cause is Cause.SYNTAX for problem in found.problems)
    return [(problem.span.file, problem.span.line, problem.span.column) for problem in found.problems]


@pytest.mark.parametrize(
    ("block", "line", "column"),
    [
        ('locals {\n  unread = ["a" "b"]\n}\n', 2, 17),
        ('output "x" {\n  value = merge(a b)\n}\n', 2, 19),
        ('variable "x" {\n  default = {\n    a = 1 b = 2\n  }\n}\n', 3, 11),
        ('resource "aws_s3_bucket" "b" {\n  bucket = "${a b}"\n}\n', 2, 17),
        ('resource "aws_s3_bucket" "b" {\n  bucket = 1\n  bucket = 2\n}\n', 3, 3),
        ("moved {\n  from =\n}\n", 2, 9),
        ('check "x" {\n  assert {\n    condition = (1\n  }\n}\n', 4, 3),
    ],
)
def test_an_error_anywhere_beside_a_web_identity_role(
    block: str, line: int, column: int, extracted: Callable[..., Extraction]
) -> None:
    found = extracted({"main.tf": ROLE, "other.tf": block})
    assert faults(found) == [("other.tf", line, column)]
    assert [role.address for role in found.roles] == ["aws_iam_role.ci"]


def test_an_error_in_a_caller_or_in_another_module_of_it(extracted: Callable[..., Extraction]) -> None:
    call = 'module "roles" {\n  source = "./roles"\n}\nmodule "other" {\n  source = "./other"\n}\n'
    files = {
        "main.tf": f"{call}locals {{\n  a = [1 2]\n}}\n",
        "roles/main.tf": ROLE,
        "other/main.tf": "locals {\n  b = 1 2\n}\n",
    }
    assert sorted(faults(extracted(files, (".", "roles", "other")))) == [("main.tf", 8, 10), ("other/main.tf", 2, 9)]


def test_an_error_that_a_role_needs_is_told_once(extracted: Callable[..., Extraction]) -> None:
    found = extracted({"main.tf": ROLE.replace("[{", "[{ a b", 1)})
    assert len(faults(found)) == 1


def test_no_error_where_web_identity_is_no_concern(extracted: Callable[..., Extraction]) -> None:
    assert not extracted({"main.tf": SERVICE, "other.tf": "locals {\n  a = [1 2]\n}\n"}).problems


def test_an_error_in_a_named_file_of_a_folder_without_roles(extracted: Callable[..., Extraction]) -> None:
    assert faults(extracted({"main.tf": "locals {\n  a = [1 2]\n}\n"})) == [("main.tf", 2, 10)]


def test_an_error_in_an_override_file(extracted: Callable[..., Extraction]) -> None:
    found = extracted({"main.tf": ROLE, "override.tf": 'resource "aws_s3_bucket" "b" {\n  a = [1 2]\n}\n'})
    assert faults(found) == [("override.tf", 2, 10)]


def test_an_error_in_a_large_directory(extracted: Callable[..., Extraction]) -> None:
    lines = "".join(f'  name{number} = ["a", "b"]\n' for number in range(6_000))
    found = extracted({"main.tf": ROLE, "other.tf": f"locals {{\n{lines}  last = [1 2]\n}}\n"})
    assert faults(found) == [("other.tf", 6_002, 13)]
