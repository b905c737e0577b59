"""What is looked at again, under suppositions: root modules that mention web identity, in them or in what they use."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from assumelint.model import Extraction
from assumelint.sources.inputs import Inputs

Extract = Callable[..., Extraction]

SWITCH = 'variable "enabled" {\n  default = false\n}\n'
ROLE = 'resource "aws_iam_role" "ci" {\n  count = var.enabled ? 1 : 0\n  assume_role_policy = POLICY\n}\n'
SERVICE = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
WEB = {
    "Effect": "Allow",
    "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
    "Action": "sts:AssumeRoleWithWebIdentity",
}


def policy(statement: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def encoded(statement: Mapping[str, object]) -> str:
    return f"jsonencode({policy(statement)})"


def test_roles_that_trust_a_service_are_not_looked_for_behind_switches(extracted: Extract) -> None:
    assert extracted({"main.tf": SWITCH + ROLE.replace("POLICY", encoded(SERVICE))}).roles == ()


@pytest.mark.parametrize(
    "files",
    [
        {"main.tf": SWITCH + ROLE.replace("POLICY", encoded(WEB))},
        {
            "main.tf": SWITCH + ROLE.replace("POLICY", "module.m.json"),
            "m/main.tf": f'output "json" {{\n  value = {encoded(WEB)}\n}}\n',
        }
        | {"call.tf": 'module "m" {\n  source = "./m"\n}\n'},
        {"main.tf": SWITCH + ROLE.replace("POLICY", 'file("${path.module}/trust.json")'), "trust.json": policy(WEB)},
        {
            "main.tf": SWITCH,
            "ci.tf.json": json.dumps(
                {
                    "resource": {
                        "aws_iam_role": {"ci": {"count": "${var.enabled ? 1 : 0}", "assume_role_policy": policy(WEB)}}
                    }
                }
            ),
        },
        {
            "main.tf": SWITCH + 'variable "trust" {}\n' + ROLE.replace("POLICY", "var.trust"),
            "terraform.tfvars": f"trust = <<-EOT\n{policy(WEB)}\nEOT\n",
        },
    ],
    ids=["here", "module", "file", "json", "tfvars"],
)
def test_a_role_for_web_identity_is_found_wherever_its_policy_is_written(
    extracted: Extract, files: Mapping[str, str]
) -> None:
    (role,) = extracted(files).roles
    assert (role.supposed, role.condition) == (True, "`var.enabled` is true")
    assert role.policy is not None


def test_a_policy_that_is_passed_on_the_command_line_is_looked_at_behind_switches(extracted: Extract) -> None:
    code = SWITCH + 'variable "trust" {\n  type = string\n}\n' + ROLE.replace("POLICY", "var.trust")
    (role,) = extracted({"main.tf": code}, inputs=Inputs(variables={"trust": policy(WEB)})).roles
    assert role.supposed


def test_a_model_of_a_module_is_looked_at_behind_switches(extracted: Extract) -> None:
    code = """
module "irsa" {
  source      = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version     = "5.0.0"
  create_role = var.enabled
}
"""
    (role,) = extracted({"main.tf": SWITCH + code.replace("irsa", "ci")}).roles
    assert role.supposed
