"""Stacks of HCP Terraform: components with the inputs of deployments. And sources that OpenTofu evaluates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.cause import Cause
from assumelint.model import Extraction, Role
from assumelint.text.document import to_plain

Run = Callable[..., Extraction]

MODULE = """
variable "sid" { default = "default" }
output "sid" { value = "out-${var.sid}" }
resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({ Statement = [{ Sid = var.sid }] })
}
"""
COMPONENTS = """
variable "sid" { type = string }
variable "token" {
  type      = string
  ephemeral = true
}
locals {
  regions = toset(["one", "two"])
}
component "a" {
  source    = "./module"
  inputs    = { sid = var.sid }
  providers = { aws = provider.aws.this }
}
component "b" {
  for_each = local.regions
  source   = "./module"
  inputs   = { sid = "${component.a.sid}-${each.value}" }
}
provider "aws" "this" {
  config {
    assume_role_with_web_identity {
      web_identity_token = var.token
    }
  }
}
"""

ONE = """
variable "sid" { type = string }
component "a" {
  source = "./module"
  inputs = { sid = var.sid }
}
"""


def sids(roles: tuple[Role, ...]) -> dict[str, object]:
    return {
        role.address: to_plain(role.node)["Statement"][0]["Sid"]  # type: ignore[arg-type, call-overload, index]
        for role in roles
    }


def deployment(name: str, inputs: str) -> str:
    return f'deployment "{name}" {{\n  inputs = {inputs}\n}}\n'


@pytest.mark.parametrize("suffix", ["tfcomponent.hcl", "tfstack.hcl"])
def test_components_are_calls_of_modules(extracted: Run, suffix: str) -> None:
    deploy = 'identity_token "aws" {\n  audience = ["aws.workload.identity"]\n}\n' + deployment(
        "only", '{\n    sid   = "given"\n    token = identity_token.aws.jwt\n  }'
    )
    files = {"module/main.tf": MODULE, f"main.{suffix}": COMPONENTS, "x.tfdeploy.hcl": deploy}
    found = extracted(files, directories=(".", "module"))
    assert sids(found.roles) == {
        "component.a.aws_iam_role.r": "given",
        'component.b["one"].aws_iam_role.r': "out-given-one",
        'component.b["two"].aws_iam_role.r': "out-given-two",
    }
    assert (found.problems, found.notes) == ((), ())


def test_each_deployment_has_its_inputs(extracted: Run) -> None:
    deploy = (
        'locals {\n  name = "local"\n}\nstore "varset" "s" {\n  id = "x"\n}\n'
        + deployment("dev", "{ sid = local.name }")
        + deployment("prod", "merge({ sid = store.varset.s.stable.x }, {})")
    )
    files = {"module/main.tf": MODULE, "a.tfcomponent.hcl": ONE, "x.tfdeploy.hcl": deploy}
    found = extracted(files, directories=(".", "module"))
    assert sids(found.roles) == {
        "dev:component.a.aws_iam_role.r": "local",
        "prod:component.a.aws_iam_role.r": "${store.varset.s.stable.x}",
    }


def test_without_a_deployment_the_variables_are_open(extracted: Run) -> None:
    found = extracted({"module/main.tf": MODULE, "a.tfcomponent.hcl": ONE}, directories=(".", "module"))
    assert sids(found.roles) == {"component.a.aws_iam_role.r": "${var.sid}"}


def test_inputs_that_are_not_written_out_are_evaluated(extracted: Run) -> None:
    component = 'component "a" {\n  source = "./module"\n  inputs = merge({ sid = "merged" }, {})\n}\n'
    found = extracted({"module/main.tf": MODULE, "a.tfcomponent.hcl": component}, directories=(".", "module"))
    assert sids(found.roles) == {"component.a.aws_iam_role.r": "merged"}


@pytest.mark.parametrize("name", ["a.tfcomponent.hcl", "x.tfdeploy.hcl"])
def test_a_file_that_does_not_parse_is_a_syntax_error(extracted: Run, name: str) -> None:
    files = {
        "module/main.tf": MODULE,
        "a.tfcomponent.hcl": 'component "a" {\n  source = "./module"\n  inputs = {}\n}\n',
        "x.tfdeploy.hcl": deployment("only", "{}"),
    }
    found = extracted({**files, name: files[name] + 'x "y" {\n'}, directories=(".", "module"))
    assert [(problem.cause, problem.span.file) for problem in found.problems] == [(Cause.SYNTAX, name)]


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ('"${local.modules}/gha"', 'locals {\n  modules = "./modules"\n}\n'),
        ("local.gha", 'locals {\n  gha = "${var.where}/gha"\n}\nvariable "where" {\n  default = "./modules"\n}\n'),
        ('"./${var.modules}/gha"', 'variable "modules" {\n  default = "modules"\n}\n'),
    ],
)
def test_a_source_may_hold_variables_and_locals(extracted: Run, source: str, more: str) -> None:
    call = f'module "m" {{\n  source = {source}\n  sid    = "called"\n}}\n'
    found = extracted({"main.tf": more + call, "modules/gha/main.tf": MODULE}, directories=("modules/gha", "."))
    assert sids(found.roles) == {"module.m.aws_iam_role.r": "called"}


def test_a_source_that_is_not_known_leaves_the_module_alone(extracted: Run) -> None:
    call = 'variable "where" {}\nmodule "m" {\n  source = var.where\n  sid    = "called"\n}\n'
    found = extracted({"main.tf": call, "modules/gha/main.tf": MODULE}, directories=("modules/gha", "."))
    assert sids(found.roles) == {"aws_iam_role.r": "default"}
    assert not found.problems
