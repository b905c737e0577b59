"""Roles that no call of their module makes are judged where no call sets what they hang on, else noted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.model import Extraction

Extract = Callable[..., Extraction]

ROLE = """
variable "on" {
  type    = bool
  default = false
}
resource "aws_iam_role" "ci" {
  count              = var.on ? 1 : 0
  assume_role_policy = jsonencode({ Statement = [{ Action = "sts:AssumeRoleWithWebIdentity" }] })
}
"""


def left_out(found: Extraction) -> list[tuple[str, int]]:
    return [(note.span.file, note.span.line) for note in found.notes if "leaves it out" in note.message]


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("on = false", [("ci/main.tf", 6)]),
        ("on = true", []),
        ("on = var.on", []),  # made where `var.on` is true
    ],
)
def test_a_role_that_its_callers_leave_out_is_noted(
    extracted: Extract, argument: str, expected: list[tuple[str, int]]
) -> None:
    call = f'module "ci" {{\n  source = "./ci"\n  {argument}\n}}\nvariable "on" {{\n  default = false\n}}\n'
    found = extracted({"main.tf": call, "ci/main.tf": ROLE}, directories=(".", "ci"))
    assert left_out(found) == expected
    assert len(found.roles) == (0 if expected else 1)


def test_a_call_that_is_never_made_leaves_out_its_roles(extracted: Extract) -> None:
    call = 'module "ci" {\n  source = "./ci"\n  count  = 0\n  on     = true\n}\n'
    found = extracted({"main.tf": call, "ci/main.tf": ROLE}, directories=(".", "ci"))
    assert left_out(found) == [("ci/main.tf", 6)]


def test_roles_that_have_nothing_to_do_with_web_identities_are_not_noted(extracted: Extract) -> None:
    files = {"main.tf": ROLE.replace("WithWebIdentity", "").replace("var.on ? 1 : 0", "0")}
    assert not left_out(extracted(files))


@pytest.mark.parametrize(("argument", "supposed"), [("", True), ("on = false", False)])
def test_what_no_call_sets_is_supposed(extracted: Extract, argument: str, supposed: bool) -> None:
    call = f'module "ci" {{\n  source = "./ci"\n  {argument}\n}}\n'
    found = extracted({"main.tf": call, "ci/main.tf": ROLE}, directories=(".", "ci"))
    assert [(role.address, role.supposed, role.condition) for role in found.roles] == (
        [("aws_iam_role.ci[0]", True, "`var.on` is true")] if supposed else []
    )
    assert bool(left_out(found)) is not supposed


def test_what_one_of_two_calls_sets_is_not_supposed(extracted: Extract) -> None:
    calls = 'module "a" {\n  source = "./ci"\n}\nmodule "b" {\n  source = "./ci"\n  on = false\n}\n'
    found = extracted({"main.tf": calls, "ci/main.tf": ROLE}, directories=(".", "ci"))
    assert not found.roles
    assert left_out(found)
