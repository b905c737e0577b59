"""`terraform_remote_state`: the outputs of another root module in the tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assumelint.model import Extraction
from assumelint.text.document import to_plain

Run = Callable[..., Extraction]

OUTPUTS = """
resource "aws_iam_openid_connect_provider" "p" {
  url = "https://gitlab.com"
}
output "url" {
  value = aws_iam_openid_connect_provider.p.url
}
"""
S3 = 'backend = "s3"\n  config = { bucket = "b", key = "net.tfstate", region = "eu-west-1" }'
S3_BACKEND = 'backend "s3" {\n    bucket = "b"\n    key    = "net.tfstate"\n  }'
REMOTE = 'backend = "remote"\n  config = { organization = "o", workspaces = { name = "net" } }'
CLOUD = 'cloud {\n    organization = "o"\n    workspaces {\n      name = "net"\n    }\n  }'


def reading(config: str, output: str = "outputs.url") -> str:
    return f"""
data "terraform_remote_state" "net" {{
  {config}
}}
resource "aws_iam_role" "r" {{
  assume_role_policy = jsonencode({{ Statement = [{{ Sid = data.terraform_remote_state.net.{output} }}] }})
}}
"""


def read(extracted: Run, config: str, backend: str, output: str = "outputs.url", **more: str) -> object:
    settings = f"terraform {{\n  {backend}\n}}\n" if backend else ""
    files = {"net/main.tf": settings + OUTPUTS, "app/main.tf": reading(config, output), **more}
    found = extracted(files, directories=("app",))
    assert not found.problems
    (role,) = found.roles
    assert role.node is not None
    return to_plain(role.node)["Statement"][0]["Sid"]  # type: ignore[call-overload, index]


@pytest.mark.parametrize(
    ("config", "backend"),
    [
        (S3, S3_BACKEND),
        (f"{S3}\n  workspace = terraform.workspace", S3_BACKEND),
        (
            'backend = "gcs"\n  config = { bucket = "b", prefix = "net" }',
            'backend "gcs" {\n bucket = "b"\n prefix = "net"\n}',
        ),
        (REMOTE, CLOUD),
        (REMOTE, CLOUD.replace("cloud", 'backend "remote"')),
        ('backend = "local"\n  config = { path = "../net/terraform.tfstate" }', ""),
        ('backend = "local"\n  config = { path = "../net/x" }', 'backend "local" {\n    path = "x"\n  }'),
    ],
)
def test_the_root_with_the_same_state_is_read(config: str, backend: str, extracted: Run) -> None:
    assert read(extracted, config, backend) == "gitlab.com"


def test_an_index_names_an_output_too(extracted: Run) -> None:
    assert read(extracted, S3, S3_BACKEND, 'outputs["url"]') == "gitlab.com"


@pytest.mark.parametrize(
    ("config", "backend", "output"),
    [
        (S3, 'backend "s3" {\n    key = "net.tfstate"\n  }', "outputs.url"),  # the rest comes from the command line
        (S3, 'backend "s3" {}', "outputs.url"),
        (S3.replace("net.", "other."), S3_BACKEND, "outputs.url"),
        (S3.replace('"b"', '"c"'), S3_BACKEND, "outputs.url"),
        (f'{S3}\n  workspace = "other"', S3_BACKEND, "outputs.url"),
        (REMOTE, CLOUD.replace('name = "net"', 'tags = ["net"]'), "outputs.url"),
        (REMOTE.replace('"o"', '"p"'), CLOUD, "outputs.url"),
        ('backend = "local"\n  config = { path = "../net/terraform.tfstate" }', S3_BACKEND, "outputs.url"),
        ('backend = "local"\n  config = { path = "../none/terraform.tfstate" }', "", "outputs.url"),
        (S3, S3_BACKEND, "outputs.other"),
    ],
)
def test_any_other_state_stays_unknown(config: str, backend: str, output: str, extracted: Run) -> None:
    assert read(extracted, config, backend, output) == f"${{data.terraform_remote_state.net.{output}}}"


def test_two_roots_with_one_state_are_not_told_apart(extracted: Run) -> None:
    other = {"copy/main.tf": f"terraform {{\n  {S3_BACKEND}\n}}\n{OUTPUTS}"}
    assert read(extracted, S3, S3_BACKEND, **other) == "${data.terraform_remote_state.net.outputs.url}"


def test_two_roots_that_read_each_other_are_no_endless_circle(extracted: Run) -> None:
    back = """
data "terraform_remote_state" "app" {
  backend = "local"
  config  = { path = "../app/terraform.tfstate" }
}
output "back" {
  value = data.terraform_remote_state.app.outputs.forth
}
"""
    forth = 'output "forth" {\n  value = data.terraform_remote_state.net.outputs.back\n}\n'
    found = read(extracted, S3, S3_BACKEND, "outputs.back", **{"net/back.tf": back, "app/forth.tf": forth})
    assert isinstance(found, str)
    assert found.startswith("${data.terraform_remote_state.")


SWITCHED = """
variable "on" {
  default = false
}
output "on" {
  value = var.on
}
"""
READER = f"""
data "terraform_remote_state" "net" {{
  {S3}
}}
resource "aws_iam_role" "r" {{
  count              = data.terraform_remote_state.net.outputs.on ? 1 : 0
  assume_role_policy = jsonencode({{ Statement = [] }})
}}
"""


@pytest.mark.parametrize("own", ["", 'variable "on" {\n  default = false\n}\n'])
def test_nothing_is_supposed_about_a_variable_of_another_root(own: str, extracted: Run) -> None:
    files = {"net/main.tf": f"terraform {{\n  {S3_BACKEND}\n}}\n{SWITCHED}", "app/main.tf": own + READER}
    assert not extracted(files, directories=("app",)).roles
